import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Converts a number to DynamoDB's form. */
export const numberValue = (value: number): AttributeValue => ({ N: String(value) });
