/** Reads functions and methods out of the template of a service stack. */

import type { Template } from 'aws-cdk-lib/assertions';
import {
  HTTP_FUNCTIONS,
  type RouteName,
  routeOf,
  routesWith,
} from '../../contract/routes/index.ts';
import { findResources, type Resource } from './synthesised.ts';

/** The routes of a stage with the default settings, and their functions. */
export const DEFAULT_ROUTE_NAMES = Object.keys(
  routesWith({
    algorithm: 'HS256',
    signUp: false,
    passwordless: false,
    passkeys: false,
    mfa: true,
  }),
) as [RouteName, ...RouteName[]];
export const DEFAULT_FUNCTIONS = [
  ...new Set(DEFAULT_ROUTE_NAMES.map((name) => routeOf(name).function)),
];

export const DEFAULT_PATHS = new Set(DEFAULT_ROUTE_NAMES.map((name) => routeOf(name).path));

/** The functions that serve routes, by their name in the contract. */
export const findHttpFunctions = (template: Template) =>
  Object.entries(findResources(template, 'AWS::Lambda::Function')).flatMap(
    ([id, { Properties }]) => {
      // CDK appends eight hexadecimal digits to the name.
      const name = HTTP_FUNCTIONS.find((each) => new RegExp(`^${each}[\\dA-F]{8}$`, 'i').test(id));
      return name === undefined ? [] : [{ id, name, properties: Properties }];
    },
  );

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
