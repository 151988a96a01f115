/**
 * @file An evaluation: what asking for the numbers of tensors comes to. It says what to run, what that reads, and which
 * tensors its values are; a runtime drives it, at once or as tasks.
 *
 * Programs are found by the structure of the expression, so a loop that builds the same expression on new data prepares it
 * once.
 */
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { applicationOf } from '../core/Tensor.ts'
import type { Program, ValueId } from './Program.ts'
import { programCache } from './programCache.ts'
import { structureWriter } from './structure.ts'
import type { Trace } from './trace.ts'
import { trace } from './trace.ts'

/** A tensor, and the value that it is. */
interface Made {
  readonly tensor: Tensor
  /** What is read comes first, and then what the program gives. */
  readonly id: ValueId
}

/** What a runtime makes of a program, to be run: `R`. */
interface Evaluation<R> {
  /** What is run. It is prepared where an expression of this structure was not met before. */
  readonly prepared: () => R
  /** The tensors whose numbers it reads. */
  readonly reads: readonly Tensor[]
  /** Their numbers. Refuses tensors that have none here. */
  readonly numbers: () => readonly NumberArray[]
  /** The tensors that are known afterwards. */
  readonly makes: readonly Made[]
}

/** What an evaluation makes known: all that it computes, or no more than it was asked for. */
type Keeps = 'computed' | 'asked'

/** Whether a tensor only repeats a number: it is made anew where it is needed, so that its number stays structure. */
const isConstant = (t: Tensor): boolean => applicationOf(t)?.primitive.name === 'constant'

/** Every tensor that is computed; a constant that was not asked for is left as it is. */
const computedBy = (traced: Trace, asked: ReadonlySet<Tensor>): readonly Made[] => {
  const makes: Made[] = []
  traced.forEachComputed((tensor, id) => {
    if (!isConstant(tensor) || asked.has(tensor)) makes.push({ tensor, id })
  })
  return makes
}

/** Evaluations whose programs `prepare` makes ready, each once while no more than `capacity` instructions are held. */
export const evaluations = <R>(
  prepare: (program: Program) => R,
  keeps: Keeps,
  capacity?: number,
): ((tensors: readonly Tensor[]) => Evaluation<R>) => {
  const writer = structureWriter()
  const find = programCache((traced) => {
    const computing = traced.program()
    const program = keeps === 'computed' ? computing : { ...computing, outputs: traced.roots }
    return { value: prepare(program), size: computing.instructions.length }
  }, capacity)
  return (tensors) => {
    const traced = trace(tensors, writer)
    const { leaves: reads } = traced
    return {
      prepared: () => find(traced),
      reads,
      numbers: traced.inputs,
      makes:
        keeps === 'computed'
          ? computedBy(traced, new Set(tensors))
          : tensors.map((tensor, k) => ({ tensor, id: reads.length + k })),
    }
  }
}
