import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { GatewayResponseType } from '../../contract/gateway.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { type Answer, functionAnswer } from './answer.ts';

export type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<unknown>;

function lambdaContext(name: string): Context {
  const deadline = Date.now() + TIMEOUTS.function * 1_000;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'sandbox',
    memoryLimitInMB: '256',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

/**
 * Runs a function as the gateway does: what crashes, answers nonsense or takes too long becomes a
 * response type of the gateway.
 */
export async function invoke(
  name: string,
  handler: Handler,
  event: APIGatewayProxyEvent,
  { timeoutMs = TIMEOUTS.gateway * 1_000 }: { timeoutMs?: number | undefined } = {},
): Promise<Answer | GatewayResponseType> {
  const timers: NodeJS.Timeout[] = [];
  const after = (ms: number, outcome: GatewayResponseType) =>
    new Promise<GatewayResponseType>((resolve) => {
      timers.push(setTimeout(resolve, ms, outcome));
    });
  // Lambda hands over copies; a handler must not change what the gateway logs.
  const run = async () =>
    functionAnswer(await handler(structuredClone(event), lambdaContext(name))) ?? 'DEFAULT_5XX';
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
