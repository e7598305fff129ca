import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../contract/event-source.ts';
import { VALIDATION } from '../../contract/limits.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { listPublishedEvents, PUT_EVENTS } from '../permissions.ts';
import type { AuthFunction } from './auth-function.ts';

/** A bus of this app, or the name and ARN of a bus that another app defines. */
export type BusHandle = Pick<IEventBus, 'eventBusArn' | 'eventBusName'>;

/**
 * The bus on which functions request that Cognito confirms a user, and the ages of a confirmation
 * from which they do so.
 */
export class RevalidationBus {
  readonly bus: BusHandle;
  readonly #requestAfter: number;
  readonly #expireAfter: number;

  constructor(
    bus: BusHandle,
    {
      requestAfter = VALIDATION.requestAfter,
      expireAfter = VALIDATION.expireAfter,
    }: NonNullable<StageConfig['revalidation']> = {},
  ) {
    this.bus = bus;
    this.#requestAfter = requestAfter;
    this.#expireAfter = expireAfter;
  }

  static create(
    scope: Construct,
    id: string,
    { revalidation }: Pick<StageConfig, 'revalidation'>,
  ): RevalidationBus {
    const description = 'Chordian Auth: events for your app and requests of the service itself';
    return new RevalidationBus(new EventBus(scope, id, { description }), revalidation);
  }

  /** Allows a function to put its own kinds of events on the bus, and no others. */
  grantPut(fn: AuthFunction): void {
    fn.allow(
      PUT_EVENTS,
      [this.bus.eventBusArn],
      { EVENT_BUS_NAME: this.bus.eventBusName },
      {
        StringEquals: {
          'events:source': EVENT_SOURCE,
          'events:detail-type': listPublishedEvents(fn),
        },
      },
    );
  }

  /** Tells a function the ages that it reads. */
  addAges(fn: AuthFunction): void {
    fn.addSettings({
      REVALIDATE_AFTER: this.#requestAfter,
      EXPIRE_UNVALIDATED_AFTER: this.#expireAfter,
    });
  }
}
