import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { chordianAuth } from '../lib/chordian-auth.ts';
import { readStage } from '../lib/config.ts';

const app = new App();
chordianAuth(app, readStage(app.node));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
