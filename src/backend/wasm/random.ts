/**
 * @file Random numbers: pure functions of a key, with the same words on every backend.
 */
import { sizeOf } from '../../core/Shape.ts'
import { partsOf, whole } from './Command.ts'
import type { Lowering } from './Lowering.ts'
import { simply } from './Lowering.ts'

export const keySplit: Lowering<'keySplit'> = ({ index }) =>
  simply((to, { inputs: [key], output }) => {
    to.command('keySplit', whole, { key: key!, target: output, index })
  })

export const keyFoldIn: Lowering<'keyFoldIn'> = () =>
  simply((to, { inputs: [key, data], output }) => {
    to.command('keyFoldIn', whole, { key: key!, data: data!, target: output })
  })

export const uniform: Lowering<'uniform'> = ({ shape }) => {
  const parts = partsOf(sizeOf(shape), 3, 64)
  return simply((to, { inputs: [key], output }) => {
    to.command('uniform', parts, { key: key!, target: output, perUnit: parts.perUnit, count: sizeOf(shape) })
  })
}

export const permutation: Lowering<'permutation'> = ({ count }) =>
  simply((to, { inputs: [key], output }) => {
    to.command('permutation', whole, { key: key!, target: output, count })
  })
