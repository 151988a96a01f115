/**
 * @file What shading languages and gpu.js are known to get wrong, each a question with its right answer. Runs in Node and in
 * a page of a browser.
 */
import type { Tensor } from '../../../src/core/Tensor.ts'
import { tensor } from '../../../src/core/Tensor.ts'
import type { GpuRuntime } from '../../../src/gpu/GpuRuntime.ts'
import { add } from '../../../src/ops/add.ts'
import { concat } from '../../../src/ops/concat.ts'
import { pow } from '../../../src/ops/pow.ts'
import { slice } from '../../../src/ops/slice.ts'
import { sum } from '../../../src/ops/sum.ts'
import { tanh } from '../../../src/ops/tanh.ts'
import { transpose } from '../../../src/ops/transpose.ts'

interface Trap {
  readonly name: string
  readonly ask: (gpu: GpuRuntime) => Promise<ArrayLike<number>>
  readonly right: readonly number[]
}

const vector = (...values: readonly number[]): Tensor => tensor(values, [values.length])
const count = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i)
const numbers = (t: Tensor) => (gpu: GpuRuntime) => gpu.toArray(t)()

const traps: readonly Trap[] = [
  {
    name: 'tanh far out, where its exponentials overflow, and near 0, where they cancel',
    ask: (gpu) => gpu.toArray(tanh(vector(-100, -46, 46, 100, 0.001)))(),
    right: [-1, -1, 1, 1, Math.tanh(0.001)],
  },
  {
    name: 'whole powers of negative numbers',
    ask: (gpu) => gpu.toArray(pow(vector(-2, -3, -1.5), 3))(),
    right: [-8, -27, -3.375],
  },
  {
    name: 'a loop of more than 1000 turns',
    ask: (gpu) => gpu.toArray(sum()(tensor(count(5000), [5000])))(),
    right: [12_497_500],
  },
  {
    name: 'an output of rank 4',
    ask: (gpu) => gpu.toArray(transpose([3, 2, 1, 0])(tensor(count(24), [1, 2, 3, 4])))(),
    right: [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23],
  },
  { name: 'an output without cells', ask: (gpu) => gpu.toArray(slice([{ stop: 0 }])(vector(1, 2)))(), right: [] },
  {
    name: 'an input without cells',
    ask: (gpu) => gpu.toArray(sum({ axis: 0 })(tensor([], [0, 2])))(),
    right: [0, 0],
  },
  {
    name: 'more operands than a kernel takes arguments',
    ask: (gpu) =>
      gpu.toArray(
        count(12)
          .map((k) => add(vector(k, 1), 0))
          .reduce((a, b) => add(a, b)),
      )(),
    right: [66, 12],
  },
  {
    name: 'more arrays than a kernel takes arguments',
    ask: (gpu) => gpu.toArray(concat({ axis: 0 })(count(12).map((k) => vector(k))))(),
    right: count(12),
  },
  {
    name: 'an axis longer than a texture is wide',
    ask: async (gpu) => (await gpu.toArray(add(tensor(count(70_000), [1, 70_000]), 1))()).slice(-1),
    right: [70_000],
  },
  {
    name: 'an axis longer than a dispatch is wide',
    ask: async (gpu) => (await gpu.toArray(add(tensor(count(70_000), [70_000, 1, 1]), 1))()).slice(-1),
    right: [70_000],
  },
  {
    name: 'fractions where whole numbers were seen first',
    ask: async (gpu) => {
      const double = gpu.compile((x: Tensor, y: number) => add(x, y))
      await numbers(await double(vector(1, 2), 1)())(gpu)
      return numbers(await double(vector(1.5, 2.25), 0.5)())(gpu)
    },
    right: [2, 2.75],
  },
]

/** The traps that a runtime falls into, a line each. */
export const trapped = async (gpu: GpuRuntime): Promise<readonly string[]> => {
  const found: string[] = []
  for (const { name, ask, right } of traps) {
    const answer = await ask(gpu).then(Array.from<number>, String)
    const isRight =
      Array.isArray(answer) &&
      answer.length === right.length &&
      right.every((x, k) => Math.abs(x - (answer[k] ?? Number.NaN)) <= 1e-6 * Math.abs(x))
    if (!isRight) found.push(`${name}: ${String(answer)}`)
  }
  return found
}
