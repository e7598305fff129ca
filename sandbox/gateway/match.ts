import { BASE_PATH, type Route, type RouteTable } from '../../contract/routes/index.ts';

/** A route that matches the path of a request. */
export interface Match {
  name: string;
  route: Route;
  /** The decoded values of the path parameters. Undefined if the path has none. */
  parameters: Readonly<Record<string, string>> | undefined;
}

const PARAMETER = /^\{(\w+)\}$/;

/**
 * Creates a function that finds the routes of a path, one per method. A literal segment takes
 * precedence over a parameter, as in API Gateway.
 */
export function createMatcher(routes: RouteTable): (pathname: string) => Match[] {
  const templates = Object.entries(routes).map(([name, route]) => ({
    name,
    route,
    segments: `${BASE_PATH}${route.path}`.split('/'),
  }));
  return (pathname) => {
    const parts = pathname.split('/');
    const matches = templates.flatMap(({ name, route, segments }) => {
      const parameters = matchSegments(segments, parts);
      return parameters === undefined ? [] : [{ name, route, parameters }];
    });
    const fewest = Math.min(...matches.map(({ parameters }) => Object.keys(parameters).length));
    return matches
      .filter(({ parameters }) => Object.keys(parameters).length === fewest)
      .map((match) => (fewest === 0 ? { ...match, parameters: undefined } : match));
  };
}

/** Returns the values of a template's parameters, or undefined if the path does not match. */
function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (segments.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    const name = PARAMETER.exec(segment)?.[1];
    if (name === undefined) {
      if (segment !== part) return undefined;
      continue;
    }
    const value = decode(part);
    if (value === undefined || value === '') return undefined;
    values[name] = value;
  }
  return values;
}

/** Decodes percent-encoding. Returns undefined if it is malformed. */
function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
