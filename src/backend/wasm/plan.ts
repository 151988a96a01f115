/**
 * @file The plan of a program's memory: every value gets a range in one arena, from the instruction that computes it to
 * the last one that reads it. Allocation is best fit; an elementwise result overwrites an operand that is not read
 * again; a view shares the memory of its value.
 */
import type { Program, ValueId } from '../../compile/Program.ts'
import type { Shape } from '../../core/Shape.ts'
import { showShape, sizeOf } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import type { Dialect } from './Dialect.ts'
import { wasmDialect } from './Dialect.ts'
import type { Lowered } from './Lowering.ts'
import { bytesOf } from './Lowering.ts'
import type { WasmInstruction, WasmName, WasmProgram } from './WasmProgram.ts'

/** The range of a value, in bytes from the start of the arena. */
export interface Placement {
  readonly value: ValueId
  /** The instruction that computes it; `input` for an input. */
  readonly name: string
  readonly shape: Shape
  readonly offset: number
  readonly bytes: number
  /** The value whose memory it shares: the one it is a view of, or the operand that it overwrites. */
  readonly shares: ValueId | null
  /** The workspace of its instruction. */
  readonly workspace: { readonly offset: number; readonly bytes: number } | null
}

/** The memory of a program. */
interface Plan {
  /** Bytes of the arena. */
  readonly bytes: number
  /** One per value, inputs first. */
  readonly placements: readonly Placement[]
}

/** A plan with the writers of each instruction's commands. */
interface LoweredProgram extends Plan {
  readonly lowered: readonly Lowered[]
  /** The program as it was lowered, with the value numbers of its source. */
  readonly program: WasmProgram
  /** For each value, the one whose first numbers it shares: itself, unless it is a view. */
  readonly roots: readonly ValueId[]
}

interface Space {
  readonly allocate: (bytes: number) => number
  readonly release: (offset: number, bytes: number) => void
  readonly size: () => number
}

/** Memory that is allocated by best fit. */
const makeSpace = (): Space => {
  let free: { readonly offset: number; readonly bytes: number }[] = []
  let end = 0
  const allocate = (bytes: number): number => {
    let best: (typeof free)[number] | undefined
    for (const hole of free) if (hole.bytes >= bytes && (best === undefined || hole.bytes < best.bytes)) best = hole
    if (best !== undefined) {
      const { offset, bytes: room } = best
      free = free.filter((hole) => hole !== best)
      if (room > bytes) free.push({ offset: offset + bytes, bytes: room - bytes })
      return offset
    }
    // A hole at the end grows.
    const last = free.find((hole) => hole.offset + hole.bytes === end)
    const offset = last?.offset ?? end
    free = free.filter((hole) => hole !== last)
    end = offset + bytes
    return offset
  }
  const release = (offset: number, bytes: number): void => {
    const before = free.find((hole) => hole.offset + hole.bytes === offset)
    const after = free.find((hole) => hole.offset === offset + bytes)
    free = free.filter((hole) => hole !== before && hole !== after)
    free.push({
      offset: before?.offset ?? offset,
      bytes: (before?.bytes ?? 0) + bytes + (after?.bytes ?? 0),
    })
  }
  return { allocate, release, size: () => end }
}

const lower = <N extends WasmName>(
  { lowerings }: Dialect,
  { name, params, inputShapes, shape }: WasmInstruction<N>,
): Lowered => lowerings[name](params, inputShapes, shape)

const lastUsesOf = ({ inputs, instructions, outputs }: WasmProgram, roots: readonly ValueId[]): readonly number[] => {
  const uses = new Array<number>(inputs.length + instructions.length).fill(-1)
  instructions.forEach((instruction, at) => {
    for (const id of instruction.inputs) uses[roots[id]!] = at
  })
  for (const id of outputs) uses[roots[id]!] = Infinity
  return uses
}

/** Lowers every instruction of a program and allocates memory for every value. */
export const lowerProgram = (source: Program, dialect: Dialect = wasmDialect): LoweredProgram => {
  const program = dialect.passes.reduce<WasmProgram>((before, pass) => pass(before), source)
  const { inputs, instructions } = program
  const lowered = instructions.map((instruction) => lower(dialect, instruction))
  const roots: ValueId[] = inputs.map((_, id) => id)
  lowered.forEach(({ isView }, at) => {
    roots.push(isView ? roots[instructions[at]!.inputs[0]!]! : inputs.length + at)
  })
  const lastUse = lastUsesOf(program, roots)
  const space = makeSpace()
  const sizes = [...inputs.map(sizeOf), ...instructions.map(({ shape }) => sizeOf(shape))]
  const bytes = sizes.map((size) => Math.max(64, bytesOf(size)))
  const offsets: number[] = inputs.map((_, id) => space.allocate(bytes[id]!))
  const placements = inputs.map((shape, id): Placement => ({
    value: id,
    name: 'input',
    shape,
    offset: offsets[id]!,
    bytes: bytes[id]!,
    shares: null,
    workspace: null,
  }))
  instructions.forEach(({ shape, inputs: reads }, at) => {
    const { name } = source.instructions[at]!
    const id = inputs.length + at
    const { isView, mayOverwrite, workspace } = lowered[at]!
    const dying = [...new Set(reads.map((read) => roots[read]!))].filter((root) => lastUse[root] === at)
    // A broadcast operand is read again after the output has begun.
    const isWhole = (root: ValueId): boolean => reads.every((read) => roots[read] !== root || sizes[read] === sizes[id])
    const overwritten = mayOverwrite ? dying.find((root) => sizes[root] === sizes[id] && isWhole(root)) : undefined
    const shares = isView ? reads[0]! : (overwritten ?? null)
    offsets.push(shares === null ? space.allocate(bytes[id]!) : offsets[roots[shares]!]!)
    const needs = Math.ceil(workspace / 64) * 64
    const work = needs > 0 ? { offset: space.allocate(needs), bytes: needs } : null
    placements.push({ value: id, name, shape, offset: offsets[id]!, bytes: bytes[id]!, shares, workspace: work })
    if (work !== null) space.release(work.offset, work.bytes)
    if (isView) {
      if (lastUse[roots[id]!] === at) space.release(offsets[id]!, bytes[roots[id]!]!)
      return
    }
    for (const root of dying) if (root !== overwritten) space.release(offsets[root]!, bytes[root]!)
    if (lastUse[id] === -1) space.release(offsets[id]!, bytes[id]!)
  })
  return { bytes: space.size(), placements, lowered, roots, program }
}

/** The memory that a program will use on this backend. */
export const planProgram = (program: Program): Plan => {
  const { bytes, placements } = lowerProgram(program)
  return { bytes, placements }
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`

/** Refuses a program whose arena is larger than `limit` bytes. */
export const checkPlan = ({ bytes, placements }: Plan, limit: number): void => {
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
