import type { Node } from 'constructs';
import { FIREWALL } from '../../contract/limits.ts';
import { checkStage } from './check-stage.ts';
import type { StageConfig } from './stage-config.ts';
import { STAGE_NAMES, STAGES, type Stage, type StageName } from './stages.ts';

/** Settings that the context can override for one run, such as `-c tracing=false`. */
export const SWITCHES = ['rotationSchedule', 'tracing'] as const;

const isStageName = (value: unknown): value is StageName =>
  STAGE_NAMES.some((name) => name === value);

/**
 * Reads the stage that `-c stage=…` selects. The context can override `SWITCHES`, `waf` and
 * `scheme`, which an emulator needs.
 * @throws {TypeError} if the stage does not exist or a value is not valid
 */
export function readStage(node: Node): Stage {
  const name: unknown = node.tryGetContext('stage');
  if (!isStageName(name)) {
    throw new TypeError(
      `-c stage=<name> must be one of ${STAGE_NAMES.join(', ')}, ` +
        `got ${name ? `"${name}"` : 'no name'}.`,
    );
  }
  const config: StageConfig = { ...STAGES[name] };
  for (const key of SWITCHES) {
    const value: unknown = node.tryGetContext(key);
    if (value !== undefined) config[key] = readSwitch(key, value);
  }
  const waf: unknown = node.tryGetContext('waf');
  if (waf !== undefined) config.waf = readSwitch('waf', waf) && (config.waf || FIREWALL.limits);
  const scheme: unknown = node.tryGetContext('scheme');
  if (scheme !== undefined) config.scheme = scheme as StageConfig['scheme'];
  checkStage(name, config);
  return { name, config };
}

function readSwitch(key: string, value: unknown): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new TypeError(`-c ${key}=<value> must be true or false, got "${value}".`);
}
