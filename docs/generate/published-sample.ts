/**
 * Renders the inclusion of a sample of the published page, without changes. VitePress resolves the
 * path from `docs/`.
 */
export const sampleOf = (file: string): string => `<<< @/samples/published/${file}`;
