/**
 * @file Pooling: one command over the planes of a batch. A window over one axis is treated as one over a single row.
 */
import type { PoolParams } from '../../core/InstructionSet.ts'
import { blockLength } from '../../core/longSums.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import { planeOf } from '../../core/Window.ts'
import { partsOf } from './Command.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { bytesOf, simply } from './Lowering.ts'

const pooling =
  (name: 'maxPool' | 'maxPoolIndices' | 'indicesAndPool' | 'poolAndIndices' | 'sumPool' | 'sumPoolInput') =>
  ({ window }: PoolParams, [input]: readonly Shape[], output: Shape): Lowered => {
    const [rows, columns] = planeOf(window)
    const planes = sizeOf(input!.slice(0, 2))
    if (rows.inputDilation !== 1 || columns.inputDilation !== 1)
      return refuse(
        name,
        [input!],
        {
          expected: 'an input dilation of 1',
          found: `${String(rows.inputDilation)} and ${String(columns.inputDilation)}`,
        },
        'run on the wasm backend',
      )
    const work = rows.output * columns.output * (1 + rows.kernel * columns.kernel * 0.4)
    const parts = partsOf(planes, work)
    // If many windows cover a cell, they are summed in 64 bits.
    const isWide = name === 'sumPoolInput' && rows.kernel * columns.kernel > blockLength
    const totals = isWide ? bytesOf(2 * rows.input * columns.input) : 0
    const lowered = simply((to, places) => {
      if (sizeOf(output) === 0) return
      const [source, other] = places.inputs
      const pool = { source: source!, target: places.output, perUnit: parts.perUnit, planes, rows, columns }
      if (name === 'maxPoolIndices') to.command(name, parts, { pool, values: 0 })
      else if (name === 'indicesAndPool') to.command('maxPoolIndices', parts, { pool, values: other! })
      else if (name === 'poolAndIndices')
        to.command('maxPoolIndices', parts, { pool: { ...pool, target: other! }, values: places.output })
      else if (name === 'sumPoolInput')
        to.command(name, parts, { pool, totals: isWide ? places.workspace : 0, totalsBytes: totals })
      else to.command(name, parts, { pool })
    })
    return { ...lowered, workspace: parts.units * totals }
  }

export const maxPool: Lowering<'maxPool'> = pooling('maxPool')
export const maxPoolIndices: Lowering<'maxPoolIndices'> = pooling('maxPoolIndices')
export const indicesAndPool: Lowering<'indicesAndPool'> = pooling('indicesAndPool')
export const poolAndIndices: Lowering<'poolAndIndices'> = pooling('poolAndIndices')
export const sumPool: Lowering<'sumPool'> = pooling('sumPool')
export const sumPoolInput: Lowering<'sumPoolInput'> = pooling('sumPoolInput')
