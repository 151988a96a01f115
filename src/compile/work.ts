/**
 * @file The work of an instruction: the additions and multiplications in its formula, and the bytes that it reads and
 * writes. Savings by another algorithm in a backend (Winograd's, or a fused chain) are not subtracted.
 */
import { convGeometry } from '../core/ConvGeometry.ts'
import { isElementwiseName } from '../core/elementwise.ts'
import { sizeOf } from '../core/Shape.ts'
import { windowKernel } from '../core/Window.ts'
import type { ProgramInstruction } from './Program.ts'
import { isInstruction } from './Program.ts'

const sizeOfConv = (
  reading: 'conv' | 'convInput' | 'convFilter',
  instruction: ProgramInstruction<'conv' | 'convInput' | 'convFilter'>,
): number => {
  const [first = [], second = []] = instruction.inputShapes
  const { images, groups, channels, features, rows, columns } = convGeometry(reading, instruction.params, [
    first,
    second,
  ])
  return images * groups * features * rows.output * columns.output * channels * rows.kernel * columns.kernel
}

const pooled = ({ params, shape }: ProgramInstruction<'maxPool' | 'sumPool'>): number =>
  sizeOf(shape) * sizeOf(windowKernel(params.window))

const reductions: ReadonlySet<string> = new Set(['sum', 'max', 'min', 'logsumexp', 'argmax', 'argmin', 'cumsum'])

/** Floating-point operations of an instruction by its formula; 0 for one that only moves numbers. */
export const operationsIn = (instruction: ProgramInstruction): number => {
  const { name, shape, inputShapes } = instruction
  const [input = []] = inputShapes
  if (isInstruction('matmul', instruction)) return 2 * sizeOf(shape) * (input.at(-1) ?? 0)
  if (isInstruction('conv', instruction)) return 2 * sizeOfConv('conv', instruction)
  if (isInstruction('convInput', instruction)) return 2 * sizeOfConv('convInput', instruction)
  if (isInstruction('convFilter', instruction)) return 2 * sizeOfConv('convFilter', instruction)
  if (isInstruction('fused', instruction)) return instruction.params.steps.length * sizeOf(shape)
  if (isInstruction('maxPool', instruction) || isInstruction('sumPool', instruction)) return pooled(instruction)
  if (isElementwiseName(name)) return sizeOf(shape)
  return reductions.has(name) ? sizeOf(input) : 0
}

/** Bytes that an instruction reads and writes. */
export const bytesMoved = ({ name, shape, inputShapes }: ProgramInstruction, bytesPerNumber: number): number =>
  name === 'reshape' ? 0 : [shape, ...inputShapes].reduce((sum, one) => sum + sizeOf(one), 0) * bytesPerNumber
