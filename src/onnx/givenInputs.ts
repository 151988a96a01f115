/**
 * @file The tensors that a run of a model is given: one for each input that has no initializer, and any number of them in
 * the place of initializers that the file lists as inputs too, which are defaults.
 */
import { foundValue } from '../core/foundValue.ts'
import { isRecord } from '../core/isRecord.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { isTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { OnnxGraph, OnnxSlot, StoredTensor } from './OnnxModel.ts'
import type { OnnxValue } from './OnnxValue.ts'
import { computed } from './OnnxValue.ts'

/** The values of a run. */
export interface GivenInputs {
  /** Those of the inputs without an initializer, in their order. */
  readonly values: readonly OnnxValue[]
  /** Those that stand in the place of initializers. */
  readonly instead: ReadonlyMap<StoredTensor, OnnxValue>
}

/** The inputs that must be given. */
export const requiredInputs = ({ inputs, initializers }: OnnxGraph): readonly OnnxSlot[] =>
  inputs.filter(({ name }) => !initializers.has(name))

/** Whether a shape is one that is declared; open dimensions have any length. */
export const fits = (shape: Shape, { shape: expected }: Pick<OnnxSlot, 'shape'>): boolean =>
  expected === null ||
  (expected.length === shape.length && expected.every((d, axis) => typeof d !== 'number' || d === shape[axis]))

/** A declared shape, with `?` for an open dimension without a name. */
export const showSlot = ({ shape }: Pick<OnnxSlot, 'shape'>): string =>
  shape === null ? 'any shape' : `[${shape.map((d) => d ?? '?').join(', ')}]`

/** Open dimensions of one name have one length. */
const checkLengths = (given: readonly (readonly [slot: OnnxSlot, tensor: Tensor])[]): void => {
  const known = new Map<string, number>()
  for (const [{ shape }, tensor] of given) {
    shape?.forEach((d, axis) => {
      const length = tensor.shape[axis]
      if (typeof d !== 'string' || length === undefined) return
      const before = known.get(d)
      if (before !== undefined && before !== length)
        refuse('run the model', [], {
          expected: `one length for '${d}'`,
          found: `${String(before)} and ${String(length)}`,
        })
      known.set(d, length)
    })
  }
}

/** Refuses anything but a record, in which values of this kind are looked up. */
export const checkByName = (operation: string, kind: string, values: unknown): void => {
  if (!isRecord(values) || Array.isArray(values) || isTensor(values))
    refuse(operation, [], { expected: `${kind} by name`, found: foundValue(values) })
}

/** Refuses names that no input has. */
const checkNames = ({ inputs: slots }: OnnxGraph, inputs: Readonly<Record<string, Tensor>>): void => {
  const unknown = Object.keys(inputs).find((name) => slots.every((slot) => slot.name !== name))
  if (unknown !== undefined)
    refuse('run the model', [], {
      expected: slots.length === 0 ? 'no inputs' : `inputs among ${slots.map(({ name }) => name).join(', ')}`,
      found: `'${unknown}'`,
    })
}

const tensorFor = (slot: OnnxSlot, inputs: Readonly<Record<string, Tensor>>): Tensor => {
  const tensor: unknown = Object.hasOwn(inputs, slot.name) ? inputs[slot.name] : undefined
  if (!isTensor(tensor))
    return refuse('run the model', [], {
      expected: `an input '${slot.name}'`,
      found: tensor === undefined ? Object.keys(inputs).join(', ') || 'none' : foundValue(tensor),
    })
  return fits(tensor.shape, slot)
    ? tensor
    : refuse('run the model', [tensor.shape], {
        expected: `${showSlot(slot)} as '${slot.name}'`,
        found: showShape(tensor.shape),
      })
}

/**
 * The values of a run on tensors by name. Refuses names that are no inputs, a missing input, shapes that do not fit what is
 * declared, and open dimensions of one name with several lengths.
 */
export const givenInputs = (graph: OnnxGraph, inputs: Readonly<Record<string, Tensor>>): GivenInputs => {
  checkByName('run the model', 'inputs', inputs)
  checkNames(graph, inputs)
  const isGiven = ({ name }: OnnxSlot): boolean => Object.hasOwn(inputs, name) && inputs[name] !== undefined
  const given = graph.inputs.flatMap((slot) =>
    !graph.initializers.has(slot.name) || isGiven(slot) ? [[slot, tensorFor(slot, inputs)] as const] : [],
  )
  checkLengths(given)
  const values = given.map(([{ name, type }, tensor]) => {
    const initializer = graph.initializers.get(name) ?? null
    return { initializer, value: computed(type ?? initializer?.type ?? 'float', tensor) }
  })
  return {
    values: values.flatMap(({ initializer, value }) => (initializer === null ? [value] : [])),
    instead: new Map(
      values.flatMap(({ initializer, value }) => (initializer === null ? [] : [[initializer, value] as const])),
    ),
  }
}
