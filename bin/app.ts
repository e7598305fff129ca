import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { chordianAuth } from '../lib/chordian-auth.ts';
import { readStage } from '../lib/config/read-stage.ts';
import { DocsStack } from '../lib/docs/docs-stack.ts';
import { inRepository } from '../lib/paths.ts';

const app = new App();
chordianAuth(app, readStage(app.node));
// Optional, after `npm run docs`: -c docs=true
if (app.node.tryGetContext('docs')) {
  new DocsStack(app, 'ChordianAuth-Docs', { site: inRepository('docs', '.vitepress', 'dist') });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
