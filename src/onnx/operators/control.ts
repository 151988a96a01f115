/**
 * @file ONNX's control flow, decided while the graph is read: a condition takes one branch, and a loop is written out, as
 * often as it repeats. Both read numbers. Inside `compile` and `vmap`, numbers that come from the inputs are not known: then
 * both branches are computed, and a loop with a greatest number of repetitions has them all, as `cond` and `whileLoop` do.
 */
import { dimension, sameShape, showShape } from '../../core/Shape.ts'
import { resolveAxis } from '../../core/shapeRules.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse, TensorError } from '../../core/TensorError.ts'
import { zero } from '../../ops/constant.ts'
import { flip } from '../../ops/flip.ts'
import { at } from '../../ops/slice.ts'
import { stack } from '../../ops/concat.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { where } from '../../ops/where.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import { graphAttribute, input, intAttribute, intsAttribute, operator, optional } from '../Call.ts'
import { moved, movedOne } from '../folding.ts'
import type { OnnxValue } from '../OnnxValue.ts'
import { computed, exactly, integersIn, UndecidedError } from '../OnnxValue.ts'

const isTrue = (value: OnnxValue): boolean => (integersIn(value)[0] ?? 0n) !== 0n

/** Whether a condition holds; `null` where its number is not known inside a function that is compiled or mapped. */
const decided = (value: OnnxValue): boolean | null => {
  try {
    return isTrue(value)
  } catch (thrown) {
    if (thrown instanceof TensorError && !(thrown instanceof UndecidedError)) return null
    throw thrown
  }
}

/** The first values where a condition holds, else the others, which have the same shapes. */
const eitherOf = (
  condition: Tensor,
  values: readonly OnnxValue[],
  others: readonly OnnxValue[],
): readonly OnnxValue[] =>
  values.map(({ type, tensor }, k) => {
    const other = others[k]?.tensor
    return other !== undefined && sameShape(tensor.shape, other.shape)
      ? computed(type, where(reshapeTo(condition, []), tensor, other))
      : refuse('choose a branch', [tensor.shape, ...(other === undefined ? [] : [other.shape])], {
          expected: 'one shape, where the numbers that decide are not known',
          found: other === undefined ? 'no other value' : `${showShape(tensor.shape)} and ${showShape(other.shape)}`,
        })
  })

const branch = (call: Call): NodeOutcome => {
  const run = (name: string): readonly OnnxValue[] => call.runGraph(graphAttribute(call, name), [])
  const isTaken = decided(input(call, 0))
  if (isTaken !== null) return run(isTaken ? 'then_branch' : 'else_branch')
  return eitherOf(input(call, 0).tensor, run('then_branch'), run('else_branch'))
}

/** Values along a new axis, which may be turned around. */
const stacked = (values: readonly OnnxValue[], axis: number, isReversed: boolean): OnnxValue => {
  const all = moved(values, ([first, ...others]) =>
    first === undefined
      ? refuse('stack what a loop gives', [], { expected: 'a repetition', found: 'none' })
      : stack({ axis })([first, ...others]),
  )
  return isReversed ? movedOne(all, (x) => flip({ axis })(x)) : all
}

const checkRepeats = (call: Call, count: number): void => {
  if (count > call.maxRepeats)
    refuse('repeat', [], {
      expected: `at most ${String(call.maxRepeats)} repetitions (maxRepeats)`,
      found: String(count),
    })
}

/** The repetitions from one on of a loop whose end is not known: all of them, of which those after the end change nothing. */
const repeatedToTheBound = (
  call: Call,
  { from, to }: { readonly from: number; readonly to: number },
  condition: Tensor,
  before: readonly OnnxValue[],
): readonly OnnxValue[] => {
  const body = graphAttribute(call, 'body')
  if (to === Infinity || body.outputs.length > 1 + before.length)
    return refuse('repeat', [], {
      expected: 'a number of repetitions and no values of each, where the end is not known',
      found: to === Infinity ? 'no number' : `${String(body.outputs.length - 1 - before.length)} of each`,
    })
  let [carried, isOn] = [before, condition]
  for (let k = from; k < to; k++) {
    checkRepeats(call, k + 1)
    const [going, ...next] = call.runGraph(body, [
      exactly('int64', [], [BigInt(k)]),
      computed('bool', isOn),
      ...carried,
    ])
    carried = eitherOf(isOn, next, carried)
    isOn = going === undefined ? isOn : where(isOn, reshapeTo(going.tensor, isOn.shape), zero)
  }
  return carried
}

const loop = (call: Call): NodeOutcome => {
  const body = graphAttribute(call, 'body')
  const trips = optional(call, 0)
  const most = trips === null ? Infinity : Number(integersIn(trips)[0] ?? 0n)
  const condition = optional(call, 1)
  if (trips !== null && condition === null) checkRepeats(call, most)
  const given = condition === null || decided(condition)
  let carried = call.inputs.slice(2).flatMap((value) => (value === null ? [] : [value]))
  const count = carried.length
  if (condition !== null && given === null)
    return repeatedToTheBound(call, { from: 0, to: most }, condition.tensor, carried)
  const rows: (readonly OnnxValue[])[] = []
  let isOn = given === true
  for (let k = 0; isOn && k < most; k++) {
    checkRepeats(call, k + 1)
    const going = condition ?? exactly('bool', [], [1n])
    const results = call.runGraph(body, [exactly('int64', [], [BigInt(k)]), going, ...carried])
    const [next] = results
    carried = results.slice(1, 1 + count)
    rows.push(results.slice(1 + count))
    // Without a first condition, that of the body counts for nothing when it is a constant of true.
    const goesOn = next === undefined || k + 1 >= most || decided(next)
    if (next !== undefined && goesOn === null)
      return repeatedToTheBound(call, { from: k + 1, to: most }, next.tensor, carried)
    isOn = goesOn === true
  }
  const scans = Array.from({ length: body.outputs.length - 1 - count }, (_, k) =>
    stacked(
      rows.flatMap((row) => row[k] ?? []),
      0,
      false,
    ),
  )
  return [...carried, ...scans]
}

const scanned = (call: Call): NodeOutcome => {
  const body = graphAttribute(call, 'body')
  const given = call.inputs.flatMap((value) => (value === null ? [] : [value]))
  const count = intAttribute(call, 'num_scan_inputs') ?? 0
  const states = given.slice(0, given.length - count)
  const lists = given.slice(given.length - count)
  const axisOf = (k: number): number =>
    resolveAxis('scan', lists[k]?.tensor.shape ?? [], intsAttribute(call, 'scan_input_axes')?.[k] ?? 0)
  const length = lists[0] === undefined ? 0 : dimension(lists[0].tensor.shape, axisOf(0))
  checkRepeats(call, length)
  let carried = states
  const rows: (readonly OnnxValue[])[] = []
  for (let step = 0; step < length; step++) {
    const entries = lists.map((value, k) => {
      const isBackward = intsAttribute(call, 'scan_input_directions')?.[k] === 1
      return movedOne(value, (x) => at(isBackward ? length - 1 - step : step, { axis: axisOf(k) })(x))
    })
    const results = call.runGraph(body, [...carried, ...entries])
    carried = results.slice(0, states.length)
    rows.push(results.slice(states.length))
  }
  const scans = Array.from({ length: body.outputs.length - states.length }, (_, k) => {
    const values = rows.flatMap((row) => row[k] ?? [])
    const rank = (values[0]?.tensor.shape.length ?? 0) + 1
    const axis = intsAttribute(call, 'scan_output_axes')?.[k] ?? 0
    return stacked(values, axis < 0 ? axis + rank : axis, intsAttribute(call, 'scan_output_directions')?.[k] === 1)
  })
  return [...carried, ...scans]
}

const scanAttributes =
  'body num_scan_inputs scan_input_axes scan_input_directions scan_output_axes scan_output_directions'

/** The control flow, by name. */
export const control: Readonly<Record<string, Operator>> = {
  If: operator('then_branch else_branch', branch, { settingsFrom: 0 }),
  Loop: operator('body', loop),
  Scan: operator(scanAttributes, scanned, {
    refuses: (_, opset) => (opset < 9 ? ['operator', 'Scan of version 8 has a batch axis'] : null),
  }),
}
