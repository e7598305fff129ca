/** The further steps of a sign-in. `contract/challenges.ts` names the answer of each. */

import type { Challenge } from '../../state.ts';
import type { Child } from '../dom.ts';
import type { Field, Link, Step, Values } from '../step.ts';
import type { Translate } from '../texts/texts.ts';
import { drawSecret } from './authenticator.ts';
import { codeField, newPasswordField, usernameField } from './fields.ts';
import { answerWithPasskey } from './passkey.ts';

interface ChallengeOptions {
  translate: Translate;
  username: string;
  answer(input: object): unknown;
  /** The ways out, such as giving up the sign-in. */
  links: readonly Link[];
  /** Whether the service keeps it secret if a code was sent. Defaults to false. */
  isSecret?: boolean;
}

interface Question {
  fields: readonly Field[];
  content?: readonly Child[];
  /** Builds the input of `challenge`. */
  input(values: Values): object | Promise<object>;
}

export function answerChallenge(
  { name, parameters }: Challenge,
  { translate, username, answer, links, isSecret = false }: ChallengeOptions,
): Step {
  const question = ask(name, parameters, translate, username);
  const key = question === undefined ? 'other' : name;
  return {
    key: `challenge.${name}`,
    heading: translate.optional(`step.${key}`) ?? '',
    hint: [
      translate.optional(`hint.${key}`),
      describeDelivery(parameters, translate, isSecret ? 'sent' : 'sentTo'),
    ]
      .filter(Boolean)
      .join(' '),
    links,
    ...(question && {
      content: question.content ?? [],
      fields: question.fields,
      submit: translate('continue'),
      run: async (values: Values) => answer(await question.input(values)),
    }),
  };
}

/** Returns undefined for a step that this version does not support. */
function ask(
  name: string,
  parameters: Challenge['parameters'],
  translate: Translate,
  username: string,
): Question | undefined {
  switch (name) {
    case 'SOFTWARE_TOKEN_MFA':
    case 'SMS_MFA':
      return askForCode(translate);
    case 'EMAIL_OTP':
      // The code of a mail may end in letters.
      return askForCode(translate, 'text');
    case 'MFA_SETUP':
      return { ...askForCode(translate), content: drawSecret(parameters, translate) };
    case 'SELECT_MFA_TYPE':
      return askForMethod(listTexts(parameters.options), translate);
    case 'NEW_PASSWORD_REQUIRED':
      return askForPassword(listTexts(parameters.required_attributes), translate, username);
    case 'WEB_AUTHN':
      return { fields: [], input: () => answerWithPasskey({ parameters }) };
    default:
      return undefined;
  }
}

/** The destination is masked. */
function describeDelivery(
  { delivery }: Challenge['parameters'],
  translate: Translate,
  text: 'sent' | 'sentTo',
) {
  const { destination } = (delivery ?? {}) as { destination?: string };
  return destination && translate(text, { destination });
}

const askForCode = (translate: Translate, inputmode: 'numeric' | 'text' = 'numeric'): Question => ({
  fields: [codeField(translate, inputmode)],
  input: ({ code }) => ({ code }),
});

const askForMethod = (methods: readonly string[], translate: Translate): Question => ({
  fields: [
    {
      name: 'answer',
      label: translate('method'),
      autocomplete: 'off',
      options: methods.map((value) => ({
        value,
        label: translate.optional(`method.${value}`) ?? value,
      })),
    },
  ],
  input: ({ answer }) => ({ answer }),
});

function askForPassword(
  attributes: readonly string[],
  translate: Translate,
  username: string,
): Question {
  return {
    fields: [
      // Without a name, a password manager would store the password at the wrong place.
      usernameField(translate, username, true),
      newPasswordField(translate),
      ...attributes.map((name) => ({
        name,
        label: translate.optional(`attribute.${name}`) ?? name,
        autocomplete: AUTOCOMPLETE[name] ?? 'on',
      })),
    ],
    input: ({ new_password, ...values }) => ({
      new_password,
      ...(attributes.length > 0 && {
        attributes: Object.fromEntries(attributes.map((name) => [name, values[name]])),
      }),
    }),
  };
}

/** The autofill names of Cognito's attributes. */
const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  name: 'name',
  given_name: 'given-name',
  family_name: 'family-name',
  nickname: 'nickname',
  email: 'email',
  phone_number: 'tel',
  birthdate: 'bday',
};

const listTexts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
