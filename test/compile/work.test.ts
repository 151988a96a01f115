import type { ProgramInstruction, Tensor } from 'cotangent'
import { compile, conv2d, explain, grad, makeRuntime, matmul, maxPool2d, ones, referenceBackend, sum } from 'cotangent'
import type { Program } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { bytesMoved, operationsIn } from '../../src/compile/work.ts'

/** The instructions of a program, by the name of each. */
const instructionsOf = (f: (x: Tensor, w: Tensor) => Tensor, x: Tensor, w: Tensor): readonly ProgramInstruction[] => {
  const programs: Program[] = []
  const runtime = makeRuntime({
    ...referenceBackend,
    compile: (program) => {
      programs.push(program)
      return referenceBackend.compile(program)
    },
  })
  explain(compile(f, { runtime }), x, w)
  return programs.flatMap(({ instructions }) => instructions)
}

const named = (name: string, all: readonly ProgramInstruction[]): ProgramInstruction => {
  const found = all.find((instruction) => instruction.name === name)
  if (found === undefined) throw new Error(`no ${name} among ${all.map((one) => one.name).join(', ')}`)
  return found
}

describe('operationsIn', () => {
  it('counts a multiplication and an addition for each term of a product', () => {
    const [product] = instructionsOf((a, b) => matmul(a, b), ones([3, 4]), ones([4, 5])).slice(-1)
    expect(operationsIn(product!)).toBe(2 * 3 * 4 * 5)
  })

  it('counts each term of a convolution, and as many in both of its gradients', () => {
    const [x, w] = [ones([2, 3, 8, 9]), ones([4, 3, 3, 2])]
    const terms = 2 * 4 * 6 * 8 * 3 * 3 * 2
    const loss = (a: Tensor, b: Tensor): Tensor<readonly []> => sum()(conv2d()(a, b))
    const forward = instructionsOf((a, b) => conv2d()(a, b), x, w)
    const back = instructionsOf((a, b) => grad((own: Tensor) => loss(own, b))(a), x, w)
    const filter = instructionsOf((a, b) => grad((own: Tensor) => loss(a, own))(b), x, w)
    expect(operationsIn(named('conv', forward))).toBe(2 * terms)
    expect(operationsIn(named('convInput', back))).toBe(2 * terms)
    expect(operationsIn(named('convFilter', filter))).toBe(2 * terms)
  })

  it('counts the cells of each window in pooling, the entries of what is reduced, and nothing for moves', () => {
    const all = instructionsOf((a) => sum()(maxPool2d({ kernel: 2 })(a)), ones([1, 1, 4, 6]), ones([1]))
    expect(operationsIn(named('maxPool', all))).toBe(6 * 4)
    expect(operationsIn(named('sum', all))).toBe(6)
    const moved: ProgramInstruction = {
      name: 'transpose',
      params: { permutation: [1, 0] },
      inputs: [0],
      inputShapes: [[2, 3]],
      shape: [3, 2],
    }
    expect(operationsIn(moved)).toBe(0)
  })
})

describe('bytesMoved', () => {
  it('counts what is read and what is written', () => {
    const [product] = instructionsOf((a, b) => matmul(a, b), ones([3, 4]), ones([4, 5])).slice(-1)
    expect(bytesMoved(product!, 4)).toBe(4 * (12 + 20 + 15))
  })

  it('counts nothing for another shape of the same numbers', () => {
    const view: ProgramInstruction = {
      name: 'reshape',
      params: { shape: [6] },
      inputs: [0],
      inputShapes: [[2, 3]],
      shape: [6],
    }
    expect(bytesMoved(view, 4)).toBe(0)
  })
})
