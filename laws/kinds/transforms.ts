/**
 * @file The laws of transforms: vmap, linearize, jacobian, checkpoint, scan and customVjp say in other ways what calls and
 * pullbacks say.
 *
 *     vmap is the loop                  of an operation and its pullback, some inputs one for each example, others one for all
 *     vmap of programs, nested          thirty operations and their gradient; a vmap inside a vmap; vmap compiled
 *     linearize is jvp                  and the transpose of the pullback
 *     forward is reverse                the Jacobian by columns is that by rows
 *     checkpoint                        has the value and the gradient
 *     scan is the loop                  forwards and backwards, with its gradient
 *     customVjp                         with the function's own pullback changes nothing
 */
import { sizeOf } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { checkpoint } from '../../src/diff/checkpoint.ts'
import { customVjp } from '../../src/diff/customVjp.ts'
import { valueAndGrad } from '../../src/diff/grad.ts'
import { jacobian } from '../../src/diff/jacobian.ts'
import { innerProduct, jvp } from '../../src/diff/jvp.ts'
import { linearize } from '../../src/diff/linearize.ts'
import { scan } from '../../src/diff/scan.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { vmap } from '../../src/diff/vmap.ts'
import { concatAlong } from '../../src/ops/concat.ts'
import * as ops from '../../src/ops/index.ts'
import { reshapeTo } from '../../src/ops/reshape.ts'
import { sliceAlong } from '../../src/ops/slice.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { ProgramCase } from '../framework/arbitraries/programs.ts'
import { programs, randomFunction, randomInputs, randomLoss } from '../framework/arbitraries/programs.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import type { Operation, Sample } from '../framework/Operation.ts'
import { direction, drawInputs } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

type Tensors = readonly Tensor[]

const stacked = (tensors: Tensors): Tensor => {
  const [first, ...others] = tensors.map((t) => reshapeTo(t, [1, ...t.shape]))
  return concatAlong([first as Tensor, ...others], 0)
}

const entry = (t: Tensor, k: number): Tensor => reshapeTo(sliceAlong(t, 0, k, k + 1), t.shape.slice(1))

/** Rows of tensors, one row per example, stacked into one row. */
const columns = (rows: readonly Tensors[]): Tensors =>
  (rows[0] ?? []).map((_, k) => stacked(rows.map((row) => row[k] as Tensor)))

const examples = 3

/** A function of tensors, applied to many examples by vmap and by a loop. */
const bothWays = (f: (xs: Tensors) => Tensors, batches: Tensors): Equation => ({
  left: vmap((...xs: Tensors) => f(xs))(...batches),
  right: columns(Array.from({ length: examples }, (_, k) => f(batches.map((batch) => entry(batch, k))))),
})

/** Which inputs have a batch axis: any nonempty choice. */
const isBatched = (seed: number, k: number, count: number): boolean => {
  const choice = (seed % (2 ** Math.min(count, 8) - 1)) + 1
  return k >= 8 || Math.floor(choice / 2 ** k) % 2 === 1
}

const vmapIsTheLoop = (order: 0 | 1 | 2, held: readonly number[], sample: Sample): Equation => {
  const { f, inputs, seed } = sample
  const drawn = Array.from({ length: examples }, (_, example) => drawInputs({ inputs, seed: seed + example }))
  const shared = drawn[0] ?? []
  const places = inputs.map((_, k) => k).filter((k) => isBatched(seed, k, inputs.length))
  const batches = places.map((place) => stacked(drawn.map((row) => row[place] as Tensor)))
  const g = (xs: Tensors): Tensors => {
    const all = shared.map((x, k) => xs[places.indexOf(k)] ?? x)
    const y = f(...all)
    if (order === 0) return [y]
    const moving = all.filter((_, k) => !held.includes(k))
    const [, pullback] = vjp((moved: Tensors): Tensor => {
      const left = [...moved]
      return f(...all.map((x, k) => (held.includes(k) ? x : (left.shift() ?? x))))
    })(moving)
    return [y, ...pullback(direction(y.shape, seed, 5))]
  }
  return { ...bothWays(g, batches), tolerance: 1e-9 }
}

/** The law that an operation and its pullback, mapped over examples, are the loop over them. */
export const vmapLaws = ({ name, samples, held = [], order = 2 }: Operation): readonly Law[] => [
  law(`${name}: vmap is the loop`, samples, (sample) => vmapIsTheLoop(order, held, sample)),
]

const tame = { tame: true } as const

const everything =
  (program: ProgramCase) =>
  (xs: Tensors): Tensors => {
    const [loss, gradient] = valueAndGrad((moved: Tensors) => randomLoss(program, tame)(moved))(xs)
    return [...randomFunction(program, tame)(xs), loss, ...gradient]
  }

const batchesOf = ({ seed }: ProgramCase): Tensors =>
  columns(Array.from({ length: examples }, (_, k) => randomInputs(seed + k, tame)))

const vmapOfPrograms = (program: ProgramCase): Equation => ({
  ...bothWays(everything(program), batchesOf(program)),
  tolerance: 1e-9,
})

const vmapCompiled = (program: ProgramCase): Equation => {
  const f = (...xs: Tensors) => vmap((...one: Tensors) => everything(program)(one))(...xs)
  const batches = batchesOf(program)
  return { left: compile(f, { runtime: referenceRuntime })(...batches), right: f(...batches) }
}

const vmapNested = (program: ProgramCase): Equation => {
  const f = (...xs: Tensors): Tensor => randomLoss(program, tame)(xs)
  const pairs = columns([batchesOf(program), batchesOf({ ...program, seed: program.seed + 10 })])
  const inner = (...xs: Tensors): Tensor => vmap(f)(...xs)
  return {
    left: vmap(inner)(...pairs),
    right: stacked([0, 1].map((k) => inner(...pairs.map((pair) => entry(pair, k))))),
    tolerance: 1e-9,
  }
}

const gradOfVmap = (program: ProgramCase): Equation => {
  const f = (...xs: Tensors): Tensor => randomLoss(program, tame)(xs)
  const total = (xs: Tensors) => ops.sum()(vmap(f)(...xs))
  const slope = (...xs: Tensors): Tensors => valueAndGrad((moved: Tensors) => randomLoss(program, tame)(moved))(xs)[1]
  const batches = batchesOf(program)
  return {
    left: valueAndGrad(total)(batches)[1],
    right: vmap(slope)(...batches),
    tolerance: 1e-9,
  }
}

const linearizeIsJvp = (program: ProgramCase): Equation => {
  const f = (xs: Tensors): Tensors => randomFunction(program, tame)(xs)
  const xs = randomInputs(program.seed, tame)
  const along = (stream: number) => xs.map(({ shape }, k) => direction(shape, program.seed, stream + k))
  const [value, push] = linearize(f)(xs)
  const [, pullback] = vjp(f)(xs)
  const us = value.map(({ shape }, k) => direction(shape, program.seed, 60 + k))
  return {
    left: [...value, ...push(along(20)), ...push(along(40)), innerProduct(push(along(20)), us)],
    right: [...jvp(f)(xs, along(20)).flat(), ...jvp(f)(xs, along(40))[1], innerProduct(along(20), pullback(us))],
    tolerance: 1e-9,
  }
}

/** A value of the program and a product that certainly depends on the input. */
const forwardIsReverse = (program: ProgramCase): Equation => {
  const [first, second, third, fourth] = randomInputs(program.seed, tame)
  const f = (x: Tensor): Tensor => {
    const [y] = randomFunction(program, tame)([first as Tensor, second as Tensor, x, fourth as Tensor])
    const flat = reshapeTo(y as Tensor, [sizeOf((y as Tensor).shape)])
    return concatAlong([ops.matmul(second as Tensor, ops.tanh(x)), flat], 0)
  }
  return {
    left: jacobian(f, { mode: 'forward' })(third as Tensor),
    right: jacobian(f)(third as Tensor),
    tolerance: 1e-9,
  }
}

const withGradient =
  (f: (xs: Tensors) => Tensors) =>
  (xs: Tensors): Tensors => {
    const [ys, pullback] = vjp(f)(xs)
    return [...ys, ...pullback(ys.map(({ shape }, k) => direction(shape, 7, k)))]
  }

const checkpointChangesNothing = (program: ProgramCase): Equation => {
  const f = (xs: Tensors): Tensors => randomFunction(program, tame)(xs)
  const xs = randomInputs(program.seed, tame)
  // As an argument, closed over, and nested.
  const whole = withGradient((moved) => checkpoint(f)(moved))
  const partly = withGradient(([a, b, c, d]) =>
    checkpoint(([one, three]: Tensors): Tensors =>
      checkpoint((two: Tensor): Tensors => f([one as Tensor, two, three as Tensor, d as Tensor]))(b as Tensor),
    )([a as Tensor, c as Tensor]),
  )
  const right = withGradient(f)(xs)
  return { left: [...whole(xs), ...partly(xs)], right: [...right, ...right], tolerance: 1e-12 }
}

const customIsOwn = (program: ProgramCase): Equation => {
  const f = (xs: Tensors): Tensors => randomFunction(program, tame)(xs)
  const custom = customVjp(f, (xs) => (us) => vjp(f)(xs)[1](us))
  const batches = batchesOf(program)
  const g = withGradient((moved) => custom(moved))
  return {
    left: [...g(randomInputs(program.seed, tame)), ...(bothWays(g, batches).left as Tensors)],
    right: [
      ...withGradient(f)(randomInputs(program.seed, tame)),
      ...(bothWays(withGradient(f), batches).right as Tensors),
    ],
    tolerance: 1e-9,
  }
}

const scanIsTheLoop = (reverse: boolean, program: ProgramCase): Equation => {
  const xs = stacked(Array.from({ length: 4 }, (_, k) => direction([4], program.seed, k)))
  const start = direction([4], program.seed, 9)
  // The program on the carry and the entry, resized to the carry.
  const step = (carry: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
    const [a, b, , d] = randomInputs(program.seed, tame)
    const loss = randomLoss(program, tame)([a as Tensor, b as Tensor, ops.tanh(carry), d as Tensor])
    const next = ops.tanh(ops.add(ops.mul(carry, x), loss))
    return [next, ops.mul(next, x)]
  }
  const loop = ([first, all]: Tensors): Tensors => {
    const order = [0, 1, 2, 3].map((k) => (reverse ? 3 - k : k))
    let carry = first as Tensor
    const made = new Map<number, Tensor>()
    for (const k of order) {
      const [next, y] = step(carry, entry(all as Tensor, k))
      carry = next
      made.set(k, y)
    }
    return [carry, stacked([0, 1, 2, 3].map((k) => made.get(k) as Tensor))]
  }
  const scanned = ([first, all]: Tensors): Tensors => scan(step, { reverse })(first as Tensor, all as Tensor)
  const point = [start, xs]
  return { left: withGradient(scanned)(point), right: withGradient(loop)(point), tolerance: 1e-12 }
}

/** The laws of transforms on random programs. */
export const transformLaws: readonly Law[] = [
  law('transforms: vmap of a program is the loop', programs, vmapOfPrograms),
  law('transforms: vmap compiled is vmap', programs, vmapCompiled),
  law('transforms: vmap inside vmap is the loop', programs, vmapNested),
  law('transforms: grad of vmap is vmap of grad', programs, gradOfVmap),
  law('transforms: linearize is jvp, and the transpose of the pullback', programs, linearizeIsJvp),
  law('transforms: the Jacobian forwards is that backwards', programs, forwardIsReverse),
  law('transforms: checkpoint has the value and the gradient', programs, checkpointChangesNothing),
  law('transforms: customVjp with the own pullback changes nothing, also mapped', programs, customIsOwn),
  law('transforms: scan is the loop', programs, (program) => scanIsTheLoop(false, program)),
  law('transforms: scan backwards is the loop backwards', programs, (program) => scanIsTheLoop(true, program)),
]
