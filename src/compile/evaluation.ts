/**
 * @file An evaluation: how a request for the numbers of tensors is answered. It says what to run, what that reads, and
 * which tensors receive the values; a runtime drives it, at once or with tasks.
 *
 * Programs are looked up by the structure of the expression, so a loop that builds the same expression on new data
 * prepares it once.
 */
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { applicationOf } from '../core/Tensor.ts'
import type { Program, ValueId } from './Program.ts'
import { programCache } from './programCache.ts'
import { structureWriter } from './structure.ts'
import type { Trace } from './trace.ts'
import { trace } from './trace.ts'

/** A tensor, and the value that holds its numbers. */
interface Made {
  readonly tensor: Tensor
  /** Values that are read come first, then the outputs of the program. */
  readonly id: ValueId
}

/** How a runtime prepares a program; the prepared program has type `R`. */
interface Evaluation<R> {
  /** The program to run. It is prepared if no expression of this structure was seen before. */
  readonly prepared: () => R
  /** The tensors whose numbers it reads. */
  readonly reads: readonly Tensor[]
  /** Their numbers. Refuses tensors that have none here. */
  readonly numbers: () => readonly NumberArray[]
  /** The tensors whose numbers are known afterwards. */
  readonly makes: readonly Made[]
}

/** Which results an evaluation keeps: all that it computes, or only what was requested. */
type Keeps = 'computed' | 'asked'

/**
 * Whether a tensor only repeats a number: it is created anew where it is needed, so that its number stays structure.
 */
const isConstant = (t: Tensor): boolean => applicationOf(t)?.primitive.name === 'constant'

/** Every tensor that is computed, except constants that were not requested. */
const computedBy = (traced: Trace, asked: ReadonlySet<Tensor>): readonly Made[] => {
  const makes: Made[] = []
  traced.forEachComputed((tensor, id) => {
    if (!isConstant(tensor) || asked.has(tensor)) makes.push({ tensor, id })
  })
  return makes
}

/** Evaluations of programs that `prepare` prepares, each once while at most `capacity` instructions are held. */
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
