/**
 * @file Source text for kernels: coordinates of a cell, and positions in flat arrays.
 *
 * In most modes a whole number is a float. It is exact up to 2^24, but the quotient of two may be slightly too small,
 * so the floor is taken of the quotient of the number plus a half, which is never near a whole number.
 */
import type { Shape } from '../../core/Shape.ts'
import { stridesOf } from '../../core/Shape.ts'

/** A number as source text: always with a point, so that no mode takes it for an integer. */
export const decimal = (value: number): string => {
  const text = String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** The whole quotient of two whole numbers. */
export const quotient = (x: string, by: number): string => (by === 1 ? x : `Math.floor((${x} + 0.5) / ${decimal(by)})`)

/**
 * Statements that name the coordinates `i0`, `i1`, ... (with another prefix: `prefix0`, ...) of the cell `from` of an
 * array of this shape.
 */
export const coordinates = (shape: Shape, prefix = 'i', from = 'this.thread.x'): string => {
  const lines: string[] = []
  let rest = from
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const length = shape[axis]!
    if (length === 1) {
      lines.push(`const ${prefix}${String(axis)} = 0.0;`)
      continue
    }
    const next = `${prefix}r${String(axis)}`
    lines.push(`const ${next} = ${quotient(rest, length)};`)
    lines.push(`const ${prefix}${String(axis)} = ${rest} - ${next} * ${decimal(length)};`)
    rest = next
  }
  if (shape.length > 0) lines.push(`const ${prefix}0 = ${rest};`)
  return lines.join('\n')
}

/** A sum of multiples of terms, and a constant. */
export const place = (terms: readonly (readonly [term: string, factor: number])[], constant = 0): string => {
  const parts = terms.flatMap(([term, factor]) =>
    factor === 0 ? [] : [factor === 1 ? term : `${term} * ${decimal(factor)}`],
  )
  const all = constant === 0 && parts.length > 0 ? parts : [...parts, decimal(constant)]
  return all.join(' + ').replaceAll('+ -', '- ')
}

/** The position, in an array of this shape, of the cell at coordinates `i0`, `i1`, .... */
export const placeAt = (shape: Shape, coordinate: (axis: number) => string = (axis) => `i${String(axis)}`): string => {
  const strides = stridesOf(shape)
  return place(shape.map((length, axis) => [coordinate(axis), length === 1 ? 0 : strides[axis]!]))
}

/** The position in an array that is broadcast to a shape with coordinates `i0`, `i1`, .... */
export const placeBroadcast = (shape: Shape, rank: number): string =>
  placeAt(shape, (axis) => `i${String(axis + rank - shape.length)}`)

/** The cells of a thread that computes four. */
export const four = [0, 1, 2, 3] as const

/** The totals of four cells, and their return. */
export const fourTotals = four.map((q) => `t${String(q)}`)
export const declareTotals = fourTotals.map((total) => `let ${total} = 0.0;`).join(' ')
export const returnTotals = `return [${fourTotals.join(', ')}];`

/** A length rounded up to a multiple of four. */
export const roundUp = (length: number): number => Math.ceil(length / 4) * 4

/** A loop of a literal length. */
export const loop = (name: string, length: number, body: string): string =>
  `for (let ${name} = 0; ${name} < ${String(length)}; ${name}++) {\n${body}\n}`
