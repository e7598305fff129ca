import { AuthError, type ErrorBody } from './errors.ts';

export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

/**
 * How long an answer may take, in milliseconds. The service answers within 29 s. A browser itself
 * would wait for minutes.
 */
export const ANSWER_TIMEOUT = 35_000;

/**
 * Sends one request and returns the body of a success, or undefined if it has none.
 * @throws {AuthError} if the service refused it, if no answer came, or if something else answered.
 * @throws the reason of the signal, if it was aborted.
 */
export async function exchange(send: Fetch, url: string, init: RequestInit): Promise<unknown> {
  const { response, text } = await receive(send, url, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new AuthError(NO_ANSWER, cause);
  });
  const body = parse(text);
  if (response.status === 204 || (response.ok && body !== undefined)) return body;
  throw new AuthError(readEnvelope(response, body) ?? describeStranger(response));
}

async function receive(send: Fetch, url: string, init: RequestInit) {
  const answer = (async () => {
    const response = await send(url, init);
    return { response, text: await response.text() };
  })();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The request itself is not aborted: its answer may still set the cookie.
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, ANSWER_TIMEOUT);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const NO_ANSWER: ErrorBody = {
  code: 'NETWORK_ERROR',
  message: 'The service did not answer',
  status: 0,
  details: { action: 'retry' },
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the error of an envelope. Returns undefined if the service did not write the body. */
function readEnvelope({ status }: Response, body: unknown): ErrorBody | undefined {
  const { error } = (body ?? {}) as { error?: Partial<ErrorBody> };
  return error?.status === status && error.code && error.details?.action
    ? (error as ErrorBody)
    : undefined;
}

/**
 * Describes an answer that is not the service's. It says nothing about the session. A success that
 * is not JSON can be the page of a public network, which goes away once the user has signed in
 * there.
 */
export function describeStranger({
  status,
  headers,
}: Pick<Response, 'status'> & Partial<Response>): ErrorBody {
  const retryAfter = Number(headers?.get('Retry-After') ?? Number.NaN);
  return {
    code: 'UNEXPECTED_RESPONSE',
    message: 'The answer is not from the service',
    status,
    details: {
      action: status < 400 || status >= 429 ? 'retry' : 'contact_support',
      ...(retryAfter >= 0 && { retry_after: retryAfter }),
    },
  };
}
