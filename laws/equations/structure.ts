/**
 * @file Equations of the structures under the operations:
 *
 *     trees      map identity = identity; map (g . f) = map g . map f; zipWith keeps the structure; rebuild . leaves =
 *                identity; paths are distinct
 *     keys       the same key gives the same numbers; children differ from each other and from the parent; foldIn
 *                separates integers
 *     shapes     sizeOf is multiplicative; broadcasting is commutative, associative, and has [] as unit
 *     windows    every output is a window position; the last window starts inside; ceil mode adds at most one window;
 *                same padding is the least
 */
import type { Key } from '../../src/core/Key.ts'
import { foldIn, split } from '../../src/core/Key.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import { broadcastShapes } from '../../src/core/shapeRules.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import type { Tree } from '../../src/core/Tree.ts'
import { leaves, map, paths, rebuild, zipWith } from '../../src/core/Tree.ts'
import type { WindowAxis } from '../../src/core/Window.ts'
import { dilatedInput, span, windowOf } from '../../src/core/Window.ts'
import { uniform } from '../../src/ops/random.ts'
import type { AxisGeometry } from '../arbitraries/window.ts'
import type { Equation } from '../framework/Equation.ts'
import { numbersOf } from '../framework/equations/indices.ts'

type OnTensor = (t: Tensor) => Tensor

/** map identity = identity. */
export const mapIdentity = <T>(tree: T & Tree<T>): Equation => ({ left: map((t) => t)<T>(tree), right: tree })

/** map (g . f) = map g . map f. */
export const mapComposition = <T>(f: OnTensor, g: OnTensor, tree: T & Tree<T>): Equation => ({
  left: map((t) => g(f(t)))<T>(tree),
  right: map(g)<T>(map(f)<T>(tree) as T & Tree<T>),
})

/** zipWith keeps the structure: taking the first of each pair gives the first tree, the second the second. */
export const zipWithProjections = <T>(a: T & Tree<T>, b: T): Equation => ({
  left: [zipWith((left) => left)<T>(a, b), zipWith((_, right) => right)<T>(a, b)],
  right: [a, b],
})

/** rebuild (leaves) = identity. */
export const rebuildLeaves = <T>(tree: T): Equation => ({ left: rebuild(tree, leaves(tree)), right: tree })

/** Paths are distinct, and there is one for each tensor. */
export const distinctPaths = <T>(tree: T & Tree<T>, tensors: number): Equation => ({
  left: new Set(paths<T>(tree).map(([path]) => path)).size,
  right: tensors,
})

const textOf = (key: Key): string => numbersOf(key.words).join(' ')

/** The same key gives the same numbers. */
export const sameKeySameNumbers = (draw: (key: Key) => Tensor, again: () => Key): Equation => ({
  left: draw(again()),
  right: draw(again()),
})

/** The children of a key differ from each other and from it. */
export const childrenDiffer = (parent: Key, count: number): Equation => ({
  left: new Set([parent, ...split(parent, count)].map(textOf)).size,
  right: count + 1,
})

/** foldIn separates integers. */
export const foldInSeparates = (parent: Key, integers: readonly number[]): Equation => ({
  left: new Set([parent, ...integers.map((n) => foldIn(parent, n))].map(textOf)).size,
  right: new Set(integers).size + 1,
})

/** The children of a key draw other numbers than each other, and than the key. */
export const childrenDrawApart = (parent: Key, count: number): Equation => {
  const drawn = [parent, ...split(parent, count)].map((child) => numbersOf(uniform([4])(child)).join(' '))
  return { left: new Set(drawn).size, right: count + 1 }
}

/** The children of a key do not depend on how many are asked for. */
export const splitIsStable = (parent: Key, few: number, more: number): Equation => ({
  left: split(parent, few),
  right: split(parent, few + more).slice(0, few),
})

/** sizeOf is multiplicative over concatenation. */
export const sizeIsMultiplicative = (a: Shape, b: Shape): Equation => ({
  left: sizeOf([...a, ...b]),
  right: sizeOf(a) * sizeOf(b),
})

const broadcast = (a: Shape, b: Shape): Shape => broadcastShapes('broadcast', a, b)

/** Broadcasting is commutative. */
export const broadcastCommutativity = (a: Shape, b: Shape): Equation => ({
  left: broadcast(a, b),
  right: broadcast(b, a),
})

/** Broadcasting is associative. */
export const broadcastAssociativity = (a: Shape, b: Shape, c: Shape): Equation => ({
  left: broadcast(broadcast(a, b), c),
  right: broadcast(a, broadcast(b, c)),
})

/** Broadcasting has [] as unit. */
export const broadcastUnit = (a: Shape): Equation => ({ left: [broadcast(a, []), broadcast([], a)], right: [a, a] })

const windowAxis = (geometry: AxisGeometry, ceilMode: boolean): WindowAxis => {
  const { input, kernel, stride, padding, dilation, inputDilation } = geometry
  const caller = { operation: 'slide', shapes: [], phrase: 'slide' }
  const options = { stride, padding: [padding], dilation, inputDilation, ceilMode }
  const [axis] = windowOf(caller, [input], [kernel], options)
  if (axis === undefined) return { input, kernel, stride, low: 0, high: 0, dilation, inputDilation, output: 0 }
  return axis
}

/** Every output is a window position: as many as there are starts from which the taps end inside the padded input. */
export const everyOutputIsAPosition = (geometry: AxisGeometry): Equation => {
  const axis = windowAxis(geometry, false)
  const padded = dilatedInput(axis) + axis.low + axis.high
  const starts = Array.from({ length: padded }, (_, start) => start)
  return {
    left: axis.output,
    right: starts.filter((start) => start % axis.stride === 0 && start + span(axis) <= padded).length,
  }
}

/** In ceil mode too, the last window starts inside the input or the padding in front of it. */
export const lastWindowStartsInside = (geometry: AxisGeometry): Equation => {
  const axis = windowAxis(geometry, true)
  const whole = windowAxis(geometry, false).output
  const last = (axis.output - 1) * axis.stride
  return { left: axis.output === whole || last < dilatedInput(axis) + axis.low, right: true }
}

/** Ceil mode adds a window exactly where cells of the input are left over that a further window starts before. */
export const ceilAddsAtMostOne = (geometry: AxisGeometry): Equation => {
  const [whole, ceil] = [windowAxis(geometry, false), windowAxis(geometry, true)]
  const padded = dilatedInput(whole) + whole.low + whole.high
  const end = (whole.output - 1) * whole.stride + span(whole)
  const startsInside = whole.output * whole.stride < dilatedInput(whole) + whole.low
  return { left: ceil.output - whole.output, right: end < padded && startsInside ? 1 : 0 }
}

/**
 * Padding 'same' gives as many windows as strides begin in the input, with the fewest cells: one less would lose a window.
 * Both ends have as many, or the end has one more; 'sameLower' the other way round.
 */
export const samePaddingIsLeast = ({ input, kernel, stride, dilation, inputDilation }: AxisGeometry): Equation => {
  const caller = { operation: 'slide', shapes: [], phrase: 'slide' }
  const axisOf = (padding: 'same' | 'sameLower'): readonly WindowAxis[] =>
    windowOf(caller, [input], [kernel], { stride, padding, dilation, inputDilation, ceilMode: true })
  const wide = (total: number): number => dilatedInput({ input, inputDilation }) + total - span({ kernel, dilation })
  const starts = Array.from({ length: dilatedInput({ input, inputDilation }) }, (_, k) => k)
  const most = starts.length + span({ kernel, dilation })
  const windows = starts.filter((start) => start % stride === 0).length
  const least = Array.from({ length: most }, (_, total) => total).find((total) => wide(total) >= (windows - 1) * stride)
  const [low, high] = [Math.floor((least ?? 0) / 2), Math.ceil((least ?? 0) / 2)]
  return {
    left: [...axisOf('same'), ...axisOf('sameLower')].map((axis) => [axis.low, axis.high, axis.output]),
    right: [
      [low, high, windows],
      [high, low, windows],
    ],
  }
}
