import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, exp, grad, makeRuntime, mul, referenceBackend, relu, stopGradient, sum, tensor, toArray } from 'cotangent'
import { structureWriter } from '../../src/compile/structure.ts'
import { trace } from '../../src/compile/trace.ts'
import { literal, one } from '../../src/ops/constant.ts'

const x: Tensor = tensor([1, 2], [2])

describe('trace', () => {
  it('numbers values by instruction and looks through identities', () => {
    const held = stopGradient(exp(stopGradient(x)))
    const traced = trace([mul(held, held), held], structureWriter())
    const { inputs, instructions } = traced.program(traced.roots)
    expect(inputs).toEqual([[2]])
    expect(instructions.map(({ name, inputs: reads }) => [name, reads])).toEqual([
      ['exp', [0]],
      ['mul', [1, 1]],
    ])
    expect(traced.roots).toEqual([2, 1])
  })

  it('gives one structure to expressions that differ in identities and in data', () => {
    const writer = structureWriter()
    const plain = trace([exp(tensor([1, 2], [2]))], writer)
    const held = trace([stopGradient(exp(stopGradient(tensor([3, 4], [2]))))], writer)
    expect(held.structure).toEqual(plain.structure)
  })

  it('gives expressions that share values another structure than those that do not', () => {
    const writer = structureWriter()
    const shared = exp(x)
    const once = trace([add(shared, shared)], writer).structure
    const twice = trace([add(exp(x), exp(x))], writer).structure
    expect(once).not.toEqual(twice)
  })

  it('tells programs apart by the order of their operands, by parameters, and by repeated numbers', () => {
    const writer = structureWriter()
    const y: Tensor = tensor([5, 6], [2])
    const expressions = [
      [sum({ axis: 0 })(x)],
      [sum()(tensor([1, 2, 3, 4], [2, 2]))],
      [mul(exp(x), y)],
      [mul(y, exp(x))],
      [add(exp(x), literal(0.1))],
      [add(exp(x), literal(0.2))],
      [add(exp(x), literal(0))],
      [add(exp(x), literal(-0))],
    ]
    const structures = expressions.map((tensors) => String(trace(tensors, writer).structure))
    expect(new Set(structures).size).toBe(structures.length)
  })

  it('is not limited by the stack', () => {
    const deep = Array.from({ length: 100_000 }).reduce<Tensor>((y) => add(y, x), x)
    expect(Array.from(toArray(deep))).toEqual([100_001, 200_002])
  })

  it('keeps repeated numbers in the structure, also after they were computed', () => {
    const runtime = makeRuntime(referenceBackend)
    const f = (t: Tensor<readonly []>): Tensor<readonly []> => mul(relu(t), one)
    for (const value of [1, 2, 3]) toArray(grad(f)(tensor(value, [])), runtime)
    toArray(add(x, one), runtime)
    expect(runtime.statistics()).toEqual({ compiled: 2, run: 4 })
  })
})
