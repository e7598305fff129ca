import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type EventPattern, matchesPattern } from './event-pattern.ts';
import { AwsException } from './exception.ts';

/** A rule of a bus. Its target receives each matching event as the body of a message. */
export interface EventRule {
  bus: string;
  pattern: EventPattern;
  target: (body: string) => void;
}

/** The bus on which AWS puts the events of its services. */
export const DEFAULT_BUS = 'default';

interface Entry {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
}

/** The operation of EventBridge that the service uses, and rules that deliver at once. */
export class EventBridge {
  readonly #rules: EventRule[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  addRule(rule: EventRule): void {
    this.#rules.push(rule);
  }

  /** Delivers an event to the rules of a bus. An event that no rule matches is dropped. */
  deliver(bus: string, event: object): void {
    for (const rule of this.#rules) {
      if (rule.bus === bus && matchesPattern(rule.pattern, event)) {
        rule.target(JSON.stringify(event));
      }
    }
  }

  /** @throws {AwsException} if the operation is unknown. */
  call(operation: string, { Entries = [] }: { Entries?: Entry[] }): object {
    if (operation !== 'PutEvents') {
      throw new AwsException(
        'UnknownOperationException',
        `The sandbox does not support events.${operation}`,
      );
    }
    const ids = Entries.map((entry) => this.#put(entry));
    return { FailedEntryCount: 0, Entries: ids.map((EventId) => ({ EventId })) };
  }

  #put({ Source, DetailType, Detail = '{}', EventBusName = DEFAULT_BUS }: Entry): string {
    const id = randomUUID();
    this.deliver(EventBusName, {
      version: '0',
      id,
      'detail-type': DetailType,
      source: Source,
      account: '000000000000',
      time: new Date(this.#clock()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: 'us-east-1',
      resources: [],
      detail: JSON.parse(Detail) as unknown,
    });
    return id;
  }
}
