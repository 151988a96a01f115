/** @file Primitives and the families of kernels that they name. */
import { add, conv2d, exp, force, key, makeRuntime, matmul, normal, primitives, toArray, wasmBackend } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { familyOf } from '../../src/backend/families.ts'
import { referencePartOf } from '../../src/backend/reference/Family.ts'
import { referenceBackend } from '../../src/backend/reference/index.ts'
import { everyKernel, kernels } from '../../src/backend/reference/kernels.ts'
import { wasmPartOf } from '../../src/backend/wasm/Family.ts'
import { everyLowering, lowerings } from '../../src/backend/wasm/lowerings.ts'

describe('a primitive', () => {
  it.each(Object.values(primitives))(
    '$name is built in, or names a family that has it on every backend',
    (primitive) => {
      const { name, family } = primitive
      const [brought, lowered] =
        family === undefined ? [{}, {}] : [referencePartOf(family), wasmPartOf(family).lowerings]
      expect(Object.hasOwn(kernels, name)).not.toBe(Object.hasOwn(brought, name))
      expect(Object.hasOwn(lowerings, name)).not.toBe(Object.hasOwn(lowered, name))
      expect(familyOf(name)).toEqual(family === undefined ? {} : { family })
    },
  )

  it('has an entry in the tables of everything', () => {
    for (const name of Object.keys(primitives)) {
      expect(everyKernel).toHaveProperty(name)
      expect(everyLowering).toHaveProperty(name)
    }
  })
})

describe('an instruction that brings no kernels', () => {
  const shapes = [
    [2, 3],
    [3, 2],
  ]
  const instruction = { name: 'matmul', params: {}, inputs: [0, 1], inputShapes: shapes, shape: [2, 2] } as const
  const program = { inputs: shapes, instructions: [instruction], outputs: [2] }
  const message = 'expected an instruction with the kernels of its primitive, found matmul without'

  it('is refused by the wasm backend', () => {
    expect(() => wasmBackend().compile(program)).toThrow(message)
  })

  it('is refused by the reference backend', () => {
    const run = referenceBackend.compile(program)
    expect(() => run([new Float64Array(6), new Float64Array(6)])).toThrow(message)
  })
})

describe('modules that are linked while threads run', () => {
  const wide = force(normal([900, 900])(key(1)))
  const images = force(normal([16, 16, 40, 40])(key(2)))
  const weights = force(normal([16, 16, 3, 3])(key(3)))
  const exponentials = () => exp(add(wide, 0.5))
  const convolved = () => conv2d({ padding: 1 })(images, weights)
  const later = [() => matmul(wide, wide), convolved, exponentials, ...Array.from({ length: 20 }, () => convolved)]

  it('give the same bits as on one thread', () => {
    const one = makeRuntime(wasmBackend({ threads: 1 }))
    const expected = later.map((f) => toArray(f(), one))
    one.close()
    for (let round = 0; round < 3; round++) {
      const runtime = makeRuntime(wasmBackend({ threads: 2 }))
      // Until its worker takes part.
      for (let k = 0; k < 40; k++) toArray(exponentials(), runtime)
      later.forEach((f, k) => {
        expect(Buffer.from(toArray(f(), runtime).buffer).equals(Buffer.from(expected[k]!.buffer))).toBe(true)
      })
      runtime.close()
    }
  })
})
