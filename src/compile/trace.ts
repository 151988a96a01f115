/**
 * @file Traces expressions to a {@link Program}, iteratively, so that the depth of an expression is not limited by
 * the stack.
 *
 * Tensors whose numbers are known become inputs: leaf data, scalars and keys are never part of the structure. Two
 * expressions with the same {@link Trace.structure} share a program. Nodes that only matter to differentiation
 * (`variable`, `stopGradient`, `custom`) are skipped, and values are numbered by instruction.
 */
import type { PrimitiveName } from '../core/InstructionSet.ts'
import type { Shape } from '../core/Shape.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import type { Application, Tensor } from '../core/Tensor.ts'
import { applicationOf, numbersOf, placeholderOf, usesOf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Program, ProgramInstruction, ValueId } from './Program.ts'
import type { Structure, StructureWriter } from './structure.ts'

/** One tensor of an expression. The walk that creates it fills its mutable fields. */
interface Node {
  readonly tensor: Tensor
  /** How it is computed; `null` for an input. */
  readonly application: Application | null
  /** How many inputs evaluation reads: for an identity, only the first. */
  readonly reads: number
  readonly inputs: Node[]
  /** How often the expression reads it. */
  uses: number
  id: ValueId
}

/** A traced expression: its program, the data that it runs on, and which tensors its values are. */
export interface Trace {
  /** Equal for expressions with the same program, if one writer wrote both. */
  readonly structure: Structure
  /** The tensors whose numbers it runs on. */
  readonly leaves: readonly Tensor[]
  /** Their numbers. Refuses leaves that have none. */
  readonly inputs: () => readonly TensorNumbers[]
  /** The values of the requested tensors. */
  readonly roots: readonly ValueId[]
  /**
   * Passes on every tensor whose numbers were not known, with its value, and whether another expression reads it too;
   * identities share their input's value.
   */
  readonly forEachComputed: (visit: (tensor: Tensor, id: ValueId, isReadElsewhere: boolean) => void) => void
  /** The program with these values as outputs. */
  readonly program: (outputs: readonly ValueId[]) => Program
}

const transparent: ReadonlySet<PrimitiveName> = new Set(['variable', 'stopGradient', 'custom'])

const nodeOf = (tensor: Tensor): Node => {
  const application = numbersOf(tensor) === null ? applicationOf(tensor) : null
  const reads = application === null ? 0 : transparent.has(application.primitive.name) ? 1 : application.inputs.length
  return { tensor, application, reads, inputs: [], uses: 0, id: -1 }
}

const isIdentity = (node: Node): boolean =>
  node.application !== null && transparent.has(node.application.primitive.name)

interface Walk {
  /** Every tensor that the roots need, each once, inputs before users. */
  readonly ordered: readonly Node[]
  readonly roots: readonly Node[]
}

const walk = (tensors: readonly Tensor[]): Walk => {
  const nodes = new Map<Tensor, Node>()
  const ordered: Node[] = []
  const stack: Node[] = []
  const enter = (tensor: Tensor): Node => {
    const known = nodes.get(tensor)
    if (known !== undefined) return known
    const node = nodeOf(tensor)
    nodes.set(tensor, node)
    stack.push(node)
    return node
  }
  const roots: Node[] = []
  for (const tensor of tensors) {
    roots.push(enter(tensor))
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const read = top.inputs.length < top.reads ? top.application?.inputs[top.inputs.length] : undefined
      if (read !== undefined) {
        const input = enter(read)
        input.uses += 1
        top.inputs.push(input)
      } else {
        stack.pop()
        ordered.push(top)
      }
    }
  }
  return { ordered, roots }
}

/** TensorNumbers the values: `first`, then the other inputs in the order of the walk, then the instructions. */
const numberValues = (ordered: readonly Node[], first: readonly Node[]): readonly Node[] => {
  const leaves = [...first]
  first.forEach((node, index) => (node.id = index))
  for (const node of ordered) if (node.application === null && node.id < 0) node.id = leaves.push(node) - 1
  let next = leaves.length
  for (const node of ordered) {
    if (node.application === null) continue
    node.id = isIdentity(node) ? (node.inputs[0]?.id ?? -1) : next++
  }
  return leaves
}

const programOf = (ordered: readonly Node[], leaves: readonly Node[], outputs: readonly ValueId[]): Program => {
  const instructions = ordered.flatMap((node): readonly ProgramInstruction[] =>
    node.application === null || isIdentity(node)
      ? []
      : [
          {
            name: node.application.primitive.name,
            params: node.application.params,
            inputs: node.inputs.map((input) => input.id),
            inputShapes: node.inputs.map((input) => input.tensor.shape),
            shape: node.tensor.shape,
            ...(node.application.primitive.family === undefined ? {} : { family: node.application.primitive.family }),
            ...(node.application.origin === null ? {} : { origin: node.application.origin }),
          },
        ],
  )
  return { inputs: leaves.map((node) => node.tensor.shape), instructions, outputs }
}

const writeShape = (out: number[], shape: Shape): void => {
  out.push(shape.length)
  for (const dimension of shape) out.push(dimension)
}

const structureOf = (ordered: readonly Node[], leaves: readonly Node[], writer: StructureWriter): Structure => {
  const out: number[] = [leaves.length]
  for (const leaf of leaves) writeShape(out, leaf.tensor.shape)
  for (const node of ordered) {
    if (node.application === null || isIdentity(node)) continue
    writer.name(out, node.application.primitive.name)
    out.push(node.inputs.length)
    for (const input of node.inputs) out.push(input.id)
    writer.value(out, node.application.params)
  }
  return out
}

const showPlaceholder = ({ of, isOpen }: NonNullable<ReturnType<typeof placeholderOf>>): string => {
  const what = of === 'vmap' ? 'an example, which has no numbers of its own,' : 'a placeholder'
  return `${what} ${isOpen ? 'inside' : 'left over from'} ${of}`
}

/** A leaf without numbers is a placeholder, or its numbers are on a device. */
const refuseNumberless = (leaf: Tensor, tensors: readonly Tensor[]): never => {
  const placeholder = placeholderOf(leaf)
  const [what, advice] =
    placeholder === null
      ? ['a tensor on a device', 'fetch it first with the runtime that made it']
      : [showPlaceholder(placeholder), 'return it instead']
  return refuse(
    'evaluate',
    tensors.map((t) => t.shape),
    { expected: 'numbers at hand', found: tensors.includes(leaf) ? what : `one that depends on ${what}`, advice },
  )
}

const dataOf = (leaf: Tensor, tensors: readonly Tensor[]): TensorNumbers =>
  numbersOf(leaf) ?? refuseNumberless(leaf, tensors)

/** Traces the expressions of these tensors, to be evaluated now. */
export const trace = (tensors: readonly Tensor[], writer: StructureWriter): Trace => {
  const { ordered, roots } = walk(tensors)
  const leaves = numberValues(ordered, [])
  return {
    structure: structureOf(ordered, leaves, writer),
    leaves: leaves.map((leaf) => leaf.tensor),
    inputs: () => leaves.map((leaf) => dataOf(leaf.tensor, tensors)),
    roots: roots.map((root) => root.id),
    forEachComputed: (visit) => {
      for (const { tensor, application, uses, id } of ordered) {
        if (application !== null) visit(tensor, id, usesOf(tensor) > uses)
      }
    },
    program: (outputs) => programOf(ordered, leaves, outputs),
  }
}

/** The program of a function's result: its inputs are the placeholders, then the data that the function closed over. */
export interface ClosedProgram {
  readonly program: Program
  readonly captured: readonly TensorNumbers[]
}

/** Traces the expressions of these tensors over placeholders, which have no numbers. */
export const traceOver = (placeholders: readonly Tensor[], tensors: readonly Tensor[]): ClosedProgram => {
  const { ordered, roots } = walk([...placeholders, ...tensors])
  const first = roots.slice(0, placeholders.length)
  const leaves = numberValues(ordered, first)
  const outputs = roots.slice(placeholders.length).map((root) => root.id)
  const captured = leaves.slice(first.length).map((leaf) => dataOf(leaf.tensor, tensors))
  return { program: programOf(ordered, leaves, outputs), captured }
}
