/** `source` of every event that the service puts on the foundation's bus. */
export const EVENT_SOURCE = 'chordian-auth';

/**
 * `detail-type` of an event without a meaning, which no rule selects. It takes as long to put as
 * any other, so that the duration of a request does not reveal whether there was an event.
 */
export const NO_EVENT = 'nothing';
