import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import {
  abs,
  add,
  broadcastTo,
  concat,
  div,
  exp,
  flip,
  floor,
  matmul,
  max,
  maximum,
  mul,
  neg,
  ones,
  pad,
  pow,
  relu,
  reshape,
  round,
  slice,
  sub,
  sum,
  tanh,
  transpose,
  where,
  zeros,
} from 'cotangent'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import { foldConstants } from '../../../src/compile/passes/foldConstants.ts'
import { identities, simplify } from '../../../src/compile/passes/simplify.ts'
import type { Program } from '../../../src/compile/Program.ts'
import { literal } from '../../../src/ops/constant.ts'
import { expectSameNumbers, namesOf, programOf, run } from './program.ts'

const simplified = (program: Program): Program => simplify(program, referenceBackend.compile)
const loose = <F>(f: F): ((...args: readonly unknown[]) => Tensor) => f as never

/** What is left of a function of one tensor. */
const left = (f: (x: Tensor) => Tensor, shape: readonly number[] = [2, 3]): readonly string[] =>
  namesOf(simplified(programOf(f, shape)))

describe('simplify', () => {
  it('keeps the outputs', () => {
    expectSameNumbers(simplified)
  })

  it('leaves nothing to simplify', () => {
    const program = simplified(programOf((x) => add(mul(neg(neg(x)), ones([2, 3])), x), [2, 3]))
    expect(simplified(program)).toBe(program)
  })
})

describe('foldConstants', () => {
  it('keeps the outputs', () => {
    expectSameNumbers(foldConstants(referenceBackend.compile))
  })

  it('computes with repeated numbers once', () => {
    const program = simplified(programOf((x) => mul(x, exp(add(ones([2, 3]), literal(1)))), [2, 3]))
    expect(namesOf(program)).toEqual(['constant', 'mul'])
    expect(program.instructions[0]?.params).toEqual({ value: Math.exp(2), shape: [2, 3] })
  })
})

describe('identities of arithmetic', () => {
  it('keep the outputs', () => {
    expectSameNumbers(identities)
  })

  const one = (x: Tensor): Tensor => ones(x.shape)
  const minusZero = (x: Tensor): Tensor => neg(zeros(x.shape))
  it.each<readonly [string, (x: Tensor) => Tensor, readonly string[]]>([
    ['x * 1 = x', (x) => mul(x, one(x)), []],
    ['1 * x = x', (x) => mul(one(x), x), []],
    ['x * -1 = -x', (x) => mul(x, neg(one(x))), ['neg']],
    ['(-x)(-x) = x x', (x) => mul(neg(x), neg(x)), ['mul']],
    ['x / 1 = x', (x) => div(x, one(x)), []],
    ['x / 4 = x * 0.25', (x) => div(x, literal(4)), ['constant', 'mul']],
    ['x / 3 stays', (x) => div(x, literal(3)), ['constant', 'div']],
    ['x - 0 = x', (x) => sub(x, zeros(x.shape)), []],
    ['x - -0 stays', (x) => sub(x, minusZero(x)), ['constant', 'sub']],
    ['x + -0 = x', (x) => add(x, minusZero(x)), []],
    ['x + 0 stays, as x may be -0', (x) => add(x, zeros(x.shape)), ['constant', 'add']],
    ['|x| + 0 = |x|', (x) => add(abs(x), zeros(x.shape)), ['abs']],
    ['-0 - x = -x', (x) => sub(minusZero(x), x), ['neg']],
    ['0 - x stays', (x) => sub(zeros(x.shape), x), ['constant', 'sub']],
    ['x * 0 stays, as x may be NaN', (x) => mul(x, zeros(x.shape)), ['constant', 'mul']],
    ['x - x stays, as x may be infinite', (x) => sub(x, x), ['sub']],
    ['x + -y = x - y', (x) => add(x, neg(exp(x))), ['exp', 'sub']],
    ['x - -y = x + y', (x) => sub(x, neg(exp(x))), ['exp', 'add']],
    ['-(-x) = x', (x) => neg(neg(x)), []],
    ['-(c x) = (-c) x', (x) => neg(mul(x, literal(3))), ['constant', 'mul']],
    ['|-x| = |x|', (x) => abs(neg(x)), ['abs']],
    ['||x|| = |x|', (x) => abs(abs(x)), ['abs']],
    ['relu of relu', (x) => relu(relu(x)), ['relu']],
    ['relu of abs', (x) => relu(abs(x)), ['abs']],
    ['round of floor', (x) => round(floor(x)), ['floor']],
    ['max(x, x) = x', (x) => maximum(x, x), []],
    ['x^1 = x', (x) => loose(pow)(x, literal(1)), []],
    ['x^0 = 1', (x) => loose(pow)(x, literal(0)), ['constant']],
    ['x^2 = x x', (x) => loose(pow)(x, literal(2)), ['mul']],
    ['where(1, x, y) = x', (x) => loose(where)(one(x), x, exp(x)), []],
    ['where(0, x, y) = y', (x) => loose(where)(zeros(x.shape), x, exp(x)), ['exp']],
    ['where(c, x, x) = x', (x) => loose(where)(exp(x), x, x), []],
  ])('%s', (_, f, names) => {
    expect(left(f)).toEqual(names)
    const data = [Float64Array.of(0, -0, 1.5, -Infinity, Infinity, Number.NaN)]
    const program = programOf(f, [2, 3])
    expect(run({ program: simplified(program), data })).toEqual(run({ program, data }))
  })
})

describe('identities of views', () => {
  const pads = (low: number, high: number) => pad({ padding: [[low, high]] })
  it.each<readonly [string, (x: Tensor) => Tensor, readonly string[]]>([
    ['reshape of reshape', (x) => loose(reshape([6]))(loose(reshape([3, 2]))(x)), ['reshape']],
    ['reshape and back', (x) => loose(reshape([2, 3]))(loose(reshape([6]))(x)), []],
    ['transpose twice', (x) => loose(transpose)(loose(transpose)(x)), []],
    [
      'transpose of transpose',
      (x) => loose(transpose([1, 2, 0]))(loose(transpose([2, 0, 1]))(broadcastTo([4, 2, 3])(x))),
      ['broadcastTo'],
    ],
    [
      'transpose of an axis of length 1',
      (x) => loose(transpose([1, 0]))(sum({ axis: 0, keepDims: true })(x)),
      ['sum', 'reshape'],
    ],
    ['broadcastTo of broadcastTo', (x) => broadcastTo([5, 4, 2, 3])(broadcastTo([4, 2, 3])(x)), ['broadcastTo']],
    ['broadcastTo that only adds axes', (x) => broadcastTo([1, 2, 3])(x), ['reshape']],
    ['broadcastTo of added axes', (x) => broadcastTo([4, 2, 3])(loose(reshape([1, 2, 3]))(x)), ['broadcastTo']],
    ['slice of slice', (x) => slice([{ start: 1 }])(slice([{}, { start: 1, step: 2 }])(x)), ['slice']],
    [
      'slice of concat, within one part',
      (x) => slice([{ start: 2, stop: 4 }])(loose(concat({ axis: 0 }))([exp(x), x])),
      [],
    ],
    [
      'slice of concat, across parts',
      (x) => slice([{ start: 1, stop: 3 }])(loose(concat({ axis: 0 }))([x, x])),
      ['concat', 'slice'],
    ],
    ['slice of pad, within', (x) => slice([{}, { start: 2, stop: 4 }])(pads(1, 2)(x)), ['slice']],
    ['slice of pad, the whole', (x) => slice([{}, { start: 1, stop: 4 }])(pads(1, 2)(x)), []],
    ['slice of pad, with padding', (x) => slice([{}, { stop: 4 }])(pads(1, 2)(x)), ['pad', 'slice']],
    ['pad of pad', (x) => pads(1, 0)(pads(0, 2)(x)), ['pad']],
    ['flip of flip', (x) => flip({ axis: 0 })(flip({ axis: [0, 1] })(x)), ['flip']],
    ['flip twice', (x) => flip()(flip()(x)), []],
    ['pad of zeros', (x) => pads(1, 1)(zeros(x.shape)), ['constant']],
    ['concat of zeros', (x) => loose(concat({ axis: 0 }))([zeros(x.shape), zeros(x.shape)]), ['constant']],
    ['sum of a whole number', (x) => loose(sum())(ones(x.shape)), ['constant']],
    ['sum of a fraction stays', (x) => loose(sum())(mul(ones(x.shape), literal(0.1))), ['constant', 'sum']],
    [
      'transpose of a product whose first factor is turned',
      (x) => loose(transpose)(loose(matmul)(loose(transpose)(x), exp(x))),
      ['exp', 'transpose', 'matmul'],
    ],
    [
      'transpose of a product whose second factor is turned',
      (x) => loose(transpose)(loose(matmul)(exp(x), loose(transpose)(x))),
      ['exp', 'transpose', 'matmul'],
    ],
    [
      'transpose of a product of turned matrices, in batches',
      (x) => {
        const batch = broadcastTo([4, 2, 3])(x)
        const turned = loose(transpose([0, 2, 1]))
        return loose(turned)(loose(matmul)(turned(batch), exp(batch)))
      },
      ['broadcastTo', 'exp', 'transpose', 'matmul'],
    ],
    [
      'transpose of a product that is read itself stays',
      (x) => {
        const product = loose(matmul)(loose(transpose)(x), exp(x))
        return add(product, loose(transpose)(product))
      },
      ['transpose', 'exp', 'matmul', 'transpose', 'add'],
    ],
    ['max over axes of length 1', (x) => loose(max({ axis: 0 }))(broadcastTo([1, 2, 3])(tanh(x))), ['tanh']],
  ])('%s', (_, f, names) => {
    expect(left(f)).toEqual(names)
    const data = [Float64Array.of(0, -0, 1.5, -2, 3, 4)]
    const program = programOf(f, [2, 3])
    expect(run({ program: simplified(program), data })).toEqual(run({ program, data }))
  })
})
