/** The users of a pool, as a caller with IAM permissions reads them. */

import {
  AdminListGroupsForUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { type CallOptions, callCognito, invalidResponse } from './call.ts';

/** The user pool, and an SDK client whose credentials may read its users. */
export interface Directory {
  client: CognitoIdentityProviderClient;
  userPoolId: string;
}

/** The maximum of the operation (AWS: API_AdminListGroupsForUser). */
const PAGE_SIZE = 60;
/** A user can be in 100 groups (AWS: "Quotas in Amazon Cognito"). */
const MAX_PAGES = 2;

/** Lists the groups of a user. All pages share one time limit. */
export async function listGroups(
  { client, userPoolId }: Directory,
  username: string,
  { timeoutMs, overrides }: Omit<CallOptions, 'secrets'>,
): Promise<string[]> {
  const abortSignal = AbortSignal.timeout(timeoutMs); // Both pages share one limit.
  const names: string[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new AdminListGroupsForUserCommand({
      UserPoolId: userPoolId,
      Username: username,
      Limit: PAGE_SIZE,
      NextToken,
    });
    const response = await callCognito(
      { timeoutMs, ...(overrides && { overrides }), secrets: [username] },
      () => client.send(command, { abortSignal }),
    );
    if (!Array.isArray(response.Groups)) throw invalidResponse('no list of groups');
    names.push(...response.Groups.flatMap(({ GroupName }) => GroupName ?? []));
    NextToken = response.NextToken;
    if (NextToken === undefined) break;
  }
  return names;
}
