import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * Arguments that only Lambda needs. With a single process, the browser ends with its first context.
 * Without web security, the policies of pages would have no effect.
 */
const LAMBDA_ONLY = [
  '--single-process',
  '--no-zygote',
  '--in-process-gpu',
  '--disable-web-security',
  '--allow-running-insecure-content',
];

/** Launches Chromium from the npm registry, so that the machine needs no browser. */
export const launchBrowser = async (...args: string[]): Promise<Browser> =>
  playwright.launch({
    args: [...chromium.args.filter((argument) => !LAMBDA_ONLY.includes(argument)), ...args],
    executablePath: await chromium.executablePath(),
  });
