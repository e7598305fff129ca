/** What the sandbox sends to a client. A header may have several values. */
export interface HttpResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}
