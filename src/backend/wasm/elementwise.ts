/**
 * @file Elementwise primitives, constants, and the fused instruction: a list of elementwise steps over operands that are
 * broadcast to the shape of the result, computed block by block.
 */
import type { ElementwiseName, FusedStep } from '../../compile/Program.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { floatWord, partsOf, whole } from './Command.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { simply, view } from './Lowering.ts'

/** The numbers of the elementwise operations, and about how many nanoseconds one entry takes. */
export const elementwiseOperations = {
  neg: [0, 0.3],
  exp: [1, 2],
  expm1: [2, 2],
  log: [3, 2],
  log1p: [4, 2.5],
  sqrt: [5, 0.6],
  rsqrt: [6, 1],
  abs: [7, 0.3],
  sign: [8, 0.4],
  sin: [9, 25],
  cos: [10, 25],
  tanh: [11, 3],
  sigmoid: [12, 3],
  erf: [13, 4],
  erfc: [18, 15],
  floor: [14, 0.3],
  ceil: [15, 0.3],
  round: [16, 0.3],
  relu: [17, 0.3],
  add: [32, 0.4],
  sub: [33, 0.4],
  mul: [34, 0.4],
  div: [35, 0.6],
  pow: [36, 40],
  maximum: [37, 0.5],
  minimum: [38, 0.5],
  fmod: [43, 20],
  equal: [39, 0.4],
  notEqual: [40, 0.4],
  less: [41, 0.4],
  lessEqual: [42, 0.4],
  where: [64, 0.5],
} as const satisfies { readonly [N in ElementwiseName]: readonly [opcode: number, nanoseconds: number] }

const lowering =
  (name: ElementwiseName): Lowering<ElementwiseName> =>
  (_params, _inputs, shape) => {
    const [opcode, nanoseconds] = elementwiseOperations[name]
    const count = sizeOf(shape)
    const parts = partsOf(count, nanoseconds, 16)
    return {
      ...simply((to, { inputs: [a, b = 0, c = 0], output }) => {
        to.command('elementwise', parts, [opcode, count, parts.perUnit, output, a!, b, c])
      }),
      mayOverwrite: true,
    }
  }

const names = Object.keys(elementwiseOperations) as readonly ElementwiseName[]

/** The lowerings of the elementwise primitives. */
export const elementwise = Object.fromEntries(names.map((name) => [name, lowering(name)])) as {
  readonly [N in ElementwiseName]: Lowering<N>
}

export const constant: Lowering<'constant'> = ({ value, shape }) => {
  const parts = partsOf(sizeOf(shape), 0.15, 16)
  return simply((to, { output }) => {
    to.command('ramp', parts, [output, sizeOf(shape), parts.perUnit, floatWord(value), 0])
  })
}

export const arange: Lowering<'arange'> = ({ count }) =>
  simply((to, { output }) => {
    to.command('ramp', whole, [output, count, count, 0, floatWord(1)])
  })

export const identity = (): Lowered => view

/** Bytes of scratch that every thread has. */
export const scratchBytes = 1 << 18

interface Dim {
  readonly length: number
  readonly strides: readonly number[]
}

/** The axes of the output with the byte strides of the broadcast inputs, merged where they run on. */
const commonDims = (inputs: readonly Shape[], shape: Shape): readonly Dim[] => {
  const strides = inputs.map((input) => {
    const own = stridesOf(input)
    const added = shape.length - input.length
    return shape.map((_, axis) => (axis < added || input[axis - added] === 1 ? 0 : own[axis - added]! * 4))
  })
  const dims: Dim[] = []
  shape.forEach((length, axis) => {
    if (length === 1) return
    const here = strides.map((of) => of[axis]!)
    const before = dims.at(-1)
    if (before?.strides.every((stride, k) => stride === here[k]! * length)) {
      dims[dims.length - 1] = { length: before.length * length, strides: here }
    } else dims.push({ length, strides: here })
  })
  return dims.length === 0 ? [{ length: 1, strides: inputs.map(() => 0) }] : dims
}

/** Gives every step a block of scratch that is free, and frees the blocks of values after their last use. */
const assignBlocks = (steps: readonly FusedStep[], inputs: number, taken: number): readonly number[] => {
  const lastUse = new Map<number, number>()
  steps.forEach(({ args }, at) => args.forEach((id) => lastUse.set(id, at)))
  const free: number[] = []
  let count = taken
  const slots: number[] = []
  steps.forEach(({ args }, at) => {
    for (const id of new Set(args)) if (id >= inputs && lastUse.get(id) === at) free.push(slots[id - inputs]!)
    slots.push(free.pop() ?? count++)
  })
  return slots
}

export const fused: Lowering<'fused'> = ({ steps }, inputs, shape) => {
  const count = sizeOf(shape)
  const spread = inputs.map((input) => sizeOf(input) !== count)
  const dims = commonDims(
    inputs.filter((_, k) => spread[k]!),
    shape,
  )
  const broadcastSlots = inputs.map((_, k) => spread.slice(0, k).filter(Boolean).length)
  const broadcasts = spread.filter(Boolean).length
  const slots = assignBlocks(steps, inputs.length, broadcasts)
  const blocks = Math.max(broadcasts, ...slots.map((slot) => slot + 1))
  // Floats of a block: as many as the first-level cache likes, fewer where very many blocks are alive.
  const block = Math.min(1024, Math.floor(scratchBytes / 4 / blocks / 16) * 16)
  const nanoseconds = steps.reduce((total, { op }) => total + elementwiseOperations[op][1], 0.2 * broadcasts)
  const parts = partsOf(count, nanoseconds, block)
  return {
    // An operand that is broadcast is read after the output has begun.
    ...simply((to, places) => {
      const operand = (id: number | undefined): readonly number[] => {
        if (id === undefined) return [0, 1]
        if (id >= inputs.length) return [slots[id - inputs.length]!, 1]
        return spread[id]! ? [broadcastSlots[id]!, 1] : [places.inputs[id]!, 0]
      }
      const words = [count, parts.perUnit, broadcasts, steps.length, dims.length, block]
      inputs
        .map((_, k) => k)
        .filter((k) => spread[k]!)
        .forEach((k, order) => {
          words.push(places.inputs[k]!, order, ...dims.flatMap(({ length, strides }) => [length, strides[order]!]))
        })
      steps.forEach(({ op, args }, at) => {
        const target = at === steps.length - 1 ? [places.output, 0] : [slots[at]!, 1]
        const [a, b, c] = args
        words.push(elementwiseOperations[op][0], ...target, ...operand(a), ...operand(b), ...operand(c))
      })
      to.command('fused', parts, words)
    }),
    mayOverwrite: true,
  }
}
