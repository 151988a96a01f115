import { describe, expect, it } from 'vitest'
import { direction } from '../../../../laws/index.ts'
import * as ct from '../../../../src/index.ts'
import type { Shape, Tensor } from '../../../../src/index.ts'
import { exportOnnx } from '../../../../src/onnx/index.ts'
import { toArray } from '../../../float64.ts'
import { expectNear } from '../../../near.ts'
import { exported, outputOf, operatorsIn } from '../../roundTrip.ts'

type Case = readonly [f: (...xs: readonly Tensor[]) => Tensor, shapes: readonly Shape[], operators: readonly string[]]

const wide = ct.broadcastTo([2, 3])

const cases: Readonly<Record<string, Case>> = {
  'one operand': [(x, y) => ct.add(wide(x), y), [[3], [2, 3]], ['Add']],
  'no operand, where both are stretched': [(x, y) => ct.add(wide(x), wide(y)), [[3], [3]], ['Expand', 'Add']],
  'both operands, where each stretches the other': [(x, y) => ct.mul(wide(x), wide(y)), [[3], [2, 1]], ['Mul']],
  'the only operand': [(x) => ct.exp(wide(x)), [[3]], ['Expand', 'Exp']],
  'a condition': [(c, x, y) => ct.where(wide(c), wide(x), y), [[3], [2, 1], [2, 3]], ['Cast', 'Where']],
}

describe('elementwiseRule', () => {
  it.each(Object.entries(cases))('leaves to ONNX to broadcast %s', (_, [f, shapes, operators]) => {
    const inputs = shapes.map((shape, k) => direction(shape, 17, k))
    const bytes = exported(exportOnnx(f, inputs, { type: 'double' }))
    const found = outputOf(bytes, inputs)
    expect(operatorsIn(bytes)).toEqual(operators)
    expect(found.shape).toEqual(f(...inputs).shape)
    expectNear(found, Array.from(toArray(f(...inputs))), 6)
  })
})
