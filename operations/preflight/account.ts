/** What exists once per account and region: the CDK's bootstrap stack, and API Gateway's log role. */

import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { CLIENT_SETTINGS } from '../frame/client-settings.ts';
import { findStack, outputsOf } from '../frame/stack-outputs.ts';
import { type Check, failed, passed } from './check.ts';

const TOOLKIT_STACK = 'CDKToolkit';
/** Version of the bootstrap stack that the templates demand (`CheckBootstrapVersion`). */
export const MINIMUM_BOOTSTRAP_VERSION = 6;
const USABLE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];

/** `AccountStack.id` in `lib/stacks/account-stack.ts`. */
export const ACCOUNT_STACK = 'ChordianAuth-Account';

export const bootstrap: Check = {
  name: 'CDK bootstrap',
  async find({ account, region }) {
    const stack = await findStack(TOOLKIT_STACK);
    const remedy = `Run: npx cdk bootstrap aws://${account}/${region}`;
    if (stack === undefined) {
      return failed(`There is no stack ${TOOLKIT_STACK} in ${region}. ${remedy}`);
    }
    const { StackStatus = 'unknown' } = stack;
    if (!USABLE.includes(StackStatus)) {
      return failed(`The stack ${TOOLKIT_STACK} is ${StackStatus}. Repair it. ${remedy}`);
    }
    const version = Number(outputsOf(stack).get('BootstrapVersion') ?? 0);
    return version >= MINIMUM_BOOTSTRAP_VERSION
      ? passed(`${TOOLKIT_STACK} has version ${version}.`)
      : failed(
          `${TOOLKIT_STACK} has version ${version}, ` +
            `and ${MINIMUM_BOOTSTRAP_VERSION} is needed. ${remedy}`,
        );
  },
};

export const logRole: Check = {
  name: 'API Gateway log role',
  async find() {
    const apiGateway = new APIGatewayClient(CLIENT_SETTINGS);
    const { cloudwatchRoleArn: role } = await apiGateway.send(new GetAccountCommand({}));
    const isDeployed = (await findStack(ACCOUNT_STACK)) !== undefined;
    if (role && isDeployed) return passed(`API Gateway writes logs as ${role}.`);
    if (role) {
      return passed(
        `API Gateway writes logs as ${role}. ${ACCOUNT_STACK} replaces this role, for all APIs.`,
      );
    }
    if (!isDeployed) return passed(`There is none. ${ACCOUNT_STACK} makes it.`);
    return failed(
      `${ACCOUNT_STACK} is deployed, but its role is not set, and a deployment does not set it ` +
        'again. Run: aws apigateway update-account --patch-operations ' +
        'op=replace,path=/cloudwatchRoleArn,value=<ARN of the role in the stack>',
    );
  },
};
