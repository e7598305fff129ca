/** An error that a service answered with. Its name is the name of the exception. */
export class ServiceError extends Error {
  constructor(name: string, message: string, members: object) {
    super(message);
    Object.assign(this, members, { name, message });
  }
}

/** The exceptions that adapters tell apart by their class. */
export type ErrorClasses = Readonly<Record<string, typeof ServiceError>>;

/**
 * Creates the error of a response (Smithy: "AWS JSON 1.0 protocol", "Operation error
 * serialization"). The name may have a namespace before it and a URL after it.
 */
export function toServiceError(
  body: object,
  headers: Readonly<Record<string, string>>,
  classes: ErrorClasses,
): ServiceError {
  const { __type, code, message, Message, ...members } = body as Record<string, unknown>;
  const type = String(headers['x-amzn-errortype'] ?? __type ?? code ?? 'UnknownError');
  const name = (type.split(':')[0] ?? '').split('#').at(-1) || 'UnknownError';
  const ErrorClass = Object.hasOwn(classes, name) ? classes[name] : undefined;
  return new (ErrorClass ?? ServiceError)(name, String(message ?? Message ?? name), members);
}
