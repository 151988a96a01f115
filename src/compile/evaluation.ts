/**
 * @file An evaluation: how a request for the numbers of tensors is answered. It says what to run, what that reads, and
 * which tensors receive the values; a runtime drives it, at once or with tasks.
 *
 * Programs are looked up by the structure of the expression, so a loop that builds the same expression on new data
 * prepares it once.
 */
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import type { Tensor } from '../core/Tensor.ts'
import { applicationOf } from '../core/Tensor.ts'
import type { Program, ValueId } from './Program.ts'
import { programCache } from './programCache.ts'
import { recentlyUsed } from './recentlyUsed.ts'
import { hashOf, structureWriter } from './structure.ts'
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
  readonly numbers: () => readonly TensorNumbers[]
  /** The tensors whose numbers are known afterwards. */
  readonly makes: readonly Made[]
}

/** Which results an evaluation keeps: those that were requested, and also those that may be needed again. */
type Keeps = 'needed' | 'asked'

/**
 * Whether a tensor only repeats a number: it is created anew where it is needed, so that its number stays structure.
 */
const isConstant = (t: Tensor): boolean => applicationOf(t)?.primitive.name === 'constant'

/** What is known when an evaluation ends: the outputs of its program, and the tensors that receive a value. */
interface Kept {
  readonly outputs: readonly ValueId[]
  readonly makes: readonly Made[]
}

const askedOf = (tensors: readonly Tensor[], traced: Trace): Kept => ({
  outputs: traced.roots,
  makes: tensors.map((tensor, k) => ({ tensor, id: traced.leaves.length + k })),
})

/** How many structures are remembered with the values that turned out to be needed again. */
const lessonCapacity = 4096

/**
 * Decides which values are kept. A value that was not requested is kept if another expression reads it too, so far
 * unevaluated: a step that is built, but of which only the loss was read, finds what its loss has computed. What was not
 * kept and is needed all the same is computed a second time; it is then kept, and so is the value at its place in later
 * expressions of the structure that dropped it. So no value is computed a third time, and a loop that reads its values
 * in the same way each time soon computes each of them once.
 */
const keeping = (): ((tensors: readonly Tensor[], traced: Trace) => Kept) => {
  /** By a hash of the structure: where two structures share one, a value is kept needlessly. */
  const lessons = recentlyUsed<Set<ValueId>>(lessonCapacity)
  /** Tensors that were computed and not kept, with what to learn when they are needed again. */
  const dropped = new WeakMap<Tensor, () => void>()
  return (tensors, traced) => {
    const asked = new Set(tensors)
    const needed = lessons(String(hashOf(traced.structure)), () => new Set<ValueId>())
    const wanted = new Set<ValueId>()
    traced.forEachComputed((tensor, id, isReadElsewhere) => {
      const again = dropped.get(tensor)
      again?.()
      const isNeeded = isReadElsewhere || again !== undefined || needed.has(id)
      if (asked.has(tensor) || (isNeeded && !isConstant(tensor))) wanted.add(id)
    })
    const inputs = traced.leaves.length
    const outputs = [...wanted].filter((id) => id >= inputs)
    const places = new Map(outputs.map((id, k) => [id, inputs + k]))
    const makes: Made[] = []
    traced.forEachComputed((tensor, id) => {
      if (isConstant(tensor) && !asked.has(tensor)) return
      if (wanted.has(id)) makes.push({ tensor, id: places.get(id) ?? id })
      else dropped.set(tensor, () => needed.add(id))
    })
    return { outputs, makes }
  }
}

/** Evaluations of programs that `prepare` prepares, each once while at most `capacity` instructions are held. */
export const evaluations = <R>(
  prepare: (program: Program) => R,
  keeps: Keeps,
  capacity?: number,
): ((tensors: readonly Tensor[]) => Evaluation<R>) => {
  const writer = structureWriter()
  const find = programCache<R>(capacity)
  const kept = keeps === 'needed' ? keeping() : askedOf
  return (tensors) => {
    const traced = trace(tensors, writer)
    const { outputs, makes } = kept(tensors, traced)
    const make = () => {
      const program = traced.program(outputs)
      return { value: prepare(program), size: program.instructions.length }
    }
    return {
      prepared: () => find([outputs.length, ...outputs, ...traced.structure], make),
      reads: traced.leaves,
      numbers: traced.inputs,
      makes,
    }
  }
}
