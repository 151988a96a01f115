/**
 * @file Fusion: elementwise primitives that feed one another become one `fused` instruction, which reads each operand
 * once and writes only the last value. Operands that repeat (`broadcastTo`, `constant`) are read before they are
 * stretched.
 *
 * A primitive moves into the group of its users when all of them are elementwise and belong to one group; all members
 * of a group have the same shape. A cheap primitive may move into several groups, and is computed in each, when that
 * reads no more than its own value would.
 *
 * Law: "fusing keeps the outputs", exactly where the backend computes a step as it does the primitive.
 */
import type { ElementwiseName } from '../../core/elementwise.ts'
import { sameShape, sizeOf } from '../../core/Shape.ts'
import type { FusedStep, Program, ProgramInstruction, ValueId } from '../Program.ts'
import { isInstruction } from '../Program.ts'
import { deadCode } from './deadCode.ts'
import { isCheap, isElementwise } from './elementwise.ts'

const most = { steps: 48, inputs: 12, copies: 3 } as const

/** Elementwise instructions that are computed together; the last one is the root, whose value the group returns. */
interface Group {
  readonly root: number
  readonly members: number[]
  /** Values that the group reads. */
  readonly reads: Set<ValueId>
}

const instructionAt = ({ inputs, instructions }: Program, id: ValueId): ProgramInstruction | null =>
  instructions[id - inputs.length] ?? null

/** What an elementwise instruction reads: for a stretched value, the value before stretching. */
const readsOf = (program: Program, instruction: ProgramInstruction): readonly ValueId[] =>
  instruction.inputs.map((id) => {
    const producer = instructionAt(program, id)
    return producer?.name === 'broadcastTo' ? (producer.inputs[0] ?? id) : id
  })

const isConstant = (program: Program, id: ValueId): boolean => instructionAt(program, id)?.name === 'constant'

const usersOf = ({ inputs, instructions }: Program): readonly (readonly number[])[] => {
  const users = [...inputs, ...instructions].map((): number[] => [])
  instructions.forEach((instruction, index) => {
    for (const id of new Set(instruction.inputs)) users[id]?.push(index)
  })
  return users
}

/** Whether computing it in several groups reads no more than reading its value in each would. */
const isWorthCopying = (program: Program, instruction: ProgramInstruction<ElementwiseName>): boolean => {
  const large = readsOf(program, instruction).filter((id) => {
    const shape = program.inputs[id] ?? instructionAt(program, id)?.shape ?? []
    return !isConstant(program, id) && sizeOf(shape) === sizeOf(instruction.shape)
  })
  return isCheap(instruction.name) && new Set(large).size <= 1
}

const join = (program: Program, group: Group, index: number, instruction: ProgramInstruction): void => {
  group.members.push(index)
  group.reads.delete(program.inputs.length + index)
  for (const id of readsOf(program, instruction)) group.reads.add(id)
}

const hasRoom = (program: Program, group: Group, instruction: ProgramInstruction, inputs: number): boolean => {
  const added = readsOf(program, instruction).filter((id) => !group.reads.has(id)).length
  return group.members.length < most.steps && group.reads.size - 1 + added <= inputs
}

/** The groups of a program by their roots, found from the last instruction to the first. */
const groupsOf = (program: Program, mostInputs: number): ReadonlyMap<number, Group> => {
  const { inputs, instructions } = program
  const users = usersOf(program)
  const outputs = new Set(program.outputs)
  const homes = new Map<number, readonly Group[]>()
  const groups = new Map<number, Group>()
  const newGroup = (root: number): Group => {
    const group: Group = { root, members: [], reads: new Set() }
    groups.set(root, group)
    return group
  }
  /** The groups of all users of a value; `null` if a user is in no group, or if the value is an output. */
  const groupsOfUsers = (index: number): readonly Group[] | null => {
    const found = new Set<Group>()
    for (const user of users[inputs.length + index] ?? []) {
      const home = homes.get(user)
      if (home === undefined) return null
      for (const group of home) found.add(group)
    }
    return outputs.has(inputs.length + index) || found.size === 0 ? null : [...found]
  }
  for (let index = instructions.length - 1; index >= 0; index--) {
    const instruction = instructions[index]
    if (instruction === undefined || !isElementwise(instruction)) continue
    const theirs = groupsOfUsers(index)
    const copies = theirs?.length === 1 || isWorthCopying(program, instruction) ? most.copies : 1
    const moves =
      theirs !== null &&
      theirs.length <= copies &&
      theirs.every((group) => hasRoom(program, group, instruction, mostInputs))
    const home = moves ? theirs : [newGroup(index)]
    for (const group of home) join(program, group, index, instruction)
    homes.set(index, home)
  }
  return groups
}

/** Values of the new program. */
interface Emission {
  readonly idOf: (old: ValueId) => ValueId
  readonly scalar: (value: number) => ValueId
  readonly emit: (instruction: ProgramInstruction) => ValueId
  readonly shapeOf: (id: ValueId) => ProgramInstruction['shape']
}

const emission = (program: Program) => {
  const first = program.inputs.length
  const made: ProgramInstruction[] = []
  const renamed = new Map<ValueId, ValueId>(program.inputs.map((_, id) => [id, id]))
  const scalars = new Map<string, ValueId>()
  const emit = (instruction: ProgramInstruction): ValueId => first + made.push(instruction) - 1
  const scalar = (value: number): ValueId => {
    const name = Object.is(value, -0) ? '-0' : String(value)
    const known = scalars.get(name)
    if (known !== undefined) return known
    const id = emit({ name: 'constant', params: { value, shape: [] }, inputs: [], inputShapes: [], shape: [] })
    scalars.set(name, id)
    return id
  }
  const idOf = (old: ValueId): ValueId => renamed.get(old) ?? -1
  const shapeOf = (id: ValueId): ProgramInstruction['shape'] => program.inputs[id] ?? made[id - first]?.shape ?? []
  const rename = (old: ValueId, id: ValueId): void => void renamed.set(old, id)
  return { made, idOf, scalar, emit, shapeOf, rename }
}

/** A group as one instruction; a single primitive without stretched operands is kept unchanged. */
const fusedInstruction = (program: Program, group: Group, to: Emission): ProgramInstruction => {
  const first = program.inputs.length
  const members = [...group.members].sort((a, b) => a - b)
  const inputs: ValueId[] = []
  const inputOf = (old: ValueId): ValueId => {
    const producer = instructionAt(program, old)
    return producer !== null && isInstruction('constant', producer) ? to.scalar(producer.params.value) : to.idOf(old)
  }
  for (const old of [...group.reads].sort((a, b) => a - b)) {
    const id = inputOf(old)
    if (!inputs.includes(id)) inputs.push(id)
  }
  const places = new Map(members.map((index, step) => [first + index, inputs.length + step]))
  const steps = members.flatMap((index): readonly FusedStep[] => {
    const instruction = program.instructions[index]
    if (instruction === undefined || !isElementwise(instruction)) return []
    const args = readsOf(program, instruction).map((old) => places.get(old) ?? inputs.indexOf(inputOf(old)))
    return [{ op: instruction.name, args }]
  })
  const shape = program.instructions[group.root]?.shape ?? []
  const [only] = steps
  const whole = inputs.every((id) => sameShape(to.shapeOf(id), shape))
  return only !== undefined && steps.length === 1 && whole
    ? instructionOf(
        only.op,
        {},
        only.args.map((k) => inputs[k] ?? -1),
        shape,
        to,
      )
    : instructionOf('fused', { steps }, inputs, shape, to)
}

const instructionOf = (
  name: ProgramInstruction['name'],
  params: ProgramInstruction['params'],
  inputs: readonly ValueId[],
  shape: ProgramInstruction['shape'],
  { shapeOf }: Emission,
): ProgramInstruction => ({ name, params, inputs, inputShapes: inputs.map(shapeOf), shape })

/** The program with its elementwise primitives fused, each fused instruction with at most this many inputs. */
export const fuse = (program: Program, mostInputs: number = most.inputs): Program => {
  const first = program.inputs.length
  const groups = groupsOf(program, mostInputs)
  const to = emission(program)
  program.instructions.forEach((instruction, index) => {
    const group = groups.get(index)
    if (group !== undefined) to.rename(first + index, to.emit(fusedInstruction(program, group, to)))
    else if (!isElementwise(instruction)) {
      to.rename(first + index, to.emit({ ...instruction, inputs: instruction.inputs.map(to.idOf) }))
    }
  })
  return deadCode({ inputs: program.inputs, instructions: to.made, outputs: program.outputs.map(to.idOf) })
}
