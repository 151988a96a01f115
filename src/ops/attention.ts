/**
 * @file Scaled dot-product attention, and the rotary embedding of positions.
 *
 *     attention: softmax(scale * q k^T, masked) v       scale = 1 / sqrt(E)
 *                with softcap c the products are c tanh(scale q k^T / c), before a bias and the mask
 *     rotaryEmbedding: each pair (a, b) of entries turned by the angle position * base^(-2 i / E):
 *         (a cos - b sin, a sin + b cos)                 pairs (i, i + E / 2), or neighbours
 *
 * Shape rule: q [..., L, E], k [..., S, E] and v [..., S, D] to [..., L, D], batch axes broadcast; x [..., L, E] stays.
 * Pullback: through the parts. A query that may attend to no key gives zeros, with derivative 0.
 * Laws: finite differences, adjointness, pullback linearity, second order; of attention "is the loop over queries and
 * keys", "what is masked does not matter"; of rotaryEmbedding "keeps lengths", "likeness depends on distance alone";
 * PyTorch's values.
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, showShape } from '../core/Shape.ts'
import { keepingShape } from '../core/ShapedFunction.ts'
import type { ShapeKeeping } from '../core/ShapedFunction.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { concatAlong } from './concat.ts'
import { arange, literal } from './constant.ts'
import { lessEqual } from './lessEqual.ts'
import { add } from './add.ts'
import { div } from './div.ts'
import { softmax } from './logsumexp.ts'
import { matmul } from './matmul.ts'
import { mul } from './mul.ts'
import { notEqual } from './notEqual.ts'
import { reshapeTo } from './reshape.ts'
import { cos, sin } from './sin.ts'
import { tanh } from './tanh.ts'
import { sliceAlong } from './slice.ts'
import { sub } from './sub.ts'
import { transposeMatrix } from './transpose.ts'
import { where } from './where.ts'

/** What may be attended to, and how likeness is scaled. */
export interface AttentionOptions {
  /** Where it is 0, a query does not attend to a key; broadcast to [..., L, S]. All keys by default. */
  readonly mask?: Tensor
  /** Added to the scaled products; broadcast to [..., L, S]. Nothing by default. */
  readonly bias?: Tensor
  /** Whether query i attends to keys 0 to i alone; false by default. */
  readonly causal?: boolean
  /** The factor of the products; 1 / sqrt(E) by default. */
  readonly scale?: number
  /** A bound that the scaled products approach, as in Gemma 2: c tanh(x / c); none by default. */
  readonly softcap?: number
}

/** The shape of the queries with the last axis of the values. */
export type AttentionShape<Q extends Shape, V extends Shape> = Q extends readonly [...infer Rest extends Shape, number]
  ? V extends readonly [...Shape, infer D extends number]
    ? readonly [...Rest, D]
    : Shape
  : Shape

const checkShapes = (q: Shape, k: Shape, v: Shape): void => {
  const fits = q.length >= 2 && k.length >= 2 && v.length >= 2 && q.at(-1) === k.at(-1) && k.at(-2) === v.at(-2)
  if (fits) return
  refuse(
    'attention',
    [q, k, v],
    {
      expected: 'queries [..., L, E], keys [..., S, E] and values [..., S, D]',
      found: [q, k, v].map(showShape).join(', '),
    },
    'attend',
  )
}

/** 1 where query i may attend to key j <= i, [L, S]. */
const upToOwn = (queries: number, keys: number): Tensor =>
  lessEqual(reshapeTo(arange(keys), [1, keys]), reshapeTo(arange(queries), [queries, 1]))

/** What attention computes on its way: scaled products, these within their bound, with bias and mask, and the weights. */
interface AttentionParts {
  readonly products: Tensor
  readonly capped: Tensor
  readonly scores: Tensor
  readonly weights: Tensor
  readonly result: Tensor
}

/** Attention, with what it computes on its way. */
export const attentionParts = (
  { mask, bias, causal = false, scale, softcap }: AttentionOptions,
  q: Tensor,
  k: Tensor,
  v: Tensor,
): AttentionParts => {
  checkShapes(q.shape, k.shape, v.shape)
  const width = q.shape.at(-1) ?? 1
  const products: Tensor = mul(matmul(q, transposeMatrix(k)), literal(scale ?? 1 / Math.sqrt(Math.max(1, width))))
  const capped: Tensor = softcap === undefined ? products : mul(tanh(div(products, literal(softcap))), literal(softcap))
  const likeness: Tensor = bias === undefined ? capped : add(capped, bias)
  const seen = [
    ...(mask === undefined ? [] : [notEqual(mask, 0)]),
    ...(causal ? [upToOwn(q.shape.at(-2) ?? 0, k.shape.at(-2) ?? 0)] : []),
  ]
  const scores = seen.reduce<Tensor>((all, own) => where(own, all, literal(-Infinity)), likeness)
  const weights: Tensor = softmax()(scores)
  return { products, capped, scores, weights, result: matmul(weights, v) }
}

/**
 * Attention of queries to keys and their values (Vaswani and others, "Attention is all you need", 2017). Refuses shapes
 * that do not fit.
 *
 * @example
 * ```ts
 * import { attention, tensor, toNested } from 'cotangent'
 *
 * const [query, key, value] = [tensor([0], [1, 1]), tensor([1, 2], [2, 1]), tensor([3, 5], [2, 1])]
 * toNested(attention()(query, key, value)) // => [[4]]
 * toNested(attention({ causal: true })(query, key, value)) // => [[3]]
 * ```
 */
export const attention = (given: AttentionOptions = {}) => {
  const known = { mask: true, bias: true, causal: true, scale: true, softcap: true } as const
  const options = checkOptions('attention', given, known)
  if (options.softcap !== undefined && !(options.softcap > 0))
    refuse('attention', [], { expected: 'a softcap above 0', found: String(options.softcap) }, 'attend')
  return <const Q extends Shape, const V extends Shape>(
    query: Tensor<Q>,
    key: Tensor,
    value: Tensor<V>,
  ): Tensor<AttentionShape<Q, V>> => {
    const [q, k, v]: readonly Tensor[] = [query, key, value].map((t: Tensor) => checkTensor(t))
    if (q === undefined || k === undefined || v === undefined) return ofShape(query)
    return ofShape(attentionParts(options, q, k, v).result)
  }
}

/** How positions turn entries. */
export interface RotaryOptions {
  /** The positions, [L]; 0 to L - 1 by default. */
  readonly positions?: Tensor
  /** The base of the angles; 10000 by default. */
  readonly base?: number
  /** Whether pairs are neighbours, as in the paper; otherwise they are half the width apart, which is the default. */
  readonly interleaved?: boolean
}

/** The angles of every position and pair, [L, E / 2]. */
const anglesOf = (positions: Tensor, width: number, base: number): Tensor => {
  const rates = Array.from({ length: width / 2 }, (_, i) => literal(base ** ((-2 * i) / width)))
  const columns = rates.map((rate) => mul(reshapeTo(positions, [positions.shape[0] ?? 0, 1]), rate))
  const [first = positions, ...others] = columns
  return concatAlong([first, ...others], 1)
}

/** The pairs of the last axis, turned by angles of these cosines and sines, [..., L, E / 2]. */
export const turnedPairs = (x: Tensor, cosines: Tensor, sines: Tensor, interleaved: boolean): Tensor => {
  const turned = (a: Tensor, b: Tensor): readonly [Tensor, Tensor] => [
    sub(mul(a, cosines), mul(b, sines)),
    add(mul(a, sines), mul(b, cosines)),
  ]
  const [width = 0, last] = [x.shape.at(-1), x.shape.length - 1]
  if (!interleaved) {
    const half = width / 2
    return concatAlong(turned(sliceAlong(x, last, 0, half), sliceAlong(x, last, half, width)), last)
  }
  const pairs = reshapeTo(x, [...x.shape.slice(0, -1), width / 2, 2])
  const part = (k: number): Tensor =>
    reshapeTo(sliceAlong(pairs, last + 1, k, k + 1), [...x.shape.slice(0, -1), width / 2])
  const [a, b] = turned(part(0), part(1))
  const apart = [...x.shape.slice(0, -1), width / 2, 1]
  return reshapeTo(concatAlong([reshapeTo(a, apart), reshapeTo(b, apart)], last + 1), x.shape)
}

/**
 * Rotary embedding of positions (Su and others, "RoFormer", 2021): after it, the product of a query and a key depends on
 * their contents and on the distance between them. Takes [..., L, E] with an even E; refuses others, and positions that
 * are not [L].
 *
 * @example
 * ```ts
 * import { rotaryEmbedding, tensor, toNested } from 'cotangent'
 *
 * toNested(rotaryEmbedding()(tensor([1, 0, 1, 0], [2, 2]))) // => [[1, 0], [0.540302, 0.841471]]
 * ```
 */
export const rotaryEmbedding = (options: RotaryOptions = {}): ShapeKeeping => {
  const known = { positions: true, base: true, interleaved: true } as const
  const { positions, base = 10_000, interleaved = false } = checkOptions('rotaryEmbedding', options, known)
  return keepingShape((x) => {
    const [length = 0, width = 0] = x.shape.slice(-2)
    const isFit = x.shape.length >= 2 && width % 2 === 0 && width > 0
    const isPlaced = positions === undefined || (positions.shape.length === 1 && positions.shape[0] === length)
    if (!isFit || !isPlaced) {
      return refuse('rotaryEmbedding', [x.shape], {
        expected: `[..., L, E] with an even E${isFit ? ` and ${countOf(length, 'position')}` : ''}`,
        found: `${showShape(x.shape)}${positions === undefined ? '' : ` and positions ${showShape(positions.shape)}`}`,
      })
    }
    const angles = anglesOf(positions ?? arange(length), width, base)
    return turnedPairs(x, cos(angles), sin(angles), interleaved)
  })
}
