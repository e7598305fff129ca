import { randomUUID } from 'node:crypto';
import { tokenResponse } from '../../contract/schemas/index.ts';
import { RECIPES } from '../../scenarios/recipes.ts';
import { runRecipe } from '../../scenarios/run-recipe.ts';
import type { Check } from '../check.ts';
import { expectBody, expectError, expectStatus } from '../expect.ts';

/** Of the sandbox alone: every code by its recipe, fault credentials included. */
export const faults: Check[] = RECIPES.map((recipe) => ({
  group: 'sandbox',
  name: `${recipe.id}: ${recipe.title}`,
  needs: JSON.stringify(recipe.steps).includes('{expired_token}') ? ['expiredToken'] : [],
  run: async ({ api, expiredToken = '' }) => {
    const exchanges = await runRecipe(recipe, {
      origin: api.origin,
      expiredToken,
      domain: `${randomUUID()}.example`,
    });
    const { status = 0, headers = [], body = '' } = exchanges.at(-1)?.response ?? {};
    const answer = api.answerOf(status, new Headers(headers), body);
    if (recipe.code !== undefined) return void expectError(answer, recipe.code);
    expectStatus(answer, 200);
    expectBody(answer, tokenResponse);
  },
}));
