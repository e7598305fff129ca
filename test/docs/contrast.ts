/** Computes the contrast of text (WCAG 2.2, "contrast ratio"). It runs inside the page. */
export function computeContrast(element: Element): number {
  const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (rgb: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  // Backgrounds may be translucent, so they are blended from the page to the element.
  const ancestors: Element[] = [];
  for (let node: Element | null = element; node; node = node.parentElement) ancestors.unshift(node);
  const background = ancestors.reduce(
    (below, node) => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = channels(
        getComputedStyle(node).backgroundColor,
      );
      return [red, green, blue].map(
        (value, index) => value * alpha + (below[index] ?? 0) * (1 - alpha),
      );
    },
    [255, 255, 255],
  );
  const [light = 0, dark = 0] = [
    luminance(channels(getComputedStyle(element).color)),
    luminance(background),
  ].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
