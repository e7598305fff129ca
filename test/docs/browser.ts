import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * Needed in Lambda only; in one process the browser dies with its first context, and pages are to
 * be held to their policies here.
 */
const LAMBDA_ONLY = [
  '--single-process',
  '--no-zygote',
  '--in-process-gpu',
  '--disable-web-security',
  '--allow-running-insecure-content',
];

/** Chromium out of the npm registry: nothing to install on the machine. */
export const launchBrowser = async (): Promise<Browser> =>
  playwright.launch({
    args: chromium.args.filter((argument) => !LAMBDA_ONLY.includes(argument)),
    executablePath: await chromium.executablePath(),
  });
