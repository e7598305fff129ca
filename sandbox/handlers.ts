import { HTTP_FUNCTIONS, type HttpFunction } from '../contract/routes/index.ts';
import type { Handler } from './gateway/invoke.ts';

/**
 * Imports the functions that are deployed. Each reads its environment at import, so all variables
 * must be set before.
 */
export async function loadHandlers(): Promise<Record<HttpFunction, Handler>> {
  const handlers = await Promise.all(
    HTTP_FUNCTIONS.map(async (name) => {
      const { handler } = (await import(`../functions/${name}.ts`)) as { handler: Handler };
      return [name, handler] as const;
    }),
  );
  return Object.fromEntries(handlers) as Record<HttpFunction, Handler>;
}
