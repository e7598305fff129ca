import { BASE_PATH, type Route, type RouteTable } from '../../contract/routes/index.ts';

/** A route that a request path leads to. */
export interface Match {
  name: string;
  route: Route;
  /** Values of the path parameters, decoded; undefined where the path has none. */
  parameters: Readonly<Record<string, string>> | undefined;
}

const PARAMETER = /^\{(\w+)\}$/;

/**
 * Makes a function that finds the routes of a path, one per method. A literal segment wins over a
 * parameter, as in API Gateway.
 */
export function createMatcher(routes: RouteTable): (pathname: string) => Match[] {
  const known = Object.entries(routes).map(([name, route]) => ({
    name,
    route,
    segments: `${BASE_PATH}${route.path}`.split('/'),
  }));
  return (pathname) => {
    const parts = pathname.split('/');
    const found = known.flatMap(({ name, route, segments }) => {
      const parameters = valuesOf(segments, parts);
      return parameters === undefined ? [] : [{ name, route, parameters }];
    });
    const fewest = Math.min(...found.map(({ parameters }) => Object.keys(parameters).length));
    return found
      .filter(({ parameters }) => Object.keys(parameters).length === fewest)
      .map((match) => (fewest === 0 ? { ...match, parameters: undefined } : match));
  };
}

/** The values of a template's parameters, or undefined if the path is another. */
function valuesOf(
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
    const value = decoded(part);
    if (value === undefined || value === '') return undefined;
    values[name] = value;
  }
  return values;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
