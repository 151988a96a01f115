/**
 * @file einsum: sums of products over named axes, in Einstein's notation.
 *
 *     einsum('bij,bkj->bik')(a, b)[b, i, k] = sum over j of a[b, i, j] b[b, k, j]
 *
 * A letter that occurs twice in one tensor means its diagonal; `...` stands for axes that broadcast.
 * Shape rule: a letter names an axis, which has the same length in every tensor; letters that are not in the result are
 * summed over. Tensors are contracted two at a time, by a matrix product. Pullback: through the parts.
 * Laws: finite differences (exact), adjointness, pullback linearity, second order; "is the sum by its definition".
 */
import { countOf, showShape, sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor } from '../core/Tensor.ts'
import { refuse, showShapes } from '../core/TensorError.ts'
import { sumAxes } from './broadcastTo.ts'
import { matmul } from './matmul.ts'
import { reshapeTo } from './reshape.ts'
import { transposeTo } from './transpose.ts'
import { diagonal } from './triangles.ts'

/** A tensor with one letter per axis. */
interface Lettered {
  readonly letters: string
  readonly x: Tensor
}

const lengthOf = ({ letters, x }: Lettered, letter: string): number => x.shape[letters.indexOf(letter)] ?? 1

/** Sums over the letters that are not needed any more. */
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

/**
 * Contracts two tensors to one: the wanted letters that both have, then those of the left alone and of the right alone.
 */
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
  return { letters, x: reshapeTo(matmul(x, y), shape) }
}

interface Equation {
  readonly inputs: readonly string[]
  readonly output: string
}

const equationOf = (text: string): { readonly inputs: readonly string[]; readonly output: string | null } => {
  const [left = '', output = null, ...rest] = text.replaceAll(' ', '').split('->')
  const inputs = left.split(',')
  const isPlain = (letters: string): boolean => /^[a-zA-Z]*(\.{3}[a-zA-Z]*)?$/.test(letters)
  const named = Array.from((output ?? '').replace('...', ''))
  return rest.length === 0 && [...inputs, output ?? ''].every(isPlain) && new Set(named).size === named.length
    ? { inputs, output }
    : refuse('einsum', [], { expected: "letters as 'ij,jk->ik', each once in the result", found: `'${text}'` })
}

/** Letters that cannot occur in an equation, for the axes that `...` stands for; the last letter is the last axis. */
const hidden = (count: number): string =>
  String.fromCodePoint(...Array.from({ length: count }, (_, k) => 0xe000 + count - k))

const isHidden = (letter: string): boolean => letter >= '\ue000'

/**
 * Writes out the letters for `...`. An omitted result is `...` and the letters that occur once, in alphabetical order.
 */
const writtenOut = (
  text: string,
  { inputs, output }: ReturnType<typeof equationOf>,
  ranks: readonly number[],
): Equation => {
  const counts = inputs.map((letters, k) =>
    letters.includes('...') ? Math.max(0, (ranks[k] ?? 0) - (letters.length - 3)) : 0,
  )
  const widest = counts.reduce((most, count) => Math.max(most, count), 0)
  const full = inputs.map((letters, k) => letters.replace('...', hidden(counts[k] ?? 0)))
  const all = Array.from(inputs.join('').replaceAll('...', ''))
  const once = all.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort()
  const result = (output ?? `...${once.join('')}`).replace('...', hidden(widest))
  const unknown = Array.from(result).find((letter) => !full.some((letters) => letters.includes(letter)))
  return unknown === undefined
    ? { inputs: full, output: result }
    : refuse(
        'einsum',
        [],
        { expected: `'${unknown}' in a tensor`, found: 'it in the result alone' },
        `compute '${text}'`,
      )
}

/** Takes the diagonal for a letter that occurs twice in a tensor. */
const withoutRepeats = (one: Lettered): Lettered => {
  const letter = Array.from(one.letters).find((other, axis) => one.letters.indexOf(other) !== axis)
  if (letter === undefined) return one
  const places = Array.from(one.letters, (_, axis) => axis)
  const [first = 0, second = 0] = places.filter((axis) => one.letters[axis] === letter)
  const others = places.filter((axis) => axis !== first && axis !== second)
  return withoutRepeats({
    x: diagonal()(transposeTo(one.x, [...others, first, second])),
    letters: others.map((axis) => one.letters[axis] ?? '').join('') + letter,
  })
}

/**
 * Axes of `...` with length 1 broadcast against longer ones: they are dropped, since the longer ones represent them.
 */
const unstretched = (all: readonly Lettered[]): readonly Lettered[] =>
  all.map((one) => {
    const isStretched = (letter: string): boolean =>
      isHidden(letter) &&
      lengthOf(one, letter) === 1 &&
      all.some((other) => other.letters.includes(letter) && lengthOf(other, letter) !== 1)
    return summed(one, (letter) => !isStretched(letter))
  })

const checkRanks = (text: string, inputs: readonly string[], tensors: readonly Lettered[]): void => {
  const at = tensors.findIndex(({ letters, x }) => letters.length !== x.shape.length)
  const unlike = tensors[at]
  if (unlike === undefined) return
  const letters = inputs[at] ?? ''
  const named = String(letters.replace('...', '').length)
  refuse(
    'einsum',
    [unlike.x.shape],
    {
      expected: `${named} axes${letters.includes('...') ? ' or more' : ''} for '${letters}'`,
      found: showShape(unlike.x.shape),
    },
    `compute '${text}'`,
  )
}

const checkLengths = (equation: string, tensors: readonly Lettered[]): void => {
  const phrase = `compute '${equation}'`
  const axes = tensors.flatMap((one) =>
    Array.from(one.letters, (letter, axis) => ({ letter, length: one.x.shape[axis] ?? 0 })),
  )
  const clash = axes.find(({ letter, length }) =>
    axes.some((other) => other.letter === letter && other.length !== length),
  )
  if (clash !== undefined) {
    const shapes = tensors.map(({ x }) => x.shape)
    refuse(
      'einsum',
      shapes,
      {
        expected: `axes of one length for '${isHidden(clash.letter) ? '...' : clash.letter}'`,
        found: showShapes(shapes),
      },
      phrase,
    )
  }
}

/**
 * Sums of products over named axes, as `numpy.einsum`. A letter that occurs twice in one tensor means its diagonal;
 * `...` stands for further axes, which broadcast. Without `->` the result has the letters that occur once, in
 * alphabetical order. Refuses equations with other characters, a letter that occurs twice in the result, and a letter
 * whose axes differ in length.
 *
 * @example
 * ```ts
 * import { einsum, tensor, toNested } from 'cotangent'
 *
 * const a = tensor([1, 2, 3, 4], [2, 2])
 * toNested(einsum('ij,kj->ik')(a, a)) // => [[5, 11], [11, 25]]
 * toNested(einsum('ii->i')(a)) // => [1, 4]
 * toNested(einsum('...j->...')(a)) // => [3, 7]
 * toNested(einsum('ij,jk')(a, a)) // => [[7, 10], [15, 22]]
 * ```
 */
export const einsum = (text: string): ((...tensors: readonly Tensor[]) => Tensor) => {
  const equation = equationOf(text)
  // Mistakes that can be found without ranks are refused at once.
  if (!text.includes('...')) writtenOut(text, equation, [])
  return (...tensors) => {
    const shapes = tensors.map((t) => checkTensor(t, 'einsum').shape)
    const { length } = equation.inputs
    if (tensors.length !== length)
      return refuse('einsum', shapes, {
        expected: `${countOf(length, 'tensor')} for '${text}'`,
        found: String(tensors.length),
      })
    const { inputs, output } = writtenOut(
      text,
      equation,
      shapes.map((shape) => shape.length),
    )
    const lettered = tensors.map((x, k): Lettered => ({ x, letters: inputs[k] ?? '' }))
    checkRanks(text, equation.inputs, lettered)
    const plain = unstretched(lettered)
    checkLengths(text, plain)
    const [first, ...others] = plain.map(withoutRepeats)
    if (first === undefined) return refuse('einsum', [], { expected: 'at least one tensor', found: 'none' })
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
