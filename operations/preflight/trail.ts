/** Whether a CloudTrail trail delivers the events by which changes of users end their sessions. */

import {
  type AdvancedEventSelector,
  CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { CLIENT_SETTINGS } from '../frame/client-settings.ts';
import { explain } from '../frame/explain.ts';
import { type Check, failed, passed, skipped } from './check.ts';

const COGNITO = 'cognito-idp.amazonaws.com';

const logsWrites = ({ IncludeManagementEvents, ReadWriteType }: EventSelector): boolean =>
  IncludeManagementEvents === true && (ReadWriteType === 'All' || ReadWriteType === 'WriteOnly');

function logsWritesOfCognito({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  const accepts = (field: string, value: string): boolean =>
    FieldSelectors.filter(({ Field }) => Field === field).every(
      ({ Equals, NotEquals }) =>
        (Equals === undefined || Equals.includes(value)) && !NotEquals?.includes(value),
    );
  return (
    FieldSelectors.some(({ Field }) => Field === 'eventCategory') &&
    accepts('eventCategory', 'Management') &&
    accepts('readOnly', 'false') &&
    accepts('eventSource', COGNITO)
  );
}

async function delivers(cloudTrail: CloudTrailClient, { TrailARN }: Trail): Promise<boolean> {
  const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: TrailARN }));
  if (!IsLogging) return false;
  const { EventSelectors = [], AdvancedEventSelectors = [] } = await cloudTrail.send(
    new GetEventSelectorsCommand({ TrailName: TrailARN }),
  );
  return EventSelectors.some(logsWrites) || AdvancedEventSelectors.some(logsWritesOfCognito);
}

export const trail: Check = {
  name: 'CloudTrail trail',
  async find({ region }) {
    const cloudTrail = new CloudTrailClient(CLIENT_SETTINGS);
    const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
    let unreadable: string | undefined;
    for (const each of trailList) {
      if (!each.IsMultiRegionTrail && each.HomeRegion !== region) continue;
      try {
        if (await delivers(cloudTrail, each)) {
          return passed(`${each.Name} logs management events that write.`);
        }
      } catch (error) {
        // The trail of an organization may be closed to its members; another may still do.
        unreadable = `${each.Name} could not be read: ${explain(error)}`;
      }
    }
    if (unreadable !== undefined) return skipped(unreadable);
    return failed(
      `No trail in ${region} logs management events that write, so changes of users in Cognito ` +
        'take effect only when their sessions are used. Create one: ' +
        'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-a-trail-using-the-console-first-time.html',
    );
  },
};
