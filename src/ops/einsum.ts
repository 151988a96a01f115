/**
 * @file einsum: sums of products over named axes, as Einstein wrote them.
 *
 *     einsum('bij,bkj->bik')(a, b)[b, i, k] = sum over j of a[b, i, j] b[b, k, j]
 *
 * Shape rule: a letter stands for an axis, of one length wherever it stands; those that are not in the result are summed over. Two
 * tensors at a time go through a product of matrices. Pullback: through the parts.
 * Laws: finite differences (exact), adjointness, pullback linearity, second order; "matmul", "transpose" and "sum" by name.
 */
import { sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { sumAxes } from './broadcastTo.ts'
import { matmul } from './matmul.ts'
import { reshapeTo } from './reshape.ts'
import { transposeTo } from './transpose.ts'

/** A tensor with a letter for each axis. */
interface Lettered {
  readonly letters: string
  readonly x: Tensor
}

const lengthOf = ({ letters, x }: Lettered, letter: string): number => x.shape[letters.indexOf(letter)] ?? 1

/** Sums over the letters that nobody asks for. */
const summed = (one: Lettered, wanted: (letter: string) => boolean): Lettered => {
  const kept = Array.from(one.letters).filter(wanted)
  const axes = Array.from(one.letters).flatMap((letter, axis) => (wanted(letter) ? [] : [axis]))
  return axes.length === 0 ? one : { letters: kept.join(''), x: sumAxes(one.x, axes) }
}

const ordered = (one: Lettered, letters: string): Tensor =>
  transposeTo(
    one.x,
    Array.from(letters).map((letter) => one.letters.indexOf(letter)),
  )

/** Two tensors as one: letters of both that are wanted, those of the left and of the right alone. */
const joined = (a: Lettered, b: Lettered, wanted: (letter: string) => boolean): Lettered => {
  const [left, right] = [
    summed(a, (letter) => wanted(letter) || b.letters.includes(letter)),
    summed(b, (letter) => wanted(letter) || a.letters.includes(letter)),
  ]
  const shared = Array.from(left.letters).filter((letter) => right.letters.includes(letter))
  const batch = shared.filter(wanted).join('')
  const inner = shared.filter((letter) => !wanted(letter)).join('')
  const rows = Array.from(left.letters)
    .filter((letter) => !right.letters.includes(letter))
    .join('')
  const columns = Array.from(right.letters)
    .filter((letter) => !left.letters.includes(letter))
    .join('')
  const sizeAll = (one: Lettered, letters: string): number =>
    sizeOf(Array.from(letters).map((letter) => lengthOf(one, letter)))
  const [n, m, k, p] = [sizeAll(left, batch), sizeAll(left, rows), sizeAll(left, inner), sizeAll(right, columns)]
  const x = reshapeTo(ordered(left, batch + rows + inner), [n, m, k])
  const y = reshapeTo(ordered(right, batch + inner + columns), [n, k, p])
  const letters = batch + rows + columns
  const shape = Array.from(letters).map((letter) => lengthOf(left.letters.includes(letter) ? left : right, letter))
  return { letters, x: reshapeTo(matmul(x, y as never) as Tensor, shape) }
}

const parse = (equation: string): { readonly inputs: readonly string[]; readonly output: string } => {
  const [left, output, ...rest] = equation.replaceAll(' ', '').split('->')
  const inputs = left?.split(',') ?? []
  const isPlain = (letters: string): boolean => /^[a-zA-Z]*$/.test(letters) && new Set(letters).size === letters.length
  return output !== undefined && rest.length === 0 && [...inputs, output].every(isPlain)
    ? { inputs, output }
    : refuse('einsum', [], `an equation is letters, 'ij,jk->ik', each once in a tensor, not '${equation}'`)
}

const checkLengths = (equation: string, tensors: readonly Lettered[]): void => {
  const phrase = `compute '${equation}'`
  const unlike = tensors.find(({ letters, x }) => letters.length !== x.shape.length)
  if (unlike !== undefined) {
    refuse('einsum', [unlike.x.shape], `'${unlike.letters}' names ${String(unlike.letters.length)} axes`, phrase)
  }
  const axes = tensors.flatMap((one) =>
    Array.from(one.letters, (letter) => ({ letter, length: lengthOf(one, letter) })),
  )
  const clash = axes.find(({ letter, length }) =>
    axes.some((other) => other.letter === letter && other.length !== length),
  )
  if (clash !== undefined) {
    const shapes = tensors.map(({ x }) => x.shape)
    refuse('einsum', shapes, `'${clash.letter}' stands for axes of several lengths`, phrase)
  }
}

/**
 * Sums of products over named axes. Refuses equations with other signs than letters, a letter twice in one tensor, and
 * letters of several lengths.
 *
 * @example
 * ```ts
 * import { einsum, tensor, toNested } from 'cotangent'
 *
 * const a = tensor([1, 2, 3, 4], [2, 2])
 * toNested(einsum('ij,kj->ik')(a, a)) // => [[5, 11], [11, 25]]
 * toNested(einsum('ij->j')(a)) // => [4, 6]
 * ```
 */
export const einsum = (equation: string): ((...tensors: readonly Tensor[]) => Tensor) => {
  const { inputs, output } = parse(equation)
  const unknown = Array.from(output).find((letter) => !inputs.some((letters) => letters.includes(letter)))
  if (unknown !== undefined) return refuse('einsum', [], `no tensor has '${unknown}'`, `compute '${equation}'`)
  return (...tensors) => {
    const lettered = tensors.map((x, k): Lettered => ({ x, letters: inputs[k] ?? '' }))
    if (tensors.length !== inputs.length) {
      return refuse(
        'einsum',
        tensors.map(({ shape }) => shape),
        `'${equation}' is of ${String(inputs.length)} tensors`,
      )
    }
    checkLengths(equation, lettered)
    const [first, ...others] = lettered
    if (first === undefined) return refuse('einsum', [], 'there is a tensor at least')
    const all = others.reduce<Lettered>((sofar, next, k) => {
      const later = others.slice(k + 1)
      return joined(
        sofar,
        next,
        (letter) => output.includes(letter) || later.some(({ letters }) => letters.includes(letter)),
      )
    }, first)
    return ordered(
      summed(all, (letter) => output.includes(letter)),
      output,
    )
  }
}
