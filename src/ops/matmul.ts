/**
 * @file matmul: the product of matrices, in batches.
 *
 *     y[..., i, j] = sum over k of a[..., i, k] b[..., k, j]
 *
 * Shape rule: [..., M, K] with [..., K, N] gives [..., M, N]; the axes in front are broadcast. A vector counts as a row
 * on the left and as a column on the right; its axis disappears, as in NumPy.
 * Pullback: g b^T and a^T g.
 * Laws: finite differences, adjointness, pullback linearity, second order; bilinearity; "the product's transpose is the
 * product of transposes, exchanged"; associativity up to rounding; "meaning".
 */
import { products } from '../backend/families.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, sameShape, showShape, sizeOf } from '../core/Shape.ts'
import { broadcastShapes } from '../core/shapeRules.ts'
import type { MatMulOperand, MatMulShape } from '../core/ShapeTypes.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, checkTensor, ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { broadcastTo } from './broadcastTo.ts'
import { reshapeTo } from './reshape.ts'
import { transposeMatrix } from './transpose.ts'

const matmulPullback = (g: Tensor, { inputs: [a, b] }: Site<'matmul'>) =>
  [product(g, transposeMatrix(b)), product(transposeMatrix(a), g)] as const

const phraseOf = (a: Shape, b: Shape): string => `multiply ${showShape(a)} by ${showShape(b)}`

export const matmulPrimitive: Primitive<'matmul'> = {
  name: 'matmul',
  family: products,
  shape: (_, [a, b]) => {
    const [m, k] = a.slice(-2)
    const [l, n] = b.slice(-2)
    return m !== undefined && k === l && n !== undefined && sameShape(a.slice(0, -2), b.slice(0, -2))
      ? [...a.slice(0, -2), m, n]
      : refuse(
          'matmul',
          [a, b],
          { expected: `${countOf(k ?? 0, 'row')} in the second, as many as the first has columns`, found: String(l) },
          phraseOf(a, b),
        )
  },
  pullback: matmulPullback,
}

const product = (a: Tensor, b: Tensor): Tensor => applyPrimitive(matmulPrimitive, {}, [a, b])

const withBatch = (x: Tensor, batch: Shape): Tensor => broadcastTo([...batch, ...x.shape.slice(-2)])(x)

/** The product of stacks of matrices, each of rank 2 or more. */
const batched = (a: Tensor, b: Tensor): Tensor => {
  const [before, rows, columns] = [a.shape.slice(0, -2), a.shape.at(-2) ?? 1, a.shape.at(-1) ?? 1]
  if (b.shape.length === 2 && before.length > 0) {
    const flat = reshapeTo(a, [sizeOf(before) * rows, columns])
    return reshapeTo(product(flat, b), [...before, rows, b.shape[1] ?? 1])
  }
  const batch = broadcastShapes('matmul', before, b.shape.slice(0, -2))
  return product(withBatch(a, batch), withBatch(b, batch))
}

/**
 * The matrix product, in batches: [..., M, K] by [..., K, N] gives [..., M, N]. Refuses inner dimensions that differ,
 * and scalars.
 *
 * @example
 * ```ts
 * import { matmul, tensor, toNested } from 'cotangent'
 *
 * toNested(matmul(tensor([1, 2, 3, 4], [2, 2]), tensor([1, 0, 1, 1], [2, 2]))) // => [[3, 2], [7, 4]]
 * ```
 */
export const matmul = <const A extends Shape, const B extends Shape>(
  a: Tensor<A>,
  b: MatMulOperand<A, B>,
): Tensor<MatMulShape<A, B>> => {
  const [m, n] = [checkTensor(a, 'matmul').shape, checkTensor(b, 'matmul').shape]
  if (m.length === 0 || n.length === 0)
    return refuse('matmul', [m, n], { expected: 'matrices or vectors', found: 'a scalar' }, phraseOf(m, n))
  const [k, l] = [m.at(-1) ?? 0, n.length === 1 ? (n[0] ?? 0) : (n.at(-2) ?? 0)]
  if (k !== l) {
    return refuse(
      'matmul',
      [m, n],
      { expected: `${countOf(k, 'row')} in the second, as many as the first has columns`, found: String(l) },
      phraseOf(m, n),
    )
  }
  const row = m.length === 1 ? reshapeTo(a, [1, k]) : a
  const column = n.length === 1 ? reshapeTo(b, [l, 1]) : b
  const y = batched(row, column)
  const shape = [
    ...y.shape.slice(0, -2),
    ...(m.length === 1 ? [] : [y.shape.at(-2) ?? 1]),
    ...(n.length === 1 ? [] : [y.shape.at(-1) ?? 1]),
  ]
  return ofShape(reshapeTo(y, shape))
}
