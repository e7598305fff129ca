/** How a service behind the AWS endpoint of the sandbox fails. */

/** A refusal in the AWS JSON protocol: `__type` names the exception. */
export class AwsException extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** The endpoint breaks the connection or the response, instead of following the protocol. */
export class TransportFault extends Error {
  readonly kind: 'reset' | 'no-response' | 'html' | 'empty-object';

  constructor(kind: TransportFault['kind']) {
    super(kind);
    this.kind = kind;
  }
}
