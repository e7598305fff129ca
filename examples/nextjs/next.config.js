/** The address at which `PORT=3001 npm start` serves the sandbox. */
const SANDBOX = process.env.SANDBOX_URL ?? 'http://localhost:3001';

/** @type {import('next').NextConfig} */
const config = {
  rewrites: async () => [{ source: '/api/auth/:path*', destination: `${SANDBOX}/api/auth/:path*` }],
};

export default config;
