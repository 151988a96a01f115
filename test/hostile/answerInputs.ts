/** @file A process that tries inputs of a run, from a place on, every so many; see `limited.ts`. */
import { answering } from './limited.ts'
import { decoderAt, tryInput } from './tryInput.ts'

interface Question {
  readonly seed: number
  readonly from: number
  readonly runs: number
  readonly step: number
  /** The most seconds that an input may take; without it, any. */
  readonly seconds?: number
}

answering((question) => {
  const { seed, from, runs, step, seconds = Infinity } = JSON.parse(question) as Question
  const faults: string[] = []
  let accepted = 0
  for (let k = 0; k < runs; k++) {
    const place = from + k * step
    const began = performance.now()
    const tried = tryInput(seed, place)
    const took = (performance.now() - began) / 1000
    const { isRight } = tried
    const fault = tried.fault ?? (took > seconds ? `took ${took.toFixed(1)} s` : null)
    if (isRight) accepted += 1
    if (fault !== null) faults.push(`${decoderAt(place).name}, seed ${seed}, place ${place}: ${fault}`)
  }
  return JSON.stringify({ faults, accepted })
})
