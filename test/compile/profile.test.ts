import { products } from '../../src/backend/families.ts'
import type { Backend, Tensor } from 'cotangent'
import {
  compile,
  conv2d,
  explain,
  grad,
  makeRuntime,
  matmul,
  maxPool2d,
  normal,
  key,
  ones,
  profile,
  referenceBackend,
  referenceRuntime,
  relu,
  sum,
  wasmBackend,
} from 'cotangent'
import { afterAll, describe, expect, it } from 'vitest'
import { profileProgram } from '../../src/compile/profile.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

type Images = Tensor<readonly [2, 3, 12, 12]>
type Kernel = Tensor<readonly [4, 3, 3, 3]>

const loss = (x: Images, w: Kernel): Tensor<readonly []> => sum()(maxPool2d({ kernel: 2 })(relu(conv2d()(x, w))))
const [x, w] = [normal([2, 3, 12, 12])(key(1)), normal([4, 3, 3, 3])(key(2))]

describe('profile', () => {
  it.each([wasm, referenceRuntime])('has a row per instruction of the program on $name', (runtime) => {
    const f = compile((a: Images, b: Kernel) => grad((own: Kernel) => loss(a, own))(b), { runtime })
    const found = profile(f, x, w)
    const { instructions } = explain(f, x, w)
    expect(found.instructions.map(({ value, name, shape }) => ({ value, name, shape }))).toEqual(
      instructions.map(({ value, name, shape }) => ({ value, name, shape })),
    )
    expect(found.backend).toBe(runtime.name)
    expect(found.limits.gflops).toBeGreaterThan(0)
    expect(found.limits.gigabytesPerSecond).toBeGreaterThan(0)
  })

  it.each([wasm, referenceRuntime])('divides the whole time among its rows on $name', (runtime) => {
    const { instructions, milliseconds } = profile(compile(loss, { runtime }), x, w)
    expect(instructions.reduce((total, { share }) => total + share, 0)).toBeCloseTo(1, 10)
    expect(instructions.reduce((total, row) => total + row.milliseconds, 0)).toBeCloseTo(milliseconds, 10)
    for (const { milliseconds: own, gflops, ofCeiling } of instructions) {
      expect(Math.min(own, gflops, ofCeiling)).toBeGreaterThanOrEqual(0)
    }
  })

  it('prints the slowest instruction first', () => {
    const { text, instructions } = profile(compile(loss, { runtime: wasm }), x, w)
    const [slowest] = instructions.toSorted((a, b) => b.milliseconds - a.milliseconds)
    expect(text.split('\n')[2]).toContain(`${slowest?.value ?? ''} = ${slowest?.name ?? ''} `)
    expect(text.split('\n')).toHaveLength(instructions.length + 2)
  })

  it('takes the times that a backend gives, and their median', () => {
    let run = 0
    const backend: Backend = {
      ...referenceBackend,
      name: 'slow',
      // The first run warms up; then 5, 1, 9, 3 and 7 milliseconds.
      timed:
        ({ instructions }) =>
        () =>
          instructions.map(() => [100, 5, 1, 9, 3, 7][run++ % 6] ?? 0),
    }
    const program = {
      inputs: [
        [2, 8],
        [8, 5],
      ],
      instructions: [
        {
          name: 'matmul' as const,
          params: {},
          inputs: [0, 1],
          inputShapes: [
            [2, 8],
            [8, 5],
          ],
          shape: [2, 5],
        },
      ],
      outputs: [2],
    }
    const { instructions, milliseconds } = profileProgram(
      program,
      backend,
      [new Float64Array(16), new Float64Array(40)],
      products,
    )
    expect(milliseconds).toBe(5)
    expect(instructions[0]).toMatchObject({ bytes: 8 * (16 + 40 + 10), gflops: 160 / 5 / 1e6, share: 1 })
  })

  it('refuses a function that is not compiled', () => {
    const message = 'Cannot profile the function: expected a function that compile has made'
    expect(() => profile(loss, x, w)).toThrow(message)
    expect(() => profile(undefined as unknown as () => Tensor)).toThrow(message)
  })

  it('refuses arguments that have no numbers of their own', () => {
    const f = compile((a: Tensor<readonly [2]>) => relu(a), { runtime: wasm })
    const within = (a: Tensor<readonly [2]>): Tensor<readonly []> => {
      profile(f, a)
      return sum()(a)
    }
    const message = 'expected arguments that depend on no derivative or compilation in progress'
    expect(() => grad(within)(ones([2]))).toThrow(message)
    expect(() => compile(within)(ones([2]))).toThrow(message)
  })

  it('shows a function that computes nothing', () => {
    const f = compile((a: Tensor<readonly [2]>) => a, { runtime: wasm })
    expect(profile(f, ones([2])).text).toMatch(/^on wasm: 0\.000 ms in 0 instructions; limits .* GB\/s\n/)
    const one = compile((a: Tensor<readonly [2]>) => relu(a), { runtime: wasm })
    expect(profile(one, ones([2])).text).toMatch(/ ms in 1 instruction; /)
  })

  it('changes no result', () => {
    const f = compile((a: Tensor<readonly [2, 2]>) => matmul(a, a), { runtime: wasm })
    const before = wasm.toArray(f(ones([2, 2])))
    profile(f, ones([2, 2]))
    expect(wasm.toArray(f(ones([2, 2])))).toEqual(before)
  })
})
