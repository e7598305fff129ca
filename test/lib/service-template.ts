/** Reads functions and routes out of the template of a service stack. */

import type { Template } from 'aws-cdk-lib/assertions';
import { ROUTE_NAMES } from '../../contract/routes/index.ts';
import { findResources, type Resource } from './synthesised.ts';

/** The functions that serve routes. `route` is the name of the route. */
export const findRouteFunctions = (template: Template) =>
  Object.entries(findResources(template, 'AWS::Lambda::Function')).map(([id, { Properties }]) => {
    const route = ROUTE_NAMES.find((name) => id.toLowerCase().startsWith(name));
    return { id, route, properties: Properties };
  });

/** The methods of the API as `POST /auth/login`, sorted. */
export function listMethods(template: Template): string[] {
  const tree = findResources(template, 'AWS::ApiGateway::Resource');
  const pathOf = (id: string): string => {
    const { ParentId, PathPart } = (tree[id] as Resource).Properties as {
      ParentId: { Ref?: string };
      PathPart: string;
    };
    return `${ParentId.Ref ? pathOf(ParentId.Ref) : ''}/${PathPart}`;
  };
  return Object.values(findResources(template, 'AWS::ApiGateway::Method'))
    .map(
      ({ Properties }) =>
        `${Properties.HttpMethod} ${pathOf((Properties.ResourceId as { Ref: string }).Ref)}`,
    )
    .toSorted();
}
