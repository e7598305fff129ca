import type { Area } from '../../contract/routes/index.ts';

/** What only the documentation says of a route. */
export interface RouteProse {
  /** One line without a full stop: the operation's title. */
  summary: string;
  /** What a caller must know besides the schemas. Markdown. */
  notes: string;
  /** What a success means, where the status alone does not say it. */
  success?: string;
  /** Whether a success sets or clears the refresh cookie. */
  setsCookie: boolean;
  /** An example of the request's body. */
  body?: object;
  /** An example of the answer's body. */
  answer?: object;
}

export interface AreaProse {
  /** The name of the group of operations. */
  title: string;
  description: string;
}

export const AREA_PROSE: Readonly<Record<Area, AreaProse>> = {
  session: { title: 'Authentication', description: 'Sessions: begin, renew, end, ask.' },
};
