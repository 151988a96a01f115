/**
 * @file Traces expressions to a {@link Program}, iteratively, so that the depth of an expression is not limited by
 * the stack.
 *
 * Tensors whose numbers are known become inputs: leaf data, scalars and keys are never part of the structure. Two
 * expressions of the same structure have the same {@link Trace.key}, and so share a program. Nodes that only
 * differentiation sees (`variable`, `stopGradient`, `custom`) are looked through.
 */
import type { PrimitiveName } from '../core/InstructionSet.ts'
import type { Application, NumberArray, Tensor } from '../core/Tensor.ts'
import { applicationOf, valueOf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Program, ProgramInstruction, ValueId } from './Program.ts'

/** A traced expression: its program, the data that it runs on, and which tensors its values are. */
export interface Trace {
  /** Equal for expressions of equal structure. */
  readonly key: string
  readonly inputs: readonly NumberArray[]
  /** Tensors whose numbers were not known, with the number of their value; identities share their input's. */
  readonly computed: readonly (readonly [Tensor, ValueId])[]
  /** The values of the tensors asked for. */
  readonly roots: readonly ValueId[]
  /** The program, with every instruction's value as an output. */
  readonly program: () => Program
}

const transparent: ReadonlySet<PrimitiveName> = new Set(['variable', 'stopGradient', 'custom'])

/** JSON, except that numbers which JSON would confuse stay apart. */
const exactly = (_: string, value: unknown): unknown =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? `#${Object.is(value, -0) ? '-0' : String(value)}`
    : value

interface Pending {
  readonly tensor: Tensor
  readonly application: Application | null
  /** The inputs that evaluation reads: of an identity, the first. */
  readonly reads: readonly Tensor[]
  next: number
}

const pending = (tensor: Tensor): Pending => {
  const application = valueOf(tensor) === null ? applicationOf(tensor) : null
  const reads = application === null ? [] : application.inputs
  return {
    tensor,
    application,
    reads: application !== null && transparent.has(application.primitive.name) ? reads.slice(0, 1) : reads,
    next: 0,
  }
}

/** Every tensor that the roots need, inputs before users, each once. */
const inDependencyOrder = (roots: readonly Tensor[]): readonly Pending[] => {
  const seen = new Set<Tensor>()
  const ordered: Pending[] = []
  const stack: Pending[] = []
  const visit = (tensor: Tensor): void => {
    if (!seen.has(tensor)) {
      seen.add(tensor)
      stack.push(pending(tensor))
    }
  }
  for (const root of roots) {
    visit(root)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const read = top.reads[top.next]
      top.next += 1
      if (read !== undefined) visit(read)
      else {
        stack.pop()
        ordered.push(top)
      }
    }
  }
  return ordered
}

const dataOf = (tensor: Tensor): NumberArray =>
  valueOf(tensor) ?? refuse('evaluate', [tensor.shape], 'it has neither numbers nor inputs')

/** Traces the expressions of these tensors. */
export const trace = (roots: readonly Tensor[]): Trace => {
  const ordered = inDependencyOrder(roots)
  const ids = new Map<Tensor, ValueId>()
  const idOf = (t: Tensor): ValueId => ids.get(t) ?? -1
  const leaves = ordered.filter((node) => node.application === null)
  leaves.forEach((node, index) => ids.set(node.tensor, index))
  const instructions: ProgramInstruction[] = []
  const computed: (readonly [Tensor, ValueId])[] = []
  const structure = leaves.map((node) => node.tensor.shape.join())
  for (const { tensor, application, reads } of ordered) {
    if (application === null) continue
    const { primitive, params } = application
    const inputs = reads.map(idOf)
    const [only = -1] = inputs
    if (transparent.has(primitive.name)) ids.set(tensor, only)
    else {
      ids.set(tensor, leaves.length + instructions.length)
      const inputShapes = reads.map((read) => read.shape)
      instructions.push({ name: primitive.name, params, inputs, inputShapes, shape: tensor.shape })
      structure.push(`${primitive.name} ${inputs.join()} ${JSON.stringify(params, exactly)}`)
    }
    computed.push([tensor, idOf(tensor)])
  }
  return {
    key: structure.join(';'),
    inputs: leaves.map((node) => dataOf(node.tensor)),
    computed,
    roots: roots.map(idOf),
    program: () => ({
      inputs: leaves.map((node) => node.tensor.shape),
      instructions,
      outputs: instructions.map((_, index) => leaves.length + index),
    }),
  }
}
