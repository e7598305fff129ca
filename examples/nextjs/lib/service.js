/** The address at which `PORT=3001 npm start` serves the sandbox. */
export const SERVICE_URL = process.env.AUTH_URL ?? 'http://localhost:3001';
