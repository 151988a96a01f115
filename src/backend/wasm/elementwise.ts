/**
 * @file Elementwise primitives, constants, and the fused instruction: a list of elementwise steps over operands that are
 * broadcast to the shape of the result, computed block by block.
 */
import type { FusedStep } from '../../compile/Program.ts'
import type { ElementwiseName } from '../../core/elementwise.ts'
import { factsOf, forElementwise } from '../../core/elementwise.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { partsOf, whole } from './Command.ts'
import type { RecordOf } from './interface/Arguments.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { simply, view } from './Lowering.ts'

const lowering =
  (name: ElementwiseName): Lowering<ElementwiseName> =>
  (_params, _inputs, shape) => {
    const count = sizeOf(shape)
    const parts = partsOf(count, factsOf(name).cost, 16)
    return {
      ...simply((to, { inputs: [a, b = 0, c = 0], output }) => {
        to.command('elementwise', parts, {
          operation: name,
          perUnit: parts.perUnit,
          count,
          target: output,
          a: a!,
          b,
          c,
        })
      }),
      mayOverwrite: true,
    }
  }

/** The lowerings of the elementwise primitives. */
export const elementwise = forElementwise(lowering)

export const constant: Lowering<'constant'> = ({ value, shape }) => {
  const parts = partsOf(sizeOf(shape), 0.15, 16)
  return simply((to, { output }) => {
    to.command('ramp', parts, { target: output, perUnit: parts.perUnit, count: sizeOf(shape), value, increment: 0 })
  })
}

export const arange: Lowering<'arange'> = ({ count }) =>
  simply((to, { output }) => {
    to.command('ramp', whole, { target: output, perUnit: count, count, value: 0, increment: 1 })
  })

export const identity = (): Lowered => view

/** Bytes of scratch per thread. */
export const scratchBytes = 1 << 18

interface Dim {
  readonly length: number
  readonly strides: readonly number[]
}

/** The axes of the output with the byte strides of the broadcast inputs; contiguous axes are merged. */
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

/** Assigns every step a free block of scratch, and frees the blocks of values after their last use. */
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
  // Floats per block: as many as suit the first-level cache, fewer if very many blocks are live.
  const block = Math.min(1024, Math.floor(scratchBytes / 4 / blocks / 16) * 16)
  const nanoseconds = steps.reduce((total, { op }) => total + factsOf(op).cost, 0.2 * broadcasts)
  const parts = partsOf(count, nanoseconds, block)
  return {
    // A broadcast operand is still read after the output has begun.
    ...simply((to, places) => {
      const operand = (id: number | undefined): RecordOf<'operand'> => {
        if (id === undefined) return { place: 0, isBlock: true }
        if (id >= inputs.length) return { place: slots[id - inputs.length]!, isBlock: true }
        return spread[id]!
          ? { place: broadcastSlots[id]!, isBlock: true }
          : { place: places.inputs[id]!, isBlock: false }
      }
      const isLast = (at: number): boolean => at === steps.length - 1
      to.command('fused', parts, {
        perUnit: parts.perUnit,
        count,
        block,
        broadcasts: inputs.flatMap((_, k) => {
          const order = broadcastSlots[k]!
          const axes = dims.map(({ length, strides }) => ({ length, stride: strides[order]! }))
          return spread[k]! ? [{ source: places.inputs[k]!, block: order, axes }] : []
        }),
        steps: steps.map(({ op, args: [a, b, c] }, at) => ({
          operation: op,
          target: isLast(at) ? { place: places.output, isBlock: false } : { place: slots[at]!, isBlock: true },
          a: operand(a),
          b: operand(b),
          c: operand(c),
        })),
      })
    }),
    mayOverwrite: true,
  }
}
