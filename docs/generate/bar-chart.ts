/** A horizontal bar chart as SVG. It has a background, so that both themes of the site can show it. */

export interface Bar {
  label: string;
  value: number;
  /** The text at the end of the bar. */
  text: string;
  /** Whether the bar belongs to something that the product is compared with. */
  isPeer?: boolean;
}

const ROW = 26;
const LABEL_WIDTH = 250;
const BAR_WIDTH = 380;
const WIDTH = LABEL_WIDTH + BAR_WIDTH + 110;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export function barChart(title: string, bars: readonly Bar[]): string {
  const largest = Math.max(...bars.map(({ value }) => value));
  const height = bars.length * ROW + 20;
  const rows = bars.map(({ label, value, text, isPeer }, index) => {
    const y = 10 + index * ROW;
    const width = Math.max(1, Math.round((value / largest) * BAR_WIDTH));
    const fill = isPeer ? '#8a8f98' : '#2f6fde';
    return [
      `  <text x="${LABEL_WIDTH - 8}" y="${y + 16}" text-anchor="end">${escapeXml(label)}</text>`,
      `  <rect x="${LABEL_WIDTH}" y="${y + 4}" width="${width}" height="16" fill="${fill}"/>`,
      `  <text x="${LABEL_WIDTH + width + 6}" y="${y + 16}">${escapeXml(text)}</text>`,
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `  <title>${escapeXml(title)}</title>`,
    `  <rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    '  <g font-family="sans-serif" font-size="12" fill="#1b1f24">',
    ...rows,
    '  </g>',
    '</svg>',
    '',
  ].join('\n');
}
