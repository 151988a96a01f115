/**
 * @file Which instructions are elementwise, and which of them are cheap enough to compute more than once.
 */
import type { ElementwiseName } from '../../core/elementwise.ts'
import { factsOf, isElementwiseName } from '../../core/elementwise.ts'
import type { ProgramInstruction } from '../Program.ts'

/** The nanoseconds per entry up to which computing is about as cheap as reading. */
const cheapest = 0.5

/** Whether an instruction computes each entry from the same entries of its inputs. */
export const isElementwise = (instruction: ProgramInstruction): instruction is ProgramInstruction<ElementwiseName> =>
  isElementwiseName(instruction.name)

/** Whether an elementwise primitive costs about as much as reading its operands. */
export const isCheap = (name: ElementwiseName): boolean => factsOf(name).cost <= cheapest
