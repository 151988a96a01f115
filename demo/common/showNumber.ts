/** @file Numbers as the page writes them. */

/** A number with at most `digits` decimals, a true minus sign, and no trailing zeros. */
export const showNumber = (value: number, digits = 2): string => {
  const text = String(Number(value.toFixed(digits)))
  return (text === '-0' ? '0' : text).replace('-', '−')
}

/** A small distance: 0, or two digits and a power of ten. */
export const showDistance = (value: number): string =>
  value === 0 ? '0' : value.toExponential(1).replace('-', '−').replace('e', ' · 10^')
