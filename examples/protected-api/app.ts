import { App } from 'aws-cdk-lib';
import { chordianAuth } from '../../lib/chordian-auth.ts';
import { readStage } from '../../lib/config/read-stage.ts';
import { ProtectedApiStack } from './protected-api-stack.ts';

// npx cdk deploy --all --app "npx node examples/protected-api/app.ts" -c stage=dev
const app = new App();
const stage = readStage(app.node);
const { foundation } = chordianAuth(app, stage);
new ProtectedApiStack(app, `ChordianAuth-${stage.name}-Example`, {
  backend: foundation.backend,
  config: stage.config,
});
