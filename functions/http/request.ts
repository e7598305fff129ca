import { badRequest } from '../core/error.ts';

/**
 * A reader of one API Gateway event (REST, payload version 1). It trusts nothing about the event's
 * shape.
 */
export interface HttpRequest {
  /**
   * Returns the value of a header.
   * @throws {BAD_REQUEST} if the header was sent with different values.
   */
  header(name: string): string | undefined;
  /** Returns the first value of a header. Further values are not an error. */
  firstHeader(name: string): string | undefined;
  /** Returns the different values of a cookie, in the order in which they were sent. */
  cookies(name: string): string[];
}

/** The headers of an event, for a function or an authorizer. */
interface Headers {
  headers: Readonly<Record<string, string | undefined>> | null;
  multiValueHeaders: Readonly<Record<string, string[] | undefined>> | null;
}

export function httpRequest(event: Headers): HttpRequest {
  const findValues = (name: string): string[] => {
    const multiple = findEntries(event.multiValueHeaders, name).flatMap((values) =>
      Array.isArray(values) ? values : [],
    );
    const values = multiple.length > 0 ? multiple : findEntries(event.headers, name);
    return [...new Set(values.filter((value) => typeof value === 'string'))];
  };
  return {
    header(name) {
      const values = findValues(name);
      if (values.length > 1) {
        throw badRequest(name, 'was sent more than once');
      }
      return values[0];
    },

    firstHeader: (name) => findValues(name)[0],

    // HTTP/2 may split the Cookie header (RFC 9113 section 8.2.3), so these are one list.
    cookies(name) {
      const pairs = findValues('cookie').flatMap((header) => header.split(';'));
      const values = pairs.map(stripBlanks).filter((pair) => pair.startsWith(`${name}=`));
      return [...new Set(values.map((pair) => pair.slice(name.length + 1)))];
    },
  };
}

/**
 * Strips spaces and tabs only (RFC 6265bis section 5.6). `trim` strips Unicode white space too, and
 * a sibling subdomain may set a cookie whose name is white space followed by a `__Host-` name.
 */
const stripBlanks = (pair: string): string => pair.replace(/^[ \t]+|[ \t]+$/g, '');

const findEntries = (
  headers: Readonly<Record<string, unknown>> | null | undefined,
  name: string,
): unknown[] =>
  Object.entries(headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value);
