/**
 * @file The formulations of the products, in every mode: threads of one cell, threads of four neighbouring cells, and fours
 * whose neighbouring threads are the lanes of a vector. The library takes what is fastest here.
 */
import type { Form, GpuJs, GpuMode, Held } from '../../../src/backend/gpu/index.ts'
import { makeDevice, prepareProgram } from '../../../src/backend/gpu/index.ts'
import type { Run } from './ours.ts'

type Program = Parameters<typeof prepareProgram>[0]
type Instruction = Program['instructions'][number]

interface Product {
  readonly name: string
  readonly operations: number
  readonly instruction: Instruction
}

const product = (name: string, operations: number, made: Omit<Instruction, 'inputs'>): Product => ({
  name,
  operations,
  instruction: { ...made, inputs: [0, 1] },
})

/** The three readings of a convolution of stride 1 over square images. */
const convolutions = (
  name: string,
  images: readonly [n: number, channels: number, side: number],
  [features, kernel, padding]: readonly [features: number, kernel: number, padding: number],
): readonly Product[] => {
  const [n, channels, side] = images
  const after = side + 2 * padding - kernel + 1
  const axis = {
    input: side,
    kernel,
    stride: 1,
    low: padding,
    high: padding,
    dilation: 1,
    inputDilation: 1,
    output: after,
  }
  const params = { window: [axis, axis], groups: 1 } as const
  const [x, w, y] = [
    [n, channels, side, side],
    [features, channels, kernel, kernel],
    [n, features, after, after],
  ] as const
  const operations = 2 * n * features * channels * kernel * kernel * after * after
  return [
    product(name, operations, { name: 'conv', params, inputShapes: [x, w], shape: y }),
    product(`${name}, to the input`, operations, { name: 'convInput', params, inputShapes: [y, w], shape: x }),
    product(`${name}, to the kernel`, operations, { name: 'convFilter', params, inputShapes: [x, y], shape: w }),
  ]
}

const square = [512, 512] as const

const products: readonly Product[] = [
  ...convolutions('conv 3x3 64->64 56x56', [1, 64, 56], [64, 3, 1]),
  ...convolutions("LeNet's C3, 32 images", [32, 6, 14], [16, 5, 0]),
  product('matmul 512', 2 * 512 ** 3, { name: 'matmul', params: {}, inputShapes: [square, square], shape: square }),
]

const forms: readonly Form[] = ['cells', 'fours', 'lanes']

const random = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.random() - 0.5)

/** A formulation of a product; each run waits for its result. */
interface Formulation {
  readonly name: string
  readonly form: Form
  /** Whether the library takes it in this mode. */
  readonly isChosen: boolean
  readonly operations: number
  readonly run: Run
}

/** The formulations in a mode. Those of lanes are for modes whose threads are lanes. */
export const formulationsOn = async (mode: GpuMode): Promise<readonly Formulation[]> => {
  const loaded = (await import('gpu.js')) as GpuJs & { readonly default?: GpuJs }
  const { GPU } = loaded.default ?? loaded
  const device = makeDevice(new GPU({ mode }), mode)
  const made: Formulation[] = []
  for (const { name, operations, instruction } of products) {
    const given: Held[] = []
    for (const shape of instruction.inputShapes) given.push(await device.upload(random(shape)))
    for (const form of forms) {
      if (form === 'lanes' && mode !== 'webasm') continue
      const program: Program = { inputs: instruction.inputShapes, instructions: [instruction], outputs: [2] }
      const compute = prepareProgram(program, { ...device, form })
      const run = async (): Promise<void> => {
        for (const held of await compute(given)) {
          await device.download(held, 1)
          device.free(held)
        }
      }
      made.push({ name, form, isChosen: form === device.form, operations, run })
    }
  }
  return made
}
