import { appEventExample, appEventSchemas, appEvents } from './app-events.ts';
import { auditEvents } from './audit-events.ts';
import { clientContract } from './client/contract.ts';
import { costPage } from './cost-page.ts';
import { decisionList } from './decision-list.ts';
import { errorsPage } from './errors-page.ts';
import { openApi } from './openapi.ts';
import { passwordRules } from './password-rules.ts';
import { performanceFiles } from './performance.ts';
import { readme } from './readme.ts';
import { scalingPage } from './scaling-page.ts';
import { stageSettings } from './stage-settings.ts';

/** Returns the text of each generated file, by its path from the root of the repository. */
export const generatedFiles = (): Record<string, string> => ({
  'client/src/generated/contract.ts': clientContract(),
  'README.md': readme(),
  'docs/authentication/errors.md': errorsPage(),
  'docs/decisions/index.md': decisionList(),
  'docs/generated/app-event-example.md': appEventExample(),
  'docs/generated/app-events.md': appEvents(),
  'docs/generated/audit-events.md': auditEvents(),
  'docs/generated/password-rules.md': passwordRules(),
  'docs/generated/stage-settings.md': stageSettings(),
  'docs/guide/cost.md': costPage(),
  'docs/guide/scaling.md': scalingPage(),
  ...performanceFiles(),
  'docs/public/app-events.json': `${JSON.stringify(appEventSchemas(), null, 2)}\n`,
  'docs/public/openapi.json': `${JSON.stringify(openApi(), null, 2)}\n`,
});
