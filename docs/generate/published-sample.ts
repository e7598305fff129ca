/**
 * Renders the inclusion of a sample of the published page, without changes. VitePress resolves the
 * path from `docs/`.
 */
export const sampleOf = (file: string): string => `<<< @/samples/published/${file}`;

/** Renders a sample of the published page beside what does the same with the client. */
export const sampleBesideClient = (file: string, withClient: string): string =>
  `::: code-group

${sampleOf(file)} [JavaScript]

<<< @/samples/with-client/${withClient} [With the client]

:::`;
