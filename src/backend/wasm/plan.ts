/**
 * @file The plan of a program's memory. Values lie in one arena, the workspace of all programs: each has a range from the
 * step that computes it to the last one that reads it (`steps.ts`). Allocation is best fit; an elementwise result overwrites an
 * operand that is not read again; a view shares the memory of its value.
 *
 * Large inputs and outputs have segments of their own, which outlive the run: an output stays where it was computed, and
 * the next program reads it there. What an output overwrites lies in the segment of the output.
 */
import type { Program, ValueId } from '../../compile/Program.ts'
import { refuseWithoutKernels } from '../../core/KernelFamily.ts'
import type { Shape } from '../../core/Shape.ts'
import { showShape, sizeOf } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import type { Dialect } from './Dialect.ts'
import { wasmDialect } from './Dialect.ts'
import type { WasmPart } from './Family.ts'
import { wasmPartOf } from './Family.ts'
import type { Lowered, Lowering } from './Lowering.ts'
import { bytesOf } from './Lowering.ts'
import type { KernelModule } from './modules.ts'
import { entryModule } from './modules.ts'
import type { Space } from './space.ts'
import { makeSpace } from './space.ts'
import type { Together } from './steps.ts'
import { stepsOf } from './steps.ts'
import type { WasmInstruction, WasmName, WasmProgram } from './WasmProgram.ts'

/** The range of a value, in bytes from the start of the arena, after which the segments follow. */
export interface Placement {
  readonly value: ValueId
  /** The instruction that computes it; `input` for an input. */
  readonly name: string
  readonly shape: Shape
  readonly offset: number
  readonly bytes: number
  /** The segment that it lies in; 0 is the arena. */
  readonly segment: number
  /** The value whose memory it shares: the one it is a view of, or the operand that it overwrites. */
  readonly shares: ValueId | null
  /** The workspace of its instruction, in the arena. */
  readonly workspace: { readonly offset: number; readonly bytes: number } | null
}

/** Memory that is placed as a whole, for each run. The first segment is the arena. */
export interface Segment {
  /** Bytes from the start of the arena, as the plan counts. */
  readonly offset: number
  readonly bytes: number
  /** The input that it holds, or the output; -1 for the arena. */
  readonly value: ValueId
}

/** The memory of a program. */
interface Plan {
  /** Bytes of all segments. */
  readonly bytes: number
  readonly segments: readonly Segment[]
  /** One per value, inputs first. */
  readonly placements: readonly Placement[]
}

/** A plan with the writers of each instruction's commands. */
export interface LoweredProgram extends Plan {
  readonly lowered: readonly Lowered[]
  readonly modules: readonly KernelModule[]
  /** The program as it was lowered, with the value numbers of its source. */
  readonly program: WasmProgram
  /** For each value, the one whose first numbers it shares: itself, unless it is a view. */
  readonly roots: readonly ValueId[]
  /** The instructions in the order of their commands; those of a step are independent. */
  readonly steps: readonly Together[]
}

/** When numbers stay in memory. */
export interface ResidencePolicy {
  /** The numbers from which on an input or an output has a segment of its own. Fewer are copied. */
  readonly fewest: number
  /** Bytes that may be taken in any case; a program that needs more raises the budget. */
  readonly budget: number
}

/** To copy 16 KiB takes about as long as to keep account of them. */
export const usualResidence: ResidencePolicy = { fewest: 4096, budget: 64 << 20 }

const lower = <N extends WasmName>(
  { lowerings }: Dialect,
  { name, params, inputShapes, shape, family }: WasmInstruction<N>,
): Lowered => {
  const brought = family === undefined ? {} : wasmPartOf(family).lowerings
  const lowering: Lowering<N> | undefined = lowerings[name] ?? brought[name]
  return (lowering ?? refuseWithoutKernels(name, inputShapes))(params, inputShapes, shape)
}

/** What the instructions of a program bring along. */
const broughtBy = ({ instructions }: Program): readonly WasmPart[] =>
  [...new Set(instructions.map(({ family }) => family))].flatMap((family) =>
    family === undefined ? [] : [wasmPartOf(family)],
  )

/** The last step that reads each value: -1 if none does, Infinity for an output. */
const lastUsesOf = (
  { inputs, instructions, outputs }: WasmProgram,
  roots: readonly ValueId[],
  steps: readonly Together[],
): readonly number[] => {
  const uses = new Array<number>(inputs.length + instructions.length).fill(-1)
  steps.forEach((step, k) => {
    for (const at of step) for (const id of instructions[at]!.inputs) uses[roots[id]!] = k
  })
  for (const id of outputs) uses[roots[id]!] = Infinity
  return uses
}

/** What is known of the values of a program before they have places. */
interface Values {
  readonly roots: readonly ValueId[]
  readonly sizes: readonly number[]
  readonly lastUse: readonly number[]
  readonly steps: readonly Together[]
  /** For each step, the values that nothing reads after it. */
  readonly dying: readonly (readonly ValueId[])[]
  /** For each instruction, the operand that its value overwrites. */
  readonly overwritten: readonly (ValueId | undefined)[]
}

const rootsOf = ({ inputs, instructions }: WasmProgram, lowered: readonly Lowered[]): readonly ValueId[] => {
  const roots: ValueId[] = inputs.map((_, id) => id)
  lowered.forEach(({ isView }, at) => {
    roots.push(isView ? roots[instructions[at]!.inputs[0]!]! : inputs.length + at)
  })
  return roots
}

const valuesOf = (program: WasmProgram, lowered: readonly Lowered[], fewest: number): Values => {
  const { inputs, instructions } = program
  const roots = rootsOf(program, lowered)
  const steps = stepsOf(program, lowered, roots)
  const sizes = [...inputs.map(sizeOf), ...instructions.map(({ shape }) => sizeOf(shape))]
  const lastUse = lastUsesOf(program, roots, steps)
  const readBy = (step: Together): readonly ValueId[] => [
    ...new Set(step.flatMap((at) => instructions[at]!.inputs.map((read) => roots[read]!))),
  ]
  const dying = steps.map((step, k) => readBy(step).filter((root) => lastUse[root] === k))
  const overwritten: (ValueId | undefined)[] = instructions.map(() => undefined)
  const rootsOfReads = (at: number): readonly ValueId[] => [
    ...new Set(instructions[at]!.inputs.map((id) => roots[id]!)),
  ]
  steps.forEach((step, k) => {
    // How many instructions of the step read each value; views read nothing.
    const readers = new Map<ValueId, number>()
    for (const at of step) {
      if (lowered[at]!.isView) continue
      for (const root of rootsOfReads(at)) readers.set(root, (readers.get(root) ?? 0) + 1)
    }
    for (const at of step) {
      if (!lowered[at]!.mayOverwrite) continue
      const { inputs: reads } = instructions[at]!
      const size = sizes[inputs.length + at]
      // A broadcast operand is read again after the output has begun.
      const isWhole = (root: ValueId): boolean => reads.every((read) => roots[read] !== root || sizes[read] === size)
      // An input with a segment of its own may be a value that others hold.
      const isOthers = (root: ValueId): boolean => root < inputs.length && sizes[root]! >= fewest
      const own = lowered[at]!.isView ? 0 : 1
      const isReadBeside = (root: ValueId): boolean => (readers.get(root) ?? 0) > own
      overwritten[at] = reads
        .map((read) => roots[read]!)
        .find(
          (root) =>
            lastUse[root] === k && sizes[root] === size && isWhole(root) && !isOthers(root) && !isReadBeside(root),
        )
    }
  })
  return { roots, sizes, lastUse, steps, dying, overwritten }
}

/** For each value, the segment that it lies in, and what each segment holds: the arena, inputs, outputs. */
const segmentsOf = (program: WasmProgram, { roots, sizes, overwritten }: Values, fewest: number) => {
  const { inputs, outputs } = program
  /** The first value in the memory of each value: what it overwrites, or the value that it is a view of. */
  const firsts: ValueId[] = []
  roots.forEach((root, id) => {
    firsts.push(root < id ? firsts[root]! : (firsts[overwritten[id - inputs.length] ?? id] ?? id))
  })
  const held: ValueId[] = [-1]
  const segmentOf = new Map<ValueId, number>()
  const large = (id: ValueId): boolean => sizes[roots[id]!]! >= fewest
  inputs.forEach((_, id) => {
    if (large(id)) segmentOf.set(id, held.push(id) - 1)
  })
  for (const id of outputs) {
    const first = firsts[id]!
    if (large(id) && !segmentOf.has(first)) segmentOf.set(first, held.push(roots[id]!) - 1)
  }
  return { held, segment: roots.map((_, id) => segmentOf.get(firsts[id]!) ?? 0) }
}

interface InArena {
  readonly offset: number
  readonly work: { readonly offset: number; readonly bytes: number } | null
}

/** Gives each value of the arena its range, and each instruction its workspace. */
const arrange = (
  { inputs, instructions }: WasmProgram,
  lowered: readonly Lowered[],
  { roots, sizes, lastUse, steps, dying, overwritten }: Values,
  segment: readonly number[],
  space: Space,
): readonly InArena[] => {
  const bytes = sizes.map((size) => Math.max(64, bytesOf(size)))
  const places = new Array<InArena>(inputs.length + instructions.length)
  const release = (id: ValueId): void => {
    if (segment[id] === 0) space.release(places[id]!.offset, bytes[id]!)
  }
  inputs.forEach((_, id) => {
    places[id] = { offset: segment[id] === 0 ? space.allocate(bytes[id]!) : 0, work: null }
  })
  const placeOne = (at: number): void => {
    const id = inputs.length + at
    const { isView, workspace } = lowered[at]!
    const shared = isView ? roots[id] : overwritten[at]
    const own = shared === undefined ? (segment[id] === 0 ? space.allocate(bytes[id]!) : 0) : places[shared]!.offset
    const needs = Math.ceil(workspace / 64) * 64
    places[id] = { offset: own, work: needs > 0 ? { offset: space.allocate(needs), bytes: needs } : null }
  }
  steps.forEach((step, k) => {
    step.forEach(placeOne)
    for (const at of step) {
      const { work } = places[inputs.length + at]!
      if (work !== null) space.release(work.offset, work.bytes)
    }
    const kept = new Set(step.map((at) => overwritten[at]))
    for (const root of dying[k]!) if (!kept.has(root)) release(root)
    for (const at of step) if (!lowered[at]!.isView && lastUse[inputs.length + at] === -1) release(inputs.length + at)
  })
  return places
}

/** Lowers every instruction of a program and allocates memory for every value. */
export const lowerProgram = (
  source: Program,
  dialect: Dialect = wasmDialect,
  { fewest }: Pick<ResidencePolicy, 'fewest'> = usualResidence,
): LoweredProgram => {
  const brought = broughtBy(source)
  const passes = [...dialect.passes, ...brought.flatMap((part) => part.passes)]
  const modules = [...new Set([entryModule, ...brought.flatMap((part) => part.modules)])]
  const program = passes.reduce<WasmProgram>((before, pass) => pass(before), source)
  const { inputs, instructions } = program
  const lowered = instructions.map((instruction) => lower(dialect, instruction))
  const values = valuesOf(program, lowered, fewest)
  const { roots, sizes, steps, overwritten } = values
  const { held, segment } = segmentsOf(program, values, fewest)
  const space = makeSpace()
  const places = arrange(program, lowered, values, segment, space)
  let end = 0
  const segments = held.map((value): Segment => {
    const bytes = value < 0 ? space.size() : bytesOf(sizes[value]!)
    const offset = end
    end += bytes
    return { offset, bytes, value }
  })
  const placements = places.map(({ offset, work }, id): Placement => {
    const at = id - inputs.length
    return {
      value: id,
      name: at < 0 ? 'input' : source.instructions[at]!.name,
      shape: at < 0 ? inputs[id]! : instructions[at]!.shape,
      offset: segments[segment[id]!]!.offset + offset,
      bytes: Math.max(64, bytesOf(sizes[id]!)),
      segment: segment[id]!,
      shares: at < 0 ? null : lowered[at]!.isView ? instructions[at]!.inputs[0]! : (overwritten[at] ?? null),
      workspace: work,
    }
  })
  return { bytes: end, segments, placements, lowered, modules, roots, steps, program }
}

/** The memory that a program will use on this backend. */
export const planProgram = (program: Program): Plan => {
  const { bytes, segments, placements } = lowerProgram(program)
  return { bytes, segments, placements }
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`

/** Refuses a program that needs more than `limit` bytes. */
export const checkPlan = ({ bytes, placements }: Pick<Plan, 'bytes' | 'placements'>, limit: number): void => {
  if (bytes <= limit) return
  const total = ({ bytes: own, workspace }: Placement): number => own + (workspace?.bytes ?? 0)
  const largest = [...placements].sort((a, b) => total(b) - total(a)).slice(0, 3)
  const list = largest.map((place) => `${place.name} ${showShape(place.shape)} (${gibibytes(total(place))})`).join(', ')
  refuse(
    'compile',
    largest.map(({ shape }) => shape),
    {
      expected: `at most ${gibibytes(limit)} at once, as WebAssembly has`,
      found: `${gibibytes(bytes)}, of which the largest values are ${list}`,
    },
    `run the program on the wasm backend`,
  )
}
