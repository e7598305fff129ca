import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { GatewayResponseType } from '../../contract/gateway.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import type { HttpResponse } from '../http-response.ts';
import { convertResult } from './response.ts';

export type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<unknown>;

function createContext(functionName: string): Context {
  const deadline = Date.now() + TIMEOUTS.function * 1_000;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'sandbox',
    memoryLimitInMB: '256',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

/**
 * Runs a function as the gateway does. A crash, an invalid result or a time-out becomes a response
 * type of the gateway. `timeoutMs` defaults to the limit of a deployed gateway.
 */
export async function invoke(
  functionName: string,
  handler: Handler,
  event: APIGatewayProxyEvent,
  { timeoutMs = TIMEOUTS.gateway * 1_000 }: { timeoutMs?: number | undefined } = {},
): Promise<HttpResponse | GatewayResponseType> {
  const timers: NodeJS.Timeout[] = [];
  const after = (ms: number, type: GatewayResponseType) =>
    new Promise<GatewayResponseType>((resolve) => {
      timers.push(setTimeout(resolve, ms, type));
    });
  // Lambda passes a copy of the event: a handler cannot change the gateway's own.
  const run = async () =>
    convertResult(await handler(structuredClone(event), createContext(functionName))) ??
    'DEFAULT_5XX';
  try {
    return await Promise.race([
      run(),
      after(TIMEOUTS.function * 1_000, 'DEFAULT_5XX'),
      after(timeoutMs, 'INTEGRATION_TIMEOUT'),
    ]);
  } catch {
    return 'DEFAULT_5XX';
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
