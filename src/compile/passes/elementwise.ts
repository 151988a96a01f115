/**
 * @file Which instructions are elementwise, and which of them are cheap enough to compute more than once.
 */
import type { ElementwiseName, InstructionName, ProgramInstruction } from '../Program.ts'

/** Every elementwise primitive, and whether it costs about as much as reading its operands. */
const cheap: Readonly<Record<ElementwiseName, boolean>> = {
  neg: true,
  exp: false,
  expm1: false,
  log: false,
  log1p: false,
  sqrt: false,
  rsqrt: false,
  abs: true,
  sign: true,
  sin: false,
  cos: false,
  tanh: false,
  sigmoid: false,
  erf: false,
  erfc: false,
  floor: true,
  ceil: true,
  round: true,
  relu: true,
  add: true,
  sub: true,
  mul: true,
  div: false,
  pow: false,
  maximum: true,
  minimum: true,
  fmod: false,
  equal: true,
  notEqual: true,
  less: true,
  lessEqual: true,
  where: true,
}

const isElementwiseName = (name: InstructionName): name is ElementwiseName => Object.hasOwn(cheap, name)

/** Whether an instruction computes each entry from the same entries of its inputs. */
export const isElementwise = (instruction: ProgramInstruction): instruction is ProgramInstruction<ElementwiseName> =>
  isElementwiseName(instruction.name)

/** Whether an elementwise primitive costs about as much as reading its operands. */
export const isCheap = (name: ElementwiseName): boolean => cheap[name]
