/** @file Numbers as the page writes them. */

/** A number with at most `digits` decimals, a true minus sign, and no trailing zeros. */
export const showNumber = (value: number, digits = 2): string => {
  const text = String(Number(value.toFixed(digits)))
  return (text === '-0' ? '0' : text).replace('-', '−')
}

/** A count in groups of three digits. */
export const showCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')

const raised: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('0123456789-', (sign, k) => [sign, Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹⁻')[k] ?? sign]),
)

/** A small distance: 0, or two digits and a power of ten. */
export const showDistance = (value: number): string => {
  if (value === 0) return '0'
  const [digits = '', power = ''] = value.toExponential(1).replace('+', '').split('e')
  return `${digits} · 10${Array.from(power, (sign) => raised[sign] ?? sign).join('')}`
}
