export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/**
 * The median of the ratios of pairs. Both values of a pair were measured one after the other, so
 * that a busy machine slows both.
 */
export const ratioOf = (numerators: readonly number[], denominators: readonly number[]): number =>
  medianOf(numerators.map((value, index) => value / (denominators[index] ?? Number.NaN)));

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
