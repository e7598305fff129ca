import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { addChordianAuth } from '../lib/chordian-auth.ts';
import { readStage } from '../lib/config/read-stage.ts';
import { DocsStack } from '../lib/docs/docs-stack.ts';
import { inRepository } from '../lib/paths.ts';

const app = new App();
addChordianAuth(app, readStage(app.node));
// `-c docs=true` adds the documentation site. Build the site first, with `npm run docs`.
if (app.node.tryGetContext('docs')) {
  new DocsStack(app, 'ChordianAuth-Docs', { site: inRepository('docs', '.vitepress', 'dist') });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
