/**
 * @file matmul through the engine of `product.ts`, at equal steps. If b is large, or its rows are in the same sets of the
 * cache, its columns are first packed into panels of eight, which stay in the first-level cache.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { CommandWriter } from './Command.ts'
import { partsOf, whole } from './Command.ts'
import type { Lowered, Lowering, Places } from './Lowering.ts'
import { bytesOf, simply } from './Lowering.ts'
import type { Rows } from './product.ts'
import { blockOf, multiplySteps, packRows } from './product.ts'

interface Sizes {
  readonly batches: number
  readonly m: number
  readonly k: number
  readonly n: number
}

/** The panels of eight columns that are packed. */
const panelsIn = ({ batches, m, k, n }: Sizes): number => {
  const isScattered = n * 4 * k > 400_000 || (n * 4) % 1024 === 0
  return batches === 1 && m >= 24 && k >= 32 && n >= 32 && isScattered ? Math.floor(n / 8) : 0
}

/** Bytes of the parts of the workspace: packed a, packed b. */
const layoutOf = (sizes: Sizes) => {
  const { batches, m, k } = sizes
  const panels = panelsIn(sizes)
  const a = bytesOf(batches * m * k)
  return { panels, b: a, all: a + bytesOf(panels * 8 * k) }
}

const zeros = (to: CommandWriter, address: number, count: number): void => {
  to.command('ramp', whole, { target: address, perUnit: count, count, value: 0, increment: 0 })
}

/** How the entries of a are stored: row by row, or column by column. */
const strides = (isTransposed: boolean, { m, k }: Sizes): Pick<Rows, 'rowStride' | 'step'> =>
  isTransposed ? { rowStride: 4, step: m * 4 } : { rowStride: k * 4, step: 4 }

const emit = (to: CommandWriter, sizes: Sizes, isTransposed: boolean, places: Places): void => {
  const { batches, m, k, n } = sizes
  const { inputs, output, workspace } = places
  const [a, b] = inputs
  const layout = layoutOf(sizes)
  const lengths = { count: m, depth: k, groups: batches, groupStride: m * k * 4 }
  packRows(to, { source: a!, ...strides(isTransposed, sizes), table: 0, ...lengths }, workspace)
  const product = {
    a: workspace,
    depth: k,
    x: b!,
    y: output,
    height: m,
    groups: batches,
    xGroup: k * n * 4,
    yGroup: m * n * 4,
    images: 1,
    xImage: 0,
    yImage: 0,
    columns: n,
    step: n * 4,
    yPlane: n * 4,
  }
  const packed = layout.panels * 8
  if (packed > 0) {
    const parts = partsOf(layout.panels, k * 2)
    const target = workspace + layout.b
    to.command('packColumns', parts, {
      source: b!,
      target,
      rowStride: n * 4,
      rows: k,
      perUnit: parts.perUnit,
      panels: layout.panels,
    })
    multiplySteps(to, { ...product, x: target, columns: packed, step: 32, xEight: k * 32 })
  }
  if (packed === n) return
  multiplySteps(to, { ...product, x: b! + packed * 4, y: output + packed * 4, columns: n - packed })
}

const product = (sizes: Sizes, isTransposed: boolean, output: Shape): Lowered => {
  if (sizeOf(output) === 0 || sizes.k === 0) {
    return simply((to, places) => {
      zeros(to, places.output, sizeOf(output))
    })
  }
  return {
    ...simply((to, places) => {
      emit(to, sizes, isTransposed, places)
    }),
    workspace: layoutOf(sizes).all,
  }
}

export const matmul: Lowering<'matmul'> = (_, [a, b], output) =>
  product({ batches: sizeOf(a!.slice(0, -2)), m: a!.at(-2)!, k: a!.at(-1)!, n: b!.at(-1)! }, false, output)

/** The columns of x are the rows of a, which are packed in any case. */
export const matmulByColumns: Lowering<'matmulByColumns'> = (_, [x, y], output) =>
  product({ batches: 1, m: x![1]!, k: x![0]!, n: y![1]! }, true, output)

/** Rows of x, which are few, by the rows of w, which are read in place. */
export const matmulByRows: Lowering<'matmulByRows'> = (_, [a, b], output) => {
  const [m, k, n] = [a![0]!, a![1]!, b![0]!]
  const parts = partsOf(Math.ceil(n / 4), k * (1.2 + 0.4 * m))
  return simply((to, { inputs: [x, w], output: y }) => {
    if (sizeOf(output) === 0 || k === 0) zeros(to, y, sizeOf(output))
    else to.command('multiplyRows', parts, { x: x!, w: w!, y, m, k, perUnit: parts.perUnit * 4, n, block: blockOf(k) })
  })
}
