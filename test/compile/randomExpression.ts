/**
 * @file Random functions of tensors: up to 30 well-shaped operations over a pool of values, so that values are shared.
 * A function is made anew from two small numbers, which is what a failure shrinks.
 */
import * as fc from 'fast-check'
import type { Tensor } from 'cotangent'
import {
  abs,
  add,
  argmax,
  avgPool2d,
  broadcastTo,
  concat,
  conv2d,
  cumsum,
  div,
  equal,
  exp,
  flip,
  floor,
  full,
  less,
  log1p,
  logsumexp,
  matmul,
  max,
  maxPool2d,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  ones,
  pad,
  pow,
  relu,
  reshape,
  sigmoid,
  slice,
  sqrt,
  sub,
  sum,
  take,
  tanh,
  tensor,
  transpose,
  where,
  zeros,
} from 'cotangent'

/** Whole numbers below a bound, one after another, the same for the same seed. */
type Draw = (below: number) => number

const drawsOf = (seed: number): Draw => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Pool = readonly Tensor[]
type Make = (x: Tensor, pool: Pool, draw: Draw) => Tensor | null

const loose = <F>(f: F): ((...args: readonly unknown[]) => Tensor) => f as never

const pick = <T>(list: readonly T[], draw: Draw): T => list[draw(list.length)]!

const sizeOf = (x: Tensor): number => x.shape.reduce((a, b) => a * b, 1)

const like = (x: Tensor, pool: Pool, draw: Draw): Tensor =>
  pick(
    pool.filter((other) => other.shape.join() === x.shape.join()),
    draw,
  )

/** A value that broadcasts against `x`: of its shape, a number, or one row. */
const partner = (x: Tensor, pool: Pool, draw: Draw): unknown => {
  const rows = pool.filter(({ shape }) => shape.length === 1 && shape[0] === x.shape.at(-1))
  const scalars = pool.filter(({ shape }) => shape.length === 0)
  const choice = draw(6)
  if (choice === 0) return pick([0, -0, 1, -1, 2, 0.5, 3], draw)
  if (choice === 1) return loose(full)(x.shape, pick([0, 1, -1, 0.25], draw))
  if (choice === 2 && rows.length > 0) return pick(rows, draw)
  if (choice === 3 && scalars.length > 0) return pick(scalars, draw)
  return choice === 4 ? pick([zeros(x.shape), ones(x.shape)], draw) : like(x, pool, draw)
}

const unary = [
  neg,
  abs,
  relu,
  tanh,
  sigmoid,
  floor,
  exp,
  neg,
  relu,
  (x: Tensor) => sqrt(abs(x)),
  (x: Tensor) => log1p(abs(x)),
]
const binary = [add, sub, mul, maximum, minimum, div, less, equal, add, mul]
const reductions = [sum, mean, max, logsumexp]

const axesOf = (x: Tensor, draw: Draw): readonly number[] => x.shape.flatMap((_, axis) => (draw(2) === 0 ? [axis] : []))

const windows: Make = (x, _, draw) => {
  const [n = 1, c = 1, h = 0, w = 0] = x.shape
  if (x.shape.length !== 4 || h < 3 || w < 3) return null
  const kernel = tensor(
    Array.from({ length: 2 * c * 4 }, () => draw(7) / 4 - 0.75),
    [2, c, 2, 2],
  )
  const choices = [
    () => loose(conv2d({ padding: draw(2), stride: 1 + draw(2) }))(x, kernel),
    () => loose(maxPool2d({ kernel: 2, stride: 1 + draw(2) }))(x),
    () => loose(avgPool2d({ kernel: 2, padding: draw(2) }))(x),
    () => reshape([n, c * h * w])(x) as Tensor,
  ]
  return pick(choices, draw)()
}

const moves: Make = (x, pool, draw) => {
  const rank = x.shape.length
  const choices: readonly (() => Tensor | null)[] = [
    () => loose(reshape([sizeOf(x)]))(x),
    () => loose(reshape([1, ...x.shape]))(x),
    () => (rank > 0 ? (transpose([rank - 1, ...x.shape.slice(1).keys()])(x as never) as Tensor) : null),
    () => broadcastTo([2, ...x.shape])(x),
    () => (rank === 0 ? null : flip({ axis: draw(rank) })(x)),
    () => (rank === 0 ? null : slice([{ start: draw(3), step: 1 + draw(2) }])(x)),
    () => (rank === 0 ? null : pad({ padding: [[draw(2), draw(2)]] })(x)),
    () => (rank === 0 ? null : loose(concat({ axis: 0 }))([x, like(x, pool, draw)])),
    () => (rank === 0 ? null : cumsum({ axis: draw(rank) })(x)),
  ]
  return pick(choices, draw)()
}

const indexing: Make = (x, _, draw) => {
  if (x.shape.length === 0 || x.shape[0] === 0) return null
  const rows = tensor(
    Array.from({ length: 3 }, () => draw(x.shape[0] ?? 1)),
    [3],
  )
  return draw(2) === 0 ? take()(x, rows) : loose(argmax({ axis: 0 }))(x)
}

const products: Make = (x, pool, draw) => {
  if (x.shape.length !== 2) return null
  const others = pool.filter(({ shape }) => shape.length === 2 && shape[0] === x.shape[1])
  return others.length === 0 ? loose(matmul)(x, loose(transpose)(x)) : loose(matmul)(x, pick(others, draw))
}

const elementwise: Make = (x, pool, draw) => {
  const choice = draw(8)
  if (choice < 3) return loose(pick(unary, draw))(x)
  if (choice === 3) return loose(where)(loose(less)(x, 0.5), like(x, pool, draw), partner(x, pool, draw))
  if (choice === 4) return loose(pow)(x, pick([0, 1, 3], draw))
  return loose(pick(binary, draw))(...(draw(2) === 0 ? [x, partner(x, pool, draw)] : [partner(x, pool, draw), x]))
}

const reducing: Make = (x, _, draw) => {
  const axes = axesOf(x, draw)
  return sizeOf(x) === 0 || axes.length === 0 ? null : loose(pick(reductions, draw)({ axis: axes } as never))(x)
}

const kinds: readonly Make[] = [
  elementwise,
  elementwise,
  elementwise,
  reducing,
  moves,
  moves,
  windows,
  products,
  indexing,
]

/** A function of a picture, a matrix, a row and a number. */
export type RandomFunction = (inputs: readonly Tensor[]) => readonly Tensor[]

/** Shapes of the inputs of every random function. */
export const inputShapes = [[2, 1, 4, 4], [3, 4], [4], []] as const

const largest = 400

/** The function of a seed: this many operations, and of their values the last few. */
export const randomFunction =
  (seed: number, operations: number): RandomFunction =>
  (inputs) => {
    const draw = drawsOf(seed)
    const pool: Tensor[] = [...inputs]
    for (let k = 0; k < operations; k++) {
      const made = pick(kinds, draw)(pick(draw(2) === 0 ? pool : pool.slice(-4), draw), pool, draw)
      if (made !== null && sizeOf(made) <= largest) pool.push(made)
    }
    return pool.slice(-3)
  }

/** The same function as one number, bounded so that its derivatives stay numbers more often. */
export const randomLoss =
  (seed: number, operations: number) =>
  (inputs: readonly Tensor[]): Tensor<readonly []> =>
    randomFunction(
      seed,
      operations,
    )(inputs)
      .map((value) => sum()(tanh(value) as Tensor) as Tensor<readonly []>)
      .reduce((a, b) => add(a, b) as Tensor<readonly []>)

/** Inputs of a seed; now and then an entry is one that rewriting must not lose. */
export const randomInputs = (seed: number): readonly Tensor[] => {
  const draw = drawsOf(seed)
  const entry = (): number =>
    draw(12) === 0 ? pick([0, -0, 1, -1, Infinity, -Infinity, Number.NaN], draw) : draw(4000) / 1000 - 2
  return inputShapes.map((shape) =>
    tensor(Array.from({ length: shape.reduce((a: number, b) => a * b, 1) }, entry), shape as readonly number[]),
  )
}

/** What a random test takes. */
export interface RandomCase {
  readonly seed: number
  readonly operations: number
}

export const randomCase: fc.Arbitrary<RandomCase> = fc.record({
  seed: fc.nat(),
  operations: fc.integer({ min: 1, max: 30 }),
})
