/**
 * @file Pooling: one command over the planes of a batch. A window over one axis is one over a single row.
 */
import type { PoolParams } from '../../core/InstructionSet.ts'
import { blockLength } from '../../core/longSums.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { WindowAxis } from '../../core/Window.ts'
import { refuse } from '../../core/TensorError.ts'
import { planeOf } from '../../core/Window.ts'
import { partsOf } from './Command.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { bytesOf, simply } from './Lowering.ts'

const wordsOf = (axis: WindowAxis): readonly number[] => [
  axis.input,
  axis.kernel,
  axis.stride,
  axis.low,
  axis.dilation,
  axis.inputDilation,
  axis.output,
]

const pooling =
  (opcode: 'maxPool' | 'maxPoolIndices' | 'sumPool' | 'sumPoolInput') =>
  ({ window }: PoolParams, [input]: readonly Shape[], output: Shape): Lowered => {
    const [rows, columns] = planeOf(window)
    const planes = sizeOf(input!.slice(0, 2))
    if (rows.inputDilation !== 1 || columns.inputDilation !== 1)
      return refuse(opcode, [input!], 'pooling does not spread its input', 'run on the wasm backend')
    const work = rows.output * columns.output * (1 + rows.kernel * columns.kernel * 0.4)
    const parts = partsOf(planes, work)
    // Where many windows cover a cell, they are added up in 64 bits.
    const isWide = opcode === 'sumPoolInput' && rows.kernel * columns.kernel > blockLength
    const totals = isWide ? bytesOf(2 * rows.input * columns.input) : 0
    const lowered = simply((to, places) => {
      if (sizeOf(output) === 0) return
      to.command(opcode, parts, [
        places.inputs[0]!,
        places.output,
        parts.perUnit,
        planes,
        ...wordsOf(rows),
        ...wordsOf(columns),
        // The values of max pooling, where its indices compute them too (`joinPools.ts`).
        places.inputs[1] ?? 0,
        isWide ? places.workspace : 0,
        totals,
      ])
    })
    return { ...lowered, workspace: parts.units * totals }
  }

export const maxPool: Lowering<'maxPool'> = pooling('maxPool')
export const maxPoolIndices: Lowering<'maxPoolIndices'> = pooling('maxPoolIndices')
export const sumPool: Lowering<'sumPool'> = pooling('sumPool')
export const sumPoolInput: Lowering<'sumPoolInput'> = pooling('sumPoolInput')
