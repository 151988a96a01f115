/**
 * @file Random programs: functions of tensors of up to 30 well-shaped operations over a pool of values, so that values
 * are shared. A program is determined by two small numbers, which are what shrinks on a failure.
 *
 * Wild programs compute with any numbers, including NaN and Infinity, and are for laws that hold exactly. Tame programs
 * keep their numbers bounded, and are for laws that hold up to rounding. The effect of rounding on a tame program is
 * simulated by jitter: every computed entry is perturbed by a few units in the last place of float32.
 */
import fc from 'fast-check'
import type { Shape } from '../../../src/core/Shape.ts'
import { sameShape, sizeOf } from '../../../src/core/Shape.ts'
import type { Tensor } from '../../../src/core/Tensor.ts'
import { leaf, tensor } from '../../../src/core/Tensor.ts'
import * as ops from '../../../src/ops/index.ts'
import type { Random } from './random.ts'
import { randomOf } from './random.ts'

/** A random program, as numbers. */
export interface ProgramCase {
  readonly seed: number
  /** How many operations are tried; those that fit no value are skipped. */
  readonly operations: number
}

/** How a program computes. */
export interface ProgramOptions {
  /** Whether numbers stay bounded; false by default. */
  readonly tame?: boolean
  /** Perturbations of a few units in the last place of float32 after each operation; none by default. */
  readonly jitter?: Jitter
}

/** Perturbations drawn from a seed, or all of them with the opposite sign. */
export interface Jitter {
  readonly seed: number
  readonly sign: 1 | -1
}

/** A function of a picture, a matrix, a row and a number. */
export type ProgramFunction = (inputs: readonly Tensor[]) => readonly Tensor[]

/**
 * Shapes of the inputs of every program.
 *
 * @example
 * ```ts
 * import { programShapes, randomInputs } from 'cotangent/laws'
 *
 * randomInputs(7).map(({ shape }) => shape) // => [[2, 1, 4, 4], [3, 4], [4], []]
 * programShapes.length // => 4
 * ```
 */
export const programShapes = [[2, 1, 4, 4], [3, 4], [4], []] as const satisfies readonly Shape[]

type Draw = (below: number) => number

interface Context {
  readonly draw: Draw
  readonly pool: readonly Tensor[]
  readonly tame: boolean
}

/** An operation on a value of the pool and other values; `null` if it does not fit. */
type Make = (x: Tensor, context: Context) => Tensor | null

const loose = <F>(f: F): ((...args: readonly unknown[]) => Tensor) => f as never

const pick = <T>(list: readonly T[], draw: Draw): T => list[draw(list.length)] as T

const like = (x: Tensor, { pool, draw }: Context): Tensor =>
  pick(
    pool.filter((other) => sameShape(other.shape, x.shape)),
    draw,
  )

/** A value that broadcasts against `x`: of its shape, a number, or one row. */
const partner = (x: Tensor, context: Context): unknown => {
  const { pool, draw } = context
  const rows = pool.filter(({ shape }) => shape.length === 1 && shape[0] === x.shape.at(-1))
  const scalars = pool.filter(({ shape }) => shape.length === 0)
  const choice = draw(6)
  if (choice === 0) return pick([0, -0, 1, -1, 2, 0.5, 3], draw)
  if (choice === 1) return loose(ops.full)(x.shape, pick([0, 1, -1, 0.25], draw))
  if (choice === 2 && rows.length > 0) return pick(rows, draw)
  if (choice === 3 && scalars.length > 0) return pick(scalars, draw)
  return choice === 4 ? pick([ops.zeros(x.shape), ops.ones(x.shape)], draw) : like(x, context)
}

const positive = (x: Tensor): Tensor => ops.add(ops.abs(x), 0.5)

const unary: readonly ((x: Tensor) => Tensor)[] = [
  ops.neg,
  ops.abs,
  ops.relu,
  ops.tanh,
  ops.sigmoid,
  ops.floor,
  ops.ceil,
  ops.round,
  ops.sign,
  ops.sin,
  ops.cos,
  ops.erf,
  (x) => ops.log1p(ops.abs(x)),
  (x) => ops.rsqrt(positive(x)),
  (x) => ops.log(positive(x)),
]
/** These have no derivative at 0, or no bound. */
const unbounded: readonly ((x: Tensor) => Tensor)[] = [
  ops.exp,
  ops.expm1,
  (x) => ops.pow(x, 3),
  (x) => ops.mul(x, x),
  (x) => ops.sqrt(ops.abs(x)),
]

const binary = [ops.add, ops.sub, ops.mul, ops.maximum, ops.minimum, ops.add, ops.mul]
const comparisons = [ops.less, ops.lessEqual, ops.equal, ops.notEqual, ops.greater]

/** In a tame program, values that may grow without bound are limited. */
const held = (y: Tensor, { draw, tame }: Context): Tensor =>
  !tame ? y : draw(2) === 0 ? ops.tanh(y) : ops.mul(y, 0.25)

/** Tame programs compare whole numbers, since rounding decides whether two computed numbers are equal. */
const compared: Make = (x, context) => {
  const operands = [x, partner(x, context)]
  return loose(pick(comparisons, context.draw))(...(context.tame ? operands.map(loose(ops.round)) : operands))
}

const elementwise: Make = (x, context) => {
  const { draw, tame } = context
  const choice = draw(10)
  if (choice < 3) return pick(unary, draw)(x)
  if (choice === 3) return pick(unbounded, draw)(tame ? positive(ops.tanh(x)) : x)
  if (choice === 4) return loose(ops.where)(loose(ops.less)(x, 0.5), like(x, context), partner(x, context))
  if (choice === 5) return loose(ops.pow)(tame ? ops.tanh(x) : x, pick([0, 1, 2, 3], draw))
  if (choice === 6) return compared(x, context)
  if (choice === 7) return loose(ops.div)(x, tame ? positive(like(x, context)) : partner(x, context))
  const operands = draw(2) === 0 ? [x, partner(x, context)] : [partner(x, context), x]
  return held(loose(pick(binary, draw))(...operands), context)
}

const reductions: readonly ((options: ops.ReduceOptions) => (x: Tensor) => Tensor)[] = [
  ...[ops.sum, ops.mean, ops.max, ops.min, ops.logsumexp, ops.prod],
  (options) => ops.variance(options),
]
const alongAxis = [ops.softmax, ops.logSoftmax, ops.cumsum]

const reducing: Make = (x, context) => {
  const { draw, tame } = context
  const axis = x.shape.flatMap((_, index) => (draw(2) === 0 ? [index] : []))
  if (sizeOf(x.shape) === 0 || axis.length === 0) return null
  const keepDims = draw(2) === 0
  if (draw(3) === 0) return held(loose(pick(alongAxis, draw)({ axis: axis[0] ?? 0 }))(x), context)
  return held(loose(pick(reductions, draw)({ axis, keepDims }))(tame ? ops.tanh(x) : x), context)
}

const moves: Make = (x, context) => {
  const { draw } = context
  const rank = x.shape.length
  const axis = draw(Math.max(rank, 1))
  const anywhere: readonly (() => Tensor)[] = [
    () => loose(ops.reshape([sizeOf(x.shape)]))(x),
    () => loose(ops.expandDims(0))(x),
    () => loose(ops.squeeze())(x),
    () => ops.broadcastTo([2, ...x.shape])(x),
    () => loose(ops.stack({ axis: 0 }))([x, like(x, context)]),
  ]
  const alongAxes: readonly (() => Tensor)[] = [
    () => loose(ops.transpose([rank - 1, ...x.shape.slice(1).keys()]))(x),
    () => ops.flip({ axis })(x),
    () => ops.slice([{ start: draw(3), step: 1 + draw(2) }])(x),
    () => loose(ops.pad({ padding: [[draw(2), draw(2)]] }))(x),
    () => loose(ops.concat({ axis: 0 }))([x, like(x, context)]),
  ]
  return pick(rank === 0 ? anywhere : [...anywhere, ...alongAxes], draw)()
}

const windows: Make = (x, context) => {
  const { draw } = context
  const [, c = 1, h = 0, w = 0] = x.shape
  if (x.shape.length !== 4 || h < 3 || w < 3) return null
  const kernel = tensor(
    Array.from({ length: 2 * c * 4 }, () => draw(7) / 4 - 0.75),
    [2, c, 2, 2],
  )
  const [padding, stride] = [draw(2), 1 + draw(2)]
  const choices: readonly (() => Tensor)[] = [
    () => held(loose(ops.conv2d({ padding, stride }))(x, kernel), context),
    () => held(loose(ops.conv2d({ padding: [[0, padding], 1], stride, dilation: 2 }))(x, kernel), context),
    () => held(loose(ops.convInput([x.shape[0] ?? 1, c, h, w]))(loose(ops.conv2d())(x, kernel), kernel), context),
    () => loose(ops.maxPool2d({ kernel: 2, stride, padding, ceilMode: draw(2) === 0 }))(x),
    () => loose(ops.maxPool2d({ kernel: 3, stride: 1 }))(x),
    () => loose(ops.avgPool2d({ kernel: 2, stride, padding, countIncludePad: draw(2) === 0 }))(x),
  ]
  return pick(choices, draw)()
}

const indexing: Make = (x, { draw }) => {
  const [length = 0] = x.shape
  if (length === 0 || sizeOf(x.shape) === 0) return null
  const rows = tensor(
    Array.from({ length: 3 }, () => draw(length)),
    [3],
  )
  const choices: readonly (() => Tensor)[] = [
    () => loose(ops.take())(x, rows),
    () => loose(ops.argmax({ axis: 0 }))(x),
    () => loose(ops.at(draw(length)))(x),
    () =>
      x.shape.length === 1
        ? loose(ops.scatterAdd({ axis: 0, size: length }))(rows, loose(ops.take())(x, rows))
        : loose(ops.take())(x, rows),
  ]
  return pick(choices, draw)()
}

const products: Make = (x, context) => {
  const { pool, draw } = context
  if (x.shape.length !== 2) return null
  const others = pool.filter(({ shape }) => shape.length === 2 && shape[0] === x.shape[1])
  const other = others.length === 0 ? loose(ops.transpose)(x) : pick(others, draw)
  return held(loose(ops.matmul)(x, other), context)
}

const kinds: readonly Make[] = [
  elementwise,
  elementwise,
  elementwise,
  reducing,
  moves,
  moves,
  windows,
  windows,
  products,
  indexing,
]

/** Values with more entries than this are skipped. */
const largest = 400

/**
 * Four to eight units in the last place of float32, in either direction: never so few that an entry next to a step
 * stays on its side of it. Of two perturbations with opposite signs, one crosses the step.
 */
const shaken = (x: Tensor, random: Random, sign: 1 | -1): Tensor => {
  const error = (): number => sign * (random.below(2) === 0 ? 1 : -1) * (1 + random.unit()) * 2 ** -22
  return ops.mul(
    x,
    leaf(
      Float64Array.from({ length: sizeOf(x.shape) }, () => 1 + error()),
      x.shape,
    ),
  )
}

const computes = (made: Make): boolean => made !== moves && made !== indexing

const drawOf = (seed: number): Draw => randomOf(seed).below

/**
 * The function of a program, which returns its last three values.
 *
 * @example
 * ```ts
 * import { toArray } from 'cotangent'
 * import { randomFunction, randomInputs } from 'cotangent/laws'
 *
 * const f = randomFunction({ seed: 7, operations: 10 })
 * const numbers = () => f(randomInputs(3)).map((value) => Array.from(toArray(value)))
 * JSON.stringify(numbers()) === JSON.stringify(numbers()) // => true
 * ```
 */
export const randomFunction =
  ({ seed, operations }: ProgramCase, { tame = false, jitter }: ProgramOptions = {}): ProgramFunction =>
  (inputs) => {
    const draw = drawOf(seed)
    const noise = jitter === undefined ? null : randomOf(jitter.seed)
    const pool: Tensor[] = [...inputs]
    for (let k = 0; k < operations; k++) {
      const make = pick(kinds, draw)
      const made = make(pick(draw(2) === 0 ? pool : pool.slice(-4), draw), { draw, pool, tame })
      if (made === null || sizeOf(made.shape) > largest) continue
      pool.push(noise !== null && computes(make) ? shaken(made, noise, jitter?.sign ?? 1) : made)
    }
    return pool.slice(-3)
  }

/**
 * A scalar from several values, bounded so that its derivatives are finite more often.
 *
 * @example
 * ```ts
 * import { item, ones, zeros } from 'cotangent'
 * import { lossOf } from 'cotangent/laws'
 *
 * item(lossOf([ones([2]), zeros([3])])) // => 1.523188
 * ```
 */
export const lossOf = (values: readonly Tensor[]): Tensor<readonly []> =>
  values.map((value) => ops.sum()(ops.tanh(value))).reduce((a, b) => ops.add(a, b))

/**
 * The {@link lossOf} a program's values, as a function.
 *
 * @example
 * ```ts
 * import { grad } from 'cotangent'
 * import { randomInputs, randomLoss } from 'cotangent/laws'
 *
 * const loss = randomLoss({ seed: 7, operations: 10 }, { tame: true })
 * grad(loss)(randomInputs(3, { tame: true })).length // => 4
 * ```
 */
export const randomLoss =
  (program: ProgramCase, options: ProgramOptions = {}) =>
  (inputs: readonly Tensor[]): Tensor<readonly []> =>
    lossOf(randomFunction(program, options)(inputs))

const awkward = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN]

/**
 * Inputs drawn from a seed. Tame inputs lie from -2 to 2 and are exact in float32; wild inputs sometimes contain an
 * entry that rewriting must not lose.
 *
 * @example
 * ```ts
 * import { abs, item, max } from 'cotangent'
 * import { randomInputs } from 'cotangent/laws'
 *
 * randomInputs(7, { tame: true }).every((x) => item(max()(abs(x))) <= 2) // => true
 * ```
 */
export const randomInputs = (seed: number, { tame = false }: ProgramOptions = {}): readonly Tensor[] => {
  const draw = drawOf(seed)
  const entry = (): number => {
    if (tame) return draw(4096) / 1024 - 2
    return draw(12) === 0 ? pick(awkward, draw) : draw(4000) / 1000 - 2
  }
  return programShapes.map((shape): Tensor => tensor(Array.from({ length: sizeOf(shape) }, entry), shape))
}

/**
 * Random programs of up to 30 operations.
 *
 * @example
 * ```ts
 * import { grad } from 'cotangent'
 * import { programs, randomFunction, randomInputs, randomLoss } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * const [program] = fc.sample(programs, { seed: 1, numRuns: 1 })
 * const inputs = randomInputs(1, { tame: true })
 * program && randomFunction(program, { tame: true })(inputs).length // => 3
 * program && grad(randomLoss(program, { tame: true }))(inputs).length // => 4
 * ```
 */
export const programs: fc.Arbitrary<ProgramCase> = fc.record({
  seed: fc.nat({ max: 0x7fffffff }),
  operations: fc.integer({ min: 1, max: 30 }),
})
