/**
 * @file The sums after a stage of a program. Large values are summed where they lie, in the memory of the backend, each by
 * a reduction of its own. The others pass through one buffer, which is kept from run to run, by a single reduction.
 *
 *     y[r] = sum over q of x[q]        on every rank r
 *
 * What is sent follows from shapes alone, so that the ranks make the same reductions.
 */
import type { Backend } from '../compile/Program.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { copyNumbersTo } from '../core/TensorNumbers.ts'
import type { Agreement } from './agreement.ts'
import type { RankSum } from './stages.ts'

/** From so many numbers on, a reduction of its own takes less time than two copies. */
const worthAlone = 1 << 16

type Floats = Float32Array | Float64Array

/**
 * Sums what is computed, if that succeeds on every rank. Values that `isFree` says nobody else holds may become their sums.
 */
export type SumStage = (
  compute: () => readonly TensorNumbers[],
  isFree: (at: number) => boolean,
) => readonly TensorNumbers[]

/** Where a sum is made, and what it is then. */
interface Target {
  readonly floats: Floats
  readonly result: TensorNumbers
}

/** Prepares the sums after a stage. */
export const sumStage = (
  { wire, begin, agree }: Agreement,
  { bytesPerNumber = 4, own }: Backend,
  sums: readonly Pick<RankSum, 'shape' | 'place'>[],
): SumStage => {
  const Numbers = bytesPerNumber === 8 ? Float64Array : Float32Array
  const sizes = sums.map(({ shape }) => sizeOf(shape))
  const isAlone = (at: number): boolean => (sizes[at] ?? 0) >= worthAlone
  const packed = new Numbers(sizes.reduce((sum, size, at) => sum + (isAlone(at) ? 0 : size), 0))
  const form = sums.map(({ shape, place }) => `sum ${String(place)} ${showShape(shape)}`).join('\n')
  const target = (numbers: TensorNumbers, isFree: boolean): Target => {
    const view = isFree ? (own?.view(numbers) ?? null) : null
    if (view !== null && bytesPerNumber === 4) return { floats: view, result: numbers }
    const floats = new Numbers(numbers.length)
    copyNumbersTo(numbers, floats, 0)
    return { floats, result: floats }
  }
  return (compute, isFree) => {
    begin()
    const [values] = agree('sum over the ranks', () => ({ form, flag: false, value: compute() }))
    const targets = values.map((numbers, at) => target(numbers, isFree(at)))
    const small = targets.filter((_, at) => !isAlone(at))
    let end = 0
    for (const { floats } of small) {
      packed.set(floats, end)
      end += floats.length
    }
    if (end > 0) wire.allReduce(packed, 'sum')
    end = 0
    for (const { floats } of small) {
      floats.set(packed.subarray(end, end + floats.length))
      end += floats.length
    }
    targets.forEach(({ floats }, at) => {
      if (isAlone(at)) wire.allReduce(floats, 'sum')
    })
    return targets.map(({ result }) => result)
  }
}
