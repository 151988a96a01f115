/**
 * @file Every primitive, and what is made of primitives, on random geometry: a device gives the reference's numbers,
 * forwards and in every gradient. Runs in Node and in a page of a browser.
 */
import fc from 'fast-check'
import type { Sample } from '../../../laws/index.ts'
import { composites, direction, drawInputs, operations } from '../../../laws/index.ts'
import type { Device } from '../../../src/backend/gpu/index.ts'
import { prepareProgram } from '../../../src/backend/gpu/index.ts'
import { trace } from '../../../src/compile/trace.ts'
import { structureWriter } from '../../../src/compile/structure.ts'
import { arrayOf } from '../../../src/core/TensorNumbers.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../../src/core/Tensor.ts'
import { tensor, valueOf } from '../../../src/core/Tensor.ts'
import { vjp } from '../../../src/diff/index.ts'
import { referenceRuntime } from '../../../src/runtime/index.ts'

/** What a run of the suite found. */
export interface Conformance {
  /** One line for each operation that disagrees. */
  readonly disagreements: readonly string[]
  /** Every primitive that ran on the device. */
  readonly primitives: readonly string[]
}

const rounded = (t: Tensor): Tensor => tensor(Float32Array.from(valueOf(t) ?? []), t.shape)

/** The value of a sample and the gradients of its inputs. */
const expressions = (sample: Sample, held: readonly number[]): readonly Tensor[] => {
  const inputs = drawInputs(sample).map(rounded)
  const free = inputs.filter((_, k) => !held.includes(k))
  const [value, pullback] = vjp((variables: readonly Tensor[]) => {
    const rest = [...variables]
    return sample.f(...inputs.map((input, k) => (held.includes(k) ? input : (rest.shift() ?? input))))
  })(free)
  return [value, ...pullback(rounded(direction(value.shape, sample.seed, 0)))]
}

/** Runs expressions on the device, instruction by instruction as they are, and notes which primitives that takes. */
const runOn =
  (device: Device, primitives: Set<string>) =>
  async (tensors: readonly Tensor[]): Promise<readonly Float32Array[]> => {
    const traced = trace(tensors, structureWriter())
    const program = traced.program(traced.roots)
    for (const { name } of program.instructions) primitives.add(name)
    const inputs = traced.inputs().map((numbers) => Float32Array.from(arrayOf(numbers)))
    const held = await prepareProgram(program, device)(inputs)
    const found: Float32Array[] = []
    for (const [k, one] of held.entries()) found.push(await device.download(one, sizeOf(tensors[k]?.shape ?? [])))
    for (const one of new Set(held)) if (!(inputs as readonly unknown[]).includes(one)) device.free(one)
    return found
  }

const largestOf = (numbers: NumberArray): number => {
  let largest = 1
  for (const x of numbers) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  return largest
}

/** The first entry off by more than the roundings of so many additions, each entry of which may be off by four units. */
const disagreement = (found: Float32Array, expected: NumberArray, additions: number): string | null => {
  if (found.length !== expected.length) return `${found.length} entries instead of ${expected.length}`
  const tolerance = 2 ** -24 * (128 + additions) * largestOf(expected)
  const at = expected.findIndex(
    (x, k) => !(Object.is(x, found[k]) || x === found[k] || Math.abs(x - found[k]!) <= tolerance),
  )
  return at < 0 ? null : `entry ${at} is ${found[at]}, expected ${expected[at]}`
}

/** Holds a device to the reference, on `runs` samples of each operation whose name has this text. */
export const conformance = async (
  device: Device,
  { runs, seed, only = '' }: { readonly runs: number; readonly seed: number; readonly only?: string },
): Promise<Conformance> => {
  const disagreements: string[] = []
  const primitives = new Set<string>()
  const run = runOn(device, primitives)
  const differs = async (sample: Sample, held: readonly number[]): Promise<string | null> => {
    const expected = referenceRuntime.evaluate(expressions(sample, held))
    const found = await run(expressions(sample, held))
    const additions = sample.inputs.reduce((total, { shape }) => total + sizeOf(shape), 0)
    const all = found.map((numbers, k) => disagreement(numbers, expected[k] ?? new Float64Array(0), additions))
    return all.find((one) => one !== null) ?? null
  }
  for (const { name, samples, held = [] } of Object.values({ ...operations, ...composites })) {
    if (!name.includes(only)) continue
    for (const sample of fc.sample(samples, { numRuns: runs, seed })) {
      const wrong = await differs(sample, held).catch((thrown: unknown) => String(thrown))
      if (wrong === null) continue
      disagreements.push(`${name} ${JSON.stringify(sample.geometry)}: ${wrong}`)
      break
    }
  }
  return { disagreements, primitives: [...primitives].sort() }
}
