/**
 * Deploys Chordian Auth and an app that receives its events:
 * `npx cdk deploy --all --app "npx node examples/app-events/app.ts" -c stage=dev`.
 */

import { App } from 'aws-cdk-lib';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { readStage } from '../../lib/config/read-stage.ts';
import { AppEventsStack } from './app-events-stack.ts';

const app = new App();
const stage = readStage(app.node);
const { foundation } = addChordianAuth(app, stage);
new AppEventsStack(app, `ChordianAuth-${stage.name}-AppEvents`, {
  eventBusName: foundation.backend.revalidations.bus.eventBusName,
});
