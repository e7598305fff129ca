/** Replaces `@aws-sdk/client-dynamodb` in every bundle. See `json-client.ts`. */

import { command } from './command.ts';
import { awsJson, type ClientSettings, JsonClient } from './json-client.ts';
import { ServiceError } from './service-error.ts';

export class ConditionalCheckFailedException extends ServiceError {}
export class TransactionCanceledException extends ServiceError {}

export class DynamoDBClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        id: 'DYNAMODB',
        host: 'dynamodb',
        signingName: 'dynamodb',
        protocol: awsJson('1.0', 'DynamoDB_20120810'),
        errors: { ConditionalCheckFailedException, TransactionCanceledException },
      },
      settings,
    );
  }
}

export const BatchGetItemCommand = /* @__PURE__ */ command('BatchGetItem');
export const BatchWriteItemCommand = /* @__PURE__ */ command('BatchWriteItem');
export const DeleteItemCommand = /* @__PURE__ */ command('DeleteItem');
export const GetItemCommand = /* @__PURE__ */ command('GetItem');
export const PutItemCommand = /* @__PURE__ */ command('PutItem');
export const QueryCommand = /* @__PURE__ */ command('Query');
export const TransactGetItemsCommand = /* @__PURE__ */ command('TransactGetItems');
export const TransactWriteItemsCommand = /* @__PURE__ */ command('TransactWriteItems');
export const UpdateItemCommand = /* @__PURE__ */ command('UpdateItem');
