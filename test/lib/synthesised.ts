import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import { STAGES, type StageName } from '../../lib/config/stages.ts';
import { inRepository } from '../../lib/paths.ts';

/** The context that `cdk` gives the app. Bundling is off, because the tests read templates. */
export const CONTEXT = {
  ...(JSON.parse(readFileSync(inRepository('cdk.json'), 'utf8')) as { context: object }).context,
  'aws:cdk:bundling-stacks': [],
};

export const configOf = (name: StageName, changed: Partial<StageConfig> = {}): StageConfig => ({
  ...STAGES[name],
  ...changed,
});

/** Synthesises both templates of a stage. */
export function synthesise(name: StageName, changed: Partial<StageConfig> = {}) {
  const app = new App({ context: CONTEXT });
  const { foundation, service } = addChordianAuth(app, { name, config: configOf(name, changed) });
  return {
    app,
    foundation: Template.fromStack(foundation),
    service: Template.fromStack(service),
    backend: foundation.backend,
    stacks: { foundation, service },
  };
}

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string | string[];
}

/** Finds the resources of a type, by logical ID. */
export const findResources = (template: Template, type: string): Record<string, Resource> =>
  template.findResources(type) as Record<string, Resource>;

/** @throws {Error} if there is not exactly one item */
export const getOnly = <T>(items: Readonly<Record<string, T>>): T => {
  const [item, ...others] = Object.values(items);
  if (item === undefined || others.length > 0) {
    throw new Error(`expected one item, got ${others.length + (item === undefined ? 0 : 1)}`);
  }
  return item;
};

/**
 * Converts a value of a template to text. A reference becomes `${Table.Arn}`, and an import becomes
 * the name of its export.
 */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
    'Fn::ImportValue': imported,
  } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return `\${${Ref}}`;
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(toText).join(String(join[0]));
  if (imported !== undefined) return `\${${toText(imported)}}`;
  return JSON.stringify(value);
}

/** Creates an empty stack, for a test of one construct. */
export const createEmptyStack = () => new Stack(new App({ context: CONTEXT }), 'Test');
