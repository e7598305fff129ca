/** The fake AWS of one test file. It stops when the file has finished. */

import { afterAll } from '@jest/globals';
import { startFakeAws } from './fake-aws.ts';

/** Starts it for processes that get its endpoint. */
export async function startAwsOfFile() {
  const aws = await startFakeAws();
  afterAll(() => {
    aws.close();
  });
  return aws;
}

/** Starts it for the SDK clients of this process. */
export async function replaceAws() {
  const { AWS_ENDPOINT_URL: before } = process.env;
  const aws = await startAwsOfFile();
  process.env.AWS_ENDPOINT_URL = aws.endpoint;
  afterAll(() => {
    delete process.env.AWS_ENDPOINT_URL;
    if (before !== undefined) process.env.AWS_ENDPOINT_URL = before;
  });
  return aws;
}
