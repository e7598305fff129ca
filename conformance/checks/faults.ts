import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { runRecipe } from '../../local/run-recipe.ts';
import { type Recipe, TRY } from '../../local/try.ts';
import type { Check } from '../check.ts';

/** Of the sandbox alone: every code by its recipe, fault credentials included. */
export const faults: Check[] = TRY.map((recipe) => ({
  group: 'sandbox',
  name: `${recipe.id}: ${recipe.title}`,
  needs: ['expiredToken'],
  run: async ({ api, expiredToken }) => {
    const exchanges = await runRecipe(recipe, { origin: api.origin, expiredToken, domain: `${randomUUID()}.example` });
    assert.equal(codeOf(exchanges.at(-1)?.response.body), recipe.code);
  },
}));

function codeOf(body = ''): Recipe['code'] {
  return body === '' ? undefined : (JSON.parse(body) as { error?: { code: Recipe['code'] } }).error?.code;
}
