/**
 * Deploys Chordian Auth and an API that it protects:
 * `npx cdk deploy --all --app "npx node examples/protected-api/app.ts" -c stage=dev`.
 */

import { App } from 'aws-cdk-lib';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { readStage } from '../../lib/config/read-stage.ts';
import { ProtectedApiStack } from './protected-api-stack.ts';

const app = new App();
const stage = readStage(app.node);
const { foundation } = addChordianAuth(app, stage);
new ProtectedApiStack(app, `ChordianAuth-${stage.name}-Example`, {
  backend: foundation.backend,
  config: stage.config,
});
