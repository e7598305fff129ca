import type { TokenAlgorithm } from '../../contract/algorithms.ts';
import type { MfaSetting } from '../../contract/mfa.ts';
import type { HttpFunction } from '../../contract/routes/index.ts';
import type { ChangeableAttribute } from '../../contract/user-attributes.ts';
import type { Concurrency } from './concurrency.ts';

export const FEATURE_PLANS = ['LITE', 'ESSENTIALS', 'PLUS'] as const;
/** AWS: "User pool feature plans". */
export type FeaturePlan = (typeof FEATURE_PLANS)[number];

/** The routes that the firewall limits one by one. `other` is all other routes together. */
export const RATED_ROUTES = ['login', 'refresh', 'session', 'other'] as const;
export type RatedRoute = (typeof RATED_ROUTES)[number];

/** Requests of one address in the window of `FIREWALL` in `contract/limits.ts`. */
export type FirewallLimits = Readonly<Record<RatedRoute, number>>;

/** The settings that differ between stages. `docs/generate/` copies the comments into a table. */
export interface StageConfig {
  /**
   * Protects the stage's data: stateful resources have deletion protection and are kept when their
   * stack is deleted.
   */
  retainData: boolean;
  /** Allows the published test user to be created in this stage. */
  allowTestUser: boolean;
  /**
   * Browser origins, besides the API's own, that may call the API. Example:
   * `https://app.example.com`.
   */
  allowedOrigins: readonly string[];
  /**
   * Which names may sign in. With `email`, a name that is not an e-mail address is refused without
   * asking Cognito. So is a name with characters that count as other ones, such as `ß` (`ss`) or
   * `ı` (`i`). `any` is for an existing user pool that accepts other names.
   */
  names: 'email' | 'any';
  /**
   * Lets anybody create an account with an e-mail address. Without it, `/auth/signup` does not exist,
   * and the user pool refuses it as well. Defaults to false.
   */
  signUp: boolean;
  /**
   * Ways to sign in without a password, by `POST /auth/passwordless`. `emailCode` sends a code to
   * the address. `passkeys` are bound to the `relyingParty`, a domain of your own at or above every
   * allowed origin. Never change it, because all passkeys would become void. Both need the
   * `featurePlan` `ESSENTIALS`. Defaults to none, and then the route does not exist.
   */
  passwordless?: { emailCode?: true; passkeys?: { relyingParty: string } };
  /**
   * Second factors, by authenticator app: `off`, `optional` for each user, or `required` of all.
   * With `required`, people set one up at their next sign-in, and there are no sign-ins with codes
   * by e-mail. Defaults to `optional`.
   */
  mfa: MfaSetting;
  /**
   * `perNetwork` is how many mails with codes devices that are not known may ask for in an hour, from
   * one IPv4 address or one /64 of IPv6. Defaults to 10.
   */
  mails?: { perNetwork?: number };
  /**
   * `minLength` is the shortest new password, from 6 to 99 characters. NIST SP 800-63B-4 wants 15 if
   * users may sign in with a password alone, and 8 if all of them have a second factor.
   */
  passwords: { minLength: number };
  /**
   * The standard attributes that users may change by `PATCH /auth/account`. Addresses and names to
   * sign in with are never among them. Defaults to `name`, `given_name`, `family_name` and `locale`.
   */
  attributes: readonly ChangeableAttribute[];
  /**
   * The `iss` and `aud` claims of the session JWT. The service itself demands `audience`. Add
   * `otherAudiences` for protected APIs that demand one of their own. With the `algorithm` `ES256`,
   * verifiers hold public keys only, and `GET /auth/jwks` serves them. It defaults to `HS256`.
   */
  tokens: {
    issuer: string;
    audience: string;
    otherAudiences?: readonly string[];
    algorithm?: TokenAlgorithm;
  };
  /**
   * ARN of a customer-managed KMS key, in the region of the stage, that encrypts the user pool, the
   * tables, the secrets and the logs. Its key policy must let the account grant its use by IAM, and
   * CloudWatch Logs use it. Defaults to the keys of AWS.
   */
  encryptionKeyArn?: string;
  /** URL of the errors page that error bodies link to. Defaults to the published page. */
  documentationUrl?: string;
  /**
   * Source of the client's IP address. `cloudfront` is for a stage behind a CDN: it creates the
   * secret that the CDN must send, and the firewall refuses requests without it.
   */
  clientIp: 'gateway' | 'cloudfront';
  /**
   * How long a user has for each further step of a sign-in, such as the code of an authenticator
   * app, in seconds: whole minutes from 180 to 900. A code by SMS or e-mail lives as long. Defaults
   * to 300, and to 600 with `passwordless.emailCode`.
   */
  challengeLifetime?: number;
  /**
   * Plan of the user pool, which decides its price. Passkeys and codes by e-mail need
   * `ESSENTIALS`. Defaults to `LITE`.
   */
  featurePlan: FeaturePlan;
  /** Custom domain of the API. With `hostedZone`, the stack also creates the DNS records. */
  domain?: { name: string; certificateArn: string; hostedZone?: { id: string; name: string } };
  /**
   * How recently Cognito must have confirmed a user, in seconds. A session that is used after
   * `requestAfter` has its user confirmed in the background. After `expireAfter`, its JWT is refused
   * with `TOKEN_EXPIRED`, and a refresh confirms the user. `concurrency` is how many users are
   * confirmed at the same time. Defaults to 3600, 86400 and 2.
   */
  revalidation?: { requestAfter?: number; expireAfter?: number; concurrency?: number };
  /**
   * `maxPerUser` is how many sessions a user may have; a login beyond it ends the one that Cognito
   * confirmed the longest ago. `idleAfter` ends a session that has not been used for this many
   * seconds, at least 86400 and `revalidation.expireAfter`. Defaults to no limit and no time-out.
   */
  sessions?: { maxPerUser?: number; idleAfter?: number };
  /**
   * Sends mails with SES, in the name of your service: Cognito's codes and the service's own
   * notices. `from` is the sender's address. `identity` is the verified domain or address of SES that
   * covers it, in the region of the stage, and defaults to the domain of `from`. Without `mail`,
   * Cognito sends at most 50 mails a day, and there are no notices.
   */
  mail?: { from: string; name: string; identity?: string };
  /** How long logs are kept, in days. */
  logRetention: number;
  /** ARN of the SNS topic that alarms notify. */
  alarmTopicArn?: string;
  /**
   * E-mail address that alarms notify. The foundation makes the topic, and AWS asks the address to
   * confirm. Not together with `alarmTopicArn`.
   */
  alarmEmail?: string;
  /**
   * Concurrent executions per function. `reserved` is the maximum, `provisioned` is the number kept
   * warm. `rotate-keys` accepts `reserved` only.
   */
  concurrency?: Readonly<
    Partial<
      Record<HttpFunction, Concurrency> & Record<'rotate-keys', Pick<Concurrency, 'reserved'>>
    >
  >;
  /**
   * Firewall: how many requests one address may send in five minutes to `login`, to `refresh`, to
   * `session` and to all other routes together. `false` omits the firewall.
   */
  waf: false | FirewallLimits;
  /**
   * Features that an AWS-compatible emulator may lack. `monitoring` is the alarms, the dashboard and
   * the metric filter.
   */
  monitoring: boolean;
  rotationSchedule: boolean;
  tracing: boolean;
  /**
   * URL scheme that clients use. `http` is for an emulator only: its cookie has no `Secure`
   * attribute.
   */
  scheme: 'https' | 'http';
}
