/**
 * @file Checks a case: outputs, gradients, and refusals where PyTorch refuses.
 */
import type { Runtime, Tensor } from 'cotangent'
import { toArray, vjp } from 'cotangent'
import type * as t from 'io-ts'
import type { Answer, Case, Group, Params } from './vectors.ts'
import { decoded, numberOf, tensorOf } from './vectors.ts'

/** What a function of PyTorch is here: its inputs as tensors, to its outputs. */
export type Ours = (params: Params, inputs: readonly Tensor[], names?: readonly string[]) => readonly Tensor[]

/** The largest difference over what is allowed, and where it is. */
export type Judgement = readonly [error: number, at: string]

/** A case that is more than one call: what it does is compared here, on a runtime. */
export interface Judge {
  readonly judge: (one: Case, group: Group, runtime: Runtime) => Judgement
}

/** A judge of cases that record more than a call: what, says a codec. */
export const judging = <A>(
  codec: t.Decoder<unknown, A>,
  judge: (one: A, group: Group, runtime: Runtime) => Judgement,
): Judge => ({ judge: (one, group, runtime) => judge(decoded(codec, one, one.name), group, runtime) })

/** What a case came to; `error` is the largest difference over what is allowed. */
export type Outcome =
  | { readonly _tag: 'passed'; readonly error: number }
  | { readonly _tag: 'failed'; readonly reason: string; readonly error: number }
  | { readonly _tag: 'deviates'; readonly reason: string }
  | { readonly _tag: 'unmapped' }

/** Numbers of a runtime of 32 bits may be off by more: so much of the largest number beside what the case allows. */
export interface Allowance {
  readonly relative: number
}

/** The worse of two judgements. */
export const worse = (a: Judgement, b: Judgement): Judgement => (b[0] > a[0] || Number.isNaN(b[0]) ? b : a)

/** How far numbers are from the expected ones, over what is allowed of each. */
export const farthest = (
  what: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  allowed: (answer: number) => number,
): Judgement =>
  found.length !== expected.length
    ? [Infinity, `${what} has ${found.length} entries instead of ${expected.length}`]
    : Array.from(expected).reduce<Judgement>(
        (sofar, answer, k) => {
          const error = Math.abs(found[k]! - answer) / allowed(answer)
          return worse(sofar, [
            Number.isNaN(error) ? Infinity : error,
            `${what}[${k}] is ${found[k]}, expected ${answer}`,
          ])
        },
        [0, ''],
      )

const largestOf = (numbers: Float64Array): number =>
  numbers.reduce((largest, x) => (Number.isFinite(x) ? Math.max(largest, Math.abs(x)) : largest), 0)

/** The worst difference from an answer over what is allowed, and where it is. */
const compare = (
  of: Case,
  name: string,
  expected: Answer,
  found: ArrayLike<number>,
  { relative }: Allowance,
): Judgement => {
  if (found.length !== expected.numbers.length)
    return [Infinity, `${name} has ${found.length} entries instead of ${expected.numbers.length}`]
  const { rtol = 0, atol = 0, perTensor = {} } = of.tolerance ?? {}
  const slack = (perTensor[name] ?? atol) + relative * Math.max(1, largestOf(expected.numbers))
  const others = new Map<number, readonly number[]>([
    ...(of.path_dependent ?? [])
      .filter(({ tensor }) => tensor === name)
      .map(({ index, scalar, simd }) => [index, [numberOf(scalar), numberOf(simd)]] as const),
    // In 32 bits either is right.
    ...(relative === 0 ? [] : (of.f32_differs ?? []))
      .filter(({ tensor }) => tensor === name)
      .map(({ index, f32 }) => [index, [numberOf(f32)]] as const),
  ])
  const errorOf = (answer: number, value: number): number => {
    if (Object.is(answer, value) || answer === value || Math.fround(answer) === value) return 0
    const difference = Math.abs(value - answer)
    const allowed = slack + rtol * Math.abs(answer)
    return Number.isNaN(difference) || allowed === 0 ? Infinity : difference / allowed
  }
  let worst: readonly [number, string] = [0, '']
  expected.numbers.forEach((answer, k) => {
    const value = found[k] ?? Number.NaN
    const error = Math.min(...[answer, ...(others.get(k) ?? [])].map((one) => errorOf(one, value)))
    if (error > worst[0]) worst = [error, `${name}[${k}] is ${value}, expected ${answer}`]
  })
  return worst
}

/** The inputs that a case differentiates by, by their place. */
const differentiated = ({ inputs, grads = {} }: Case): readonly number[] =>
  inputs.flatMap((name, k) => (name in grads ? [k] : []))

const run = (group: Group, one: Case, ours: Ours): ReadonlyMap<string, Tensor> => {
  const inputs = one.inputs.map((name) => tensorOf(group.answer(name)))
  const free = differentiated(one)
  const call = (variables: readonly Tensor[]): readonly Tensor[] =>
    ours(
      one.params,
      inputs.map((input, k) => variables[free.indexOf(k)] ?? input),
      one.inputs,
    )
  const found = new Map<string, Tensor>()
  if (free.length === 0) {
    call([]).forEach((output, k) => found.set(one.outputs[k] ?? '', output))
    return found
  }
  const [outputs, pullback] = vjp(call)(free.flatMap((k) => inputs[k] ?? []))
  outputs.forEach((output, k) => found.set(one.outputs[k] ?? '', output))
  const cotangents = outputs.map((output, k) => {
    const name = one.cotangents?.[k]
    return name === null || name === undefined
      ? tensorOf({
          numbers: new Float64Array(output.shape.reduce((a, b) => a * b, 1)),
          shape: output.shape,
          isWhole: false,
        })
      : tensorOf(group.answer(name))
  })
  pullback(cotangents).forEach((gradient, k) => {
    const input = one.inputs[free[k] ?? -1]
    const name = input === undefined ? undefined : one.grads?.[input]
    if (name !== undefined) found.set(name, gradient)
  })
  return found
}

/** Where PyTorch refuses, we must: when the expression is built, or when its numbers are computed. */
const refusal = (group: Group, one: Case, ours: Ours, runtime: Runtime): Outcome => {
  const inputs = one.inputs.map((name) => tensorOf(group.answer(name)))
  try {
    for (const output of ours(one.params, inputs, one.inputs)) toArray(output, runtime)
  } catch {
    return { _tag: 'passed', error: 0 }
  }
  return { _tag: 'failed', reason: `it was not refused: ${one.error ?? ''}`, error: Infinity }
}

/** Checks a case on a runtime. */
export const check = (
  group: Group,
  one: Case,
  ours: Ours | Judge | undefined,
  runtime: Runtime,
  allowance: Allowance,
): Outcome => {
  if (ours === undefined) return { _tag: 'unmapped' }
  try {
    if (typeof ours === 'object') {
      const [error, at] = ours.judge(one, group, runtime)
      return error <= 1 ? { _tag: 'passed', error } : { _tag: 'failed', reason: at, error }
    }
    if (one.error !== undefined) return refusal(group, one, ours, runtime)
    const found = run(group, one, ours)
    const worst = [...found].reduce<readonly [number, string]>(
      (sofar, [name, t]) => {
        const expected = group.answer(name)
        const next =
          t.shape.join() === expected.shape.join()
            ? compare(one, name, expected, toArray(t, runtime), allowance)
            : ([Infinity, `${name} has shape [${t.shape.join()}] instead of [${expected.shape.join()}]`] as const)
        return next[0] > sofar[0] ? next : sofar
      },
      [0, ''],
    )
    return worst[0] <= 1 ? { _tag: 'passed', error: worst[0] } : { _tag: 'failed', reason: worst[1], error: worst[0] }
  } catch (thrown) {
    return { _tag: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown), error: Infinity }
  }
}
