import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { MailSettings } from '../config/mail-sender.ts';

/** Returns the ARN of the SES identity that the sender belongs to, in the region of the stack. */
export const mailIdentityArn = (scope: Construct, { from, identity }: MailSettings): string =>
  Stack.of(scope).formatArn({
    service: 'ses',
    resource: 'identity',
    resourceName: identity ?? from.slice(from.indexOf('@') + 1),
  });
