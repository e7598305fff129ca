/**
 * Settings of every AWS client of a command. Without them, a command would wait for minutes if the
 * network drops its packets.
 */
export const CLIENT_SETTINGS = {
  requestHandler: {
    connectionTimeout: 5_000, // milliseconds, as the next
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  },
} as const;
