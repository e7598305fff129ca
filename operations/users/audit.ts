/** The log of what operators change, in the log group that the foundation stack has for it. */

import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Deployment } from '../frame/deployment.ts';

/** What a line says beside the command and its outcome. */
export interface AuditFields {
  sub?: string;
  sid?: string;
  group?: string;
}

/**
 * Runs a change between two lines of the log. Nothing changes if the first line cannot be written.
 * @param fieldsOf returns what is known only after the change
 */
export type Audited = <T>(
  fields: AuditFields,
  change: () => Promise<T>,
  fieldsOf?: (result: T) => AuditFields,
) => Promise<T>;

export function auditTo(deployment: Deployment, command: string): Audited {
  return async (fields, change, fieldsOf) => {
    const write = await openLog(deployment, command);
    await write('started', fields);
    const result = await change().catch(async (error: unknown) => {
      // The operator needs the first error.
      await write('failed', fields).catch(() => {});
      throw error;
    });
    await write('succeeded', { ...fields, ...fieldsOf?.(result) });
    return result;
  };
}

/** Opens the stream of the day. Everything that can fail has then been tried, except for the lines. */
async function openLog(deployment: Deployment, command: string) {
  const { logs, name: service } = deployment;
  const [logGroupName, operator] = await Promise.all([
    deployment.operatorsLog(),
    deployment.operator(),
  ]);
  const stream = { logGroupName, logStreamName: new Date().toISOString().slice(0, 10) };
  await logs.send(new CreateLogStreamCommand(stream)).catch((error: unknown) => {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  });
  return async (outcome: 'started' | 'succeeded' | 'failed', fields: AuditFields) => {
    const now = new Date();
    const line = {
      level: 'INFO',
      message: 'audit',
      timestamp: now.toISOString(),
      service,
      event: 'operator_command',
      command,
      outcome,
      operator,
      ...fields,
    };
    const event = { timestamp: now.getTime(), message: JSON.stringify(line) };
    const { rejectedLogEventsInfo: rejected } = await logs.send(
      new PutLogEventsCommand({ ...stream, logEvents: [event] }),
    );
    if (rejected === undefined) return;
    throw new Error(
      `The log group ${logGroupName} rejected a line. Check the clock of this machine.`,
    );
  };
}
