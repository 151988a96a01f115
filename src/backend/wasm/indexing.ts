/**
 * @file Indexing along an axis by data.
 */
import { mostIndexed } from '../../core/exactIndices.ts'
import type { ParamsOf } from '../../core/InstructionSet.ts'
import { blockLength } from '../../core/longSums.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import { partsOf, whole } from './Command.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { bytesOf, simply } from './Lowering.ts'

/** The end of the range of indices that float32 represents exactly. */
const exactBelow = (length: number): number => Math.min(length, mostIndexed)

export const gather: Lowering<'gather'> = ({ axis }, [array, indices]) => {
  const length = indices![axis]!
  const outer = sizeOf(indices!.slice(0, axis))
  const inner = sizeOf(indices!.slice(axis + 1))
  const parts = partsOf(outer, length * inner * 1.5 + 5)
  return simply((to, { inputs: [x, at], output }) => {
    if (sizeOf(indices!) === 0) return
    to.command('gather', parts, {
      source: x!,
      indices: at!,
      target: output,
      length: array![axis]!,
      count: length,
      inner,
      perUnit: parts.perUnit,
      outers: outer,
      end: exactBelow(array![axis]!),
    })
  })
}

/**
 * Totals in 64 bits that are computed at a time, for at least 16 inner entries; and the most bytes for all units
 * together.
 */
const wideTotals = 1 << 20
const wideBytes = 1 << 26

/** Inner entries that are summed in 64 bits at a time. */
const wideColumns = (size: number, inner: number): number =>
  Math.min(inner, Math.max(16, Math.floor(wideTotals / Math.max(1, size) / 16) * 16))

const scattering = (
  isShallow: boolean,
  { axis, size }: ParamsOf<'scatterAdd'>,
  [indices]: readonly Shape[],
  output: Shape,
): Lowered => {
  const length = indices![axis]!
  const outer = sizeOf(indices!.slice(0, axis))
  const inner = sizeOf(indices!.slice(axis + 1))
  const isWide = length > blockLength && !isShallow
  const columns = wideColumns(size, inner)
  const totals = isWide ? bytesOf(2 * size * columns) : 0
  const work = (length * 1.8 + size * 0.1) * inner + 5
  const all = partsOf(outer, work)
  const most = Math.max(1, Math.floor(wideBytes / Math.max(1, totals)))
  const parts = all.units <= most ? all : partsOf(outer, work, Math.ceil(outer / most))
  return {
    ...simply((to, { inputs: [at, updates], output: y, workspace }) => {
      if (sizeOf(output) === 0 && sizeOf(indices!) === 0) return
      to.command('scatterAdd', parts, {
        indices: at!,
        updates: updates!,
        target: y,
        size,
        count: length,
        inner,
        perUnit: parts.perUnit,
        outers: outer,
        end: exactBelow(size),
        totals: isWide ? workspace : 0,
        columns,
        totalsBytes: totals,
      })
    }),
    workspace: parts.units * totals,
  }
}

export const scatterAdd: Lowering<'scatterAdd'> = (params, inputs, output) => scattering(false, params, inputs, output)

export const scatterAddShallow: Lowering<'scatterAddShallow'> = (params, inputs, output) =>
  scattering(true, params, inputs, output)

export const lastOccurrence: Lowering<'lastOccurrence'> = ({ axis }, [indices]) => {
  const length = indices![axis]!
  const inner = sizeOf(indices!.slice(axis + 1))
  const words = 2 ** Math.ceil(Math.log2(Math.max(1, length) * 2))
  return {
    ...simply((to, { inputs: [x], output, workspace }) => {
      const lines = length === 0 ? 0 : sizeOf(indices!) / length
      to.command('lastOccurrence', whole, {
        source: x!,
        target: output,
        length,
        inner,
        lines,
        table: workspace,
        mask: words - 1,
      })
    }),
    workspace: bytesOf(words),
  }
}
