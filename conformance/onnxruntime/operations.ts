/** @file Every operation of the catalog of laws, exported and run by onnxruntime, on a few samples each. */
import { referenceRuntime, tensor } from 'cotangent'
import { composites, drawInputs, operations } from 'cotangent/laws'
import type { Operation, Sample } from 'cotangent/laws'
import { exportOnnx } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { difference, numbersIn } from './difference.ts'
import type { Onnxruntime } from './session.ts'

/** What became of an operation: the greatest difference, relative to the largest output or to 1; `null` where none is exported. */
interface OperationOutcome {
  readonly name: string
  readonly worst: number | null
}

const samplesOf = ({ samples }: Operation, count: number): readonly Sample[] =>
  fc.sample(samples, { numRuns: count, seed: 11 })

const differenceOn = async (ort: Onnxruntime, sample: Sample): Promise<number | null> => {
  const drawn = drawInputs(sample)
  const numbers = referenceRuntime.evaluate(drawn).map((values) => Float32Array.from(values))
  const inputs = numbers.map((values, k) => tensor(values, drawn[k]?.shape ?? []))
  const bytes = exportOnnx(sample.f, inputs)
  if (E.isLeft(bytes)) return null
  const session = await ort.load(bytes.right)
  const names = inputs.map((_, k) => (inputs.length === 1 ? 'input' : `input${String(k)}`))
  const feeds = inputs.map(
    ({ shape }, k) => [names[k] ?? '', ort.floats(numbers[k] ?? new Float32Array(0), shape)] as const,
  )
  const { output } = await session.run(Object.fromEntries(feeds.filter(([name]) => session.inputNames.includes(name))))
  await session.release()
  const [expected = new Float64Array(0)] = referenceRuntime.evaluate([sample.f(...inputs)])
  return output === undefined ? Infinity : difference(numbersIn(output), Array.from(expected), 1)
}

/** The greatest difference of each operation over a few samples. */
export const comparedOperations = async (ort: Onnxruntime, count: number): Promise<readonly OperationOutcome[]> => {
  const outcomes: OperationOutcome[] = []
  const all: Readonly<Record<string, Operation>> = { ...operations, ...composites }
  for (const [name, operation] of Object.entries(all)) {
    const found: number[] = []
    for (const sample of samplesOf(operation, count)) {
      const worst = await differenceOn(ort, sample).catch(() => Infinity)
      if (worst !== null) found.push(worst)
    }
    outcomes.push({ name, worst: found.length === 0 ? null : Math.max(...found) })
  }
  return outcomes
}
