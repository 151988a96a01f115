/**
 * @file A traced function as a graph of ONNX, backwards and then forwards: from the results, each value that is needed is
 * either the end of a pattern or an instruction of its own, and names the values that it reads; then the nodes are written in order.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { InstructionName, ProgramInstruction, ValueId } from '../../compile/Program.ts'
import { isInstruction } from '../../compile/Program.ts'
import type { NumberArray } from '../../core/TensorNumbers.ts'
import type { OnnxExportError, NotExportedPart } from '../OnnxExportError.ts'
import type { Emit, Emitted, EmitStart } from './Emit.ts'
import { emitter } from './Emit.ts'
import type { WrittenGraph } from './encodeModel.ts'
import { findPattern } from './Pattern.ts'
import { patterns } from './patterns/index.ts'
import { rules } from './primitives/index.ts'
import type { Rule, Written } from './Rule.ts'
import type { Traced } from './Traced.ts'

/** How a value is written, and what has to be written before it. */
interface Cover {
  readonly reads: readonly ValueId[]
  readonly write: (emit: Emit) => Written
}

const ruleFor = <N extends InstructionName>({ name }: ProgramInstruction<N>): Rule<N> => rules[name]

const coverByRule = (traced: Traced, id: ValueId, instruction: ProgramInstruction): Cover => {
  const rule = ruleFor(instruction)
  const reads = rule.reads?.(instruction, id, traced) ?? instruction.inputs
  return {
    reads,
    write: (emit) => rule.write(emit, { params: instruction.params, reads, lengths: traced.lengthsOf(id) }),
  }
}

const coverOf = (traced: Traced, id: ValueId): Cover | null => {
  const instruction = traced.instructionOf(id)
  if (instruction === null || instruction.name === 'constant') return null
  const found = findPattern(patterns, traced, id)
  return found === null ? coverByRule(traced, id, instruction) : { reads: found.inputs, write: found.write }
}

/** The covers of all values that the results need, by value. */
const coversOf = (traced: Traced): ReadonlyMap<ValueId, Cover> => {
  const { inputs, instructions, outputs } = traced.program
  const needed = new Set(outputs)
  const covers = new Map<ValueId, Cover>()
  for (let id = inputs.length + instructions.length - 1; id >= inputs.length; id--) {
    const cover = needed.has(id) ? coverOf(traced, id) : null
    if (cover === null) continue
    covers.set(id, cover)
    cover.reads.forEach((read) => needed.add(read))
  }
  return covers
}

/** The names of a graph. */
interface GraphNames {
  /** Each argument of the program: its name in the graph, and what it holds. */
  readonly inputs: readonly Emitted[]
  readonly outputs: readonly string[]
}

/** The numbers that the function closed over, as far as a node or a result reads them. */
const capturedIn = (
  { program: { inputs, outputs }, arity, numbersOf }: Traced,
  covers: ReadonlyMap<ValueId, Cover>,
): readonly { readonly id: ValueId; readonly numbers: NumberArray }[] => {
  const read = new Set([...outputs, ...[...covers.values()].flatMap(({ reads }) => reads)])
  return inputs.flatMap((_, id) => {
    const numbers = id >= arity && read.has(id) ? numbersOf(id) : null
    return numbers === null ? [] : [{ id, numbers }]
  })
}

const isWritten = (written: Written): written is Emitted => 'name' in written

/** The nodes of a traced function, or everything about it that ONNX cannot say. */
export const graphOf = (
  traced: Traced,
  names: GraphNames,
  start: Omit<EmitStart, 'taken' | 'lengths' | 'constant'>,
): E.Either<OnnxExportError, Pick<WrittenGraph, 'nodes' | 'initializers'>> => {
  const { program } = traced
  const {
    emit,
    define,
    rename,
    parts,
    written: count,
  } = emitter({
    ...start,
    taken: new Set([...names.inputs.map(({ name }) => name), ...names.outputs, ...start.stored.keys()]),
    lengths: traced.lengthsOf,
    constant: (id) => {
      const made = traced.instructionOf(id)
      return made !== null && isInstruction('constant', made) ? made.params.value : null
    },
  })
  const covers = coversOf(traced)
  names.inputs.forEach((input, id) => define(id, input))
  for (const { id, numbers } of capturedIn(traced, covers))
    define(id, { name: emit.tensor(numbers, program.inputs[id] ?? []), kind: 'number' })
  const failed: NotExportedPart[] = []
  const named = new Set<number>()
  for (const [id, cover] of [...covers].reverse()) {
    const before = count()
    const written = cover.write(emit)
    if (!isWritten(written)) {
      const { name = 'constant', origin = null } = traced.instructionOf(id) ?? {}
      failed.push({ instruction: name, origin, reason: written.reason })
      define(id, { name: '', kind: 'number' })
      continue
    }
    const output = program.outputs.indexOf(id)
    // A value that another one stands for keeps its name.
    const renamed = output < 0 || count() === before ? null : rename(written, names.outputs[output] ?? '')
    if (renamed !== null) named.add(output)
    define(id, renamed ?? written)
  }
  if (failed.length > 0) return E.left({ _tag: 'NotExportable', parts: failed })
  const finals = program.outputs.flatMap((id, k) =>
    named.has(k)
      ? []
      : [
          {
            name: names.outputs[k] ?? '',
            operator: 'Identity',
            inputs: [emit.value(id)],
            outputs: [names.outputs[k] ?? ''],
            attributes: {},
          },
        ],
  )
  const { nodes, initializers } = parts()
  return E.right({ nodes: [...nodes, ...finals], initializers })
}
