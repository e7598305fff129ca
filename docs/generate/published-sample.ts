/**
 * Includes a sample of the published page, word for word. Paths are from `docs/`, as the site reads
 * them.
 */
export const sampleOf = (file: string): string => `<<< @/samples/published/${file}`;
