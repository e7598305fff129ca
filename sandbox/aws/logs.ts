/** CloudWatch Logs, as far as operators' commands use it. It keeps nothing and prints each event. */

import type { PutLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import type { Service } from './endpoint.ts';
import { AwsException } from './exception.ts';

export const createLogs =
  (print: (line: string) => void): Service =>
  (operation, input) => {
    switch (operation) {
      case 'CreateLogStream':
        return {};
      case 'PutLogEvents': {
        const { logEvents = [] } = input as PutLogEventsCommandInput;
        for (const { message = '' } of logEvents) print(message);
        return {};
      }
      default:
        throw new AwsException(
          'UnknownOperationException',
          `The sandbox does not support Logs.${operation}`,
        );
    }
  };
