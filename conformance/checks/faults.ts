import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { tokenResponse } from '../../contract/schemas/index.ts';
import { PASSKEY_RECIPES, RECIPES, type Recipe, recipeStatus } from '../../scenarios/recipes.ts';
import { runRecipe } from '../../scenarios/run-recipe.ts';
import type { Check } from '../check.ts';
import { expectBody, expectError, expectStatus } from '../expect.ts';

const checkOf = (recipe: Recipe, ...needs: Check['needs']): Check => ({
  group: 'sandbox',
  name: `${recipe.id}: ${recipe.title}`,
  needs: [
    'sandbox',
    ...needs,
    ...(JSON.stringify(recipe.steps).includes('{expired_token}') ? ['expiredToken' as const] : []),
  ],
  run: async ({ api, expiredToken }) => {
    const exchanges = await runRecipe(recipe, {
      origin: api.origin,
      expiredToken,
      domain: `${randomUUID()}.example`,
    });
    const last = exchanges.at(-1);
    assert.ok(last, 'a recipe must have a step');
    const { request, response } = last;
    const answer = api.readResponse(
      `${request.method} ${request.url}`,
      response.status,
      new Headers(response.headers),
      response.body,
    );
    if (recipe.code !== undefined) return void expectError(answer, recipe.code);
    expectStatus(answer, recipeStatus(recipe));
    if (recipe.success === undefined) expectBody(answer, tokenResponse);
    else assert.equal(answer.text, '');
  },
});

/** Every error code of the sandbox by its recipe, fault credentials included. */
export const faults: Check[] = [
  ...RECIPES.map((recipe) => checkOf(recipe)),
  ...PASSKEY_RECIPES.map((recipe) => checkOf(recipe, 'passkeys')),
];
