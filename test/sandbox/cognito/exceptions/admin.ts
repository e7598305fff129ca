/** The exceptions of the administrators' operations. */

import { JANE, PASSWORD, world } from '../kit.ts';
import { send, type Table } from './operations.ts';
import { HISTORY, signedIn, temporary } from './scenes.ts';

export const ADMINISTRATION: Table = {
  AdminCreateUser: {
    InvalidPasswordException: async () => {
      const { sdk, of } = await world();
      return sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: 'short' });
    },
    UnsupportedUserStateException: async () => {
      const { sdk, of } = await signedIn();
      return sdk.adminCreateUser({ ...of(JANE), MessageAction: 'RESEND' });
    },
    UsernameExistsException: async () => (await signedIn()).addUser(),
  },
  AdminConfirmSignUp: {
    NotAuthorizedException: async () => {
      const { sdk, of } = await signedIn();
      return sdk.adminConfirmSignUp(of(JANE));
    },
  },
  AdminResetUserPassword: {
    NotAuthorizedException: async () => {
      const { sdk, of } = await temporary();
      return sdk.adminResetUserPassword(of(JANE));
    },
    LimitExceededException: async () => {
      const each = await signedIn({ limits: { mailsPerDay: 0 } });
      return each.sdk.adminResetUserPassword(each.of(JANE));
    },
  },
  AdminSetUserPassword: {
    InvalidPasswordException: async () => {
      const { sdk, of } = await signedIn();
      return sdk.adminSetUserPassword({ ...of(JANE), Password: 'short', Permanent: true });
    },
    PasswordHistoryPolicyViolationException: async () => {
      const { sdk, of } = await signedIn(HISTORY);
      return sdk.adminSetUserPassword({ ...of(JANE), Password: PASSWORD, Permanent: true });
    },
  },
  AdminUpdateUserAttributes: {
    AliasExistsException: async () => {
      const { sdk, of, addUser } = await signedIn();
      await addUser('new@example.com');
      return sdk.adminUpdateUserAttributes({
        ...of(JANE),
        UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
      });
    },
  },
  AddUserPoolClientSecret: {
    LimitExceededException: async () => {
      const { sdk, poolId, clientId } = await world();
      const add = () => sdk.addUserPoolClientSecret({ UserPoolId: poolId, ClientId: clientId });
      await add();
      return add();
    },
  },
  CreateGroup: {
    GroupExistsException: async () => {
      const { sdk, poolId } = await world();
      const create = () => sdk.createGroup({ UserPoolId: poolId, GroupName: 'members' });
      await create();
      return create();
    },
  },
  ...Object.fromEntries(
    ['CreateUserPool', 'UpdateUserPool', 'SetUserPoolMfaConfig'].map((name) => [
      name,
      {
        FeatureUnavailableInTierException: async () => {
          const each = await world({ pool: { UserPoolTier: 'LITE' } });
          return send(each, name, {
            UserPoolId: each.poolId,
            PoolName: 'another',
            UserPoolTier: 'LITE',
            EmailMfaConfiguration: {},
            Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
          });
        },
      },
    ]),
  ),
};
