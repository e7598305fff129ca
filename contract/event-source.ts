/** `source` of every event that the service puts on the foundation's bus. */
export const EVENT_SOURCE = 'chordian-auth';

/**
 * `detail-type` of an event that means nothing and that no rule selects. It takes as long to put as
 * any other, so that a request does not tell by its duration whether there was something to say.
 */
export const NO_EVENT = 'nothing';
