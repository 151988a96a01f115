import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import {
  TensorError,
  add,
  compile,
  conv2d,
  exp,
  explain,
  makeRuntime,
  maxPool2d,
  mul,
  ones,
  referenceBackend,
  referenceRuntime,
  sum,
  tensor,
  toArray,
} from 'cotangent'

type Matrix = Tensor<readonly [2, 3]>
const x: Matrix = tensor([1, 2, 3, 4, 5, 6], [2, 3])

describe('explain', () => {
  const f = compile((t: Matrix, scale: number) => sum({ axis: 1 })(mul(add(exp(t), t), scale)), {
    runtime: referenceRuntime,
  })

  it('shows every instruction with its shape, bytes and what is held, and the peak', () => {
    expect(explain(f, x, 3).text.split('\n')).toEqual([
      'on reference, 8 bytes per number',
      '%0 : [2, 3]',
      '%1 : []',
      '%2 = fused(%0, %1) [2, 3], 48 bytes, 48 held  #0 = exp(%0); #1 = add(#0, %0); #2 = mul(#1, %1)',
      '%3 = sum(%2) [2], 16 bytes, 64 held  axes: [1]',
      'return %3',
      'peak 64 bytes',
    ])
  })

  it('names what the shapes do not say', () => {
    const g = compile((t: Tensor<readonly [1, 1, 6, 6]>) =>
      maxPool2d({ kernel: 2 })(conv2d({ padding: 1 })(t, ones([1, 1, 3, 3]))),
    )
    const { instructions } = explain(g, ones([1, 1, 6, 6]))
    expect(instructions.map(({ name, params }) => [name, params])).toEqual([
      ['constant', 'value: 1, shape: [1, 1, 3, 3]'],
      ['conv', 'window: [{ kernel: 3, low: 1, high: 1 }, { kernel: 3, low: 1, high: 1 }], groups: 1'],
      ['maxPool', 'window: [{ kernel: 2, stride: 2 }, { kernel: 2, stride: 2 }]'],
    ])
  })

  it('gives the same as data', () => {
    const { instructions, outputs, peakBytes, inputs } = explain(f, x, 3)
    expect(instructions.map(({ name, bytes, held }) => [name, bytes, held])).toEqual([
      ['fused', 48, 48],
      ['sum', 16, 64],
    ])
    expect([outputs, peakBytes, inputs]).toEqual([['%3'], 64, [[2, 3], []]])
  })

  it('compiles what has not been compiled, runs nothing, and is not needed to run', () => {
    const runtime = makeRuntime(referenceBackend)
    const g = compile((t: Matrix) => exp(t), { runtime })
    explain(g, x)
    expect(runtime.statistics()).toEqual({ compiled: 1, run: 0 })
    toArray(g(x))
    expect(runtime.statistics()).toEqual({ compiled: 1, run: 1 })
  })

  it('counts 4 bytes per number where the backend does not say', () => {
    const plain = makeRuntime({ name: 'plain', compile: referenceBackend.compile })
    const g = compile((t: Matrix) => exp(mul(t, t)), { runtime: plain })
    expect(explain(g, x).instructions.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['mul', 24],
      ['exp', 24],
    ])
  })

  it('refuses a function that was not compiled', () => {
    expect(() => explain((t: Matrix) => t, x)).toThrow(TensorError)
  })
})
