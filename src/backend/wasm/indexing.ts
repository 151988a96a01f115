/**
 * @file Indexing along an axis by data.
 */
import { mostIndexed } from '../../core/exactIndices.ts'
import { sizeOf } from '../../core/Shape.ts'
import { partsOf, whole } from './Command.ts'
import type { Lowering } from './Lowering.ts'
import { bytesOf, simply } from './Lowering.ts'

/** The end of the indices into an axis that float32 holds exactly. */
const exactBelow = (length: number): number => Math.min(length, mostIndexed)

export const gather: Lowering<'gather'> = ({ axis }, [array, indices]) => {
  const length = indices![axis]!
  const outer = sizeOf(indices!.slice(0, axis))
  const inner = sizeOf(indices!.slice(axis + 1))
  const parts = partsOf(outer, length * inner * 1.5 + 5)
  return simply((to, { inputs: [x, at], output }) => {
    if (sizeOf(indices!) === 0) return
    to.command('gather', parts, [
      x!,
      at!,
      output,
      array![axis]!,
      length,
      inner,
      parts.perUnit,
      outer,
      exactBelow(array![axis]!),
    ])
  })
}

export const scatterAdd: Lowering<'scatterAdd'> = ({ axis, size }, [indices], output) => {
  const length = indices![axis]!
  const outer = sizeOf(indices!.slice(0, axis))
  const inner = sizeOf(indices!.slice(axis + 1))
  const parts = partsOf(outer, (length * 1.8 + size * 0.1) * inner + 5)
  return simply((to, { inputs: [at, updates], output: y }) => {
    if (sizeOf(output) === 0 && sizeOf(indices!) === 0) return
    to.command('scatterAdd', parts, [at!, updates!, y, size, length, inner, parts.perUnit, outer, exactBelow(size)])
  })
}

export const lastOccurrence: Lowering<'lastOccurrence'> = ({ axis }, [indices]) => {
  const length = indices![axis]!
  const inner = sizeOf(indices!.slice(axis + 1))
  const words = 2 ** Math.ceil(Math.log2(Math.max(1, length) * 2))
  return {
    ...simply((to, { inputs: [x], output, workspace }) => {
      const lines = length === 0 ? 0 : sizeOf(indices!) / length
      to.command('lastOccurrence', whole, [x!, output, length, inner, lines, workspace, words - 1])
    }),
    workspace: bytesOf(words),
  }
}
