import { JsonCommand } from './json-client.ts';

/** Creates the command of an operation. It takes the input of the SDK's command of that name. */
export const command = (operation: string): (new (input: object) => JsonCommand) =>
  class extends JsonCommand {
    readonly operation = operation;
  };
