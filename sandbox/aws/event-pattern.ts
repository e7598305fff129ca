/** A value that a pattern accepts: a constant, or whether the member exists. */
type Accepted = string | { readonly exists: boolean };

/** The part of EventBridge's event patterns that the product uses. */
export interface EventPattern {
  readonly [member: string]: readonly Accepted[] | EventPattern;
}

/** Whether an event matches a pattern (EventBridge: "Creating Amazon EventBridge event patterns"). */
export const matchesPattern = (pattern: EventPattern, event: unknown): boolean =>
  Object.entries(pattern).every(([member, expected]) => {
    const value = memberOf(event, member);
    return isList(expected)
      ? expected.some((accepted) =>
          typeof accepted === 'object'
            ? accepted.exists === (value !== undefined)
            : accepted === value,
        )
      : matchesPattern(expected, value);
  });

const isList = (value: readonly Accepted[] | EventPattern): value is readonly Accepted[] =>
  Array.isArray(value);

const memberOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? (value as Record<string, unknown>)[member]
    : undefined;
