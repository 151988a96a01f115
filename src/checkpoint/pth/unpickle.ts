/**
 * @file A reader of pickles that can build tensors and containers, and nothing else.
 *
 * A pickle is a program for a small stack machine; in Python it may import any name and call it. Here a name is looked
 * up in a table of a dozen, which are data, and any other name is refused when it is read, before it could be used.
 * Lengths are checked against the available bytes before anything is allocated.
 *
 * Protocols 2 to 5, as PyTorch writes them.
 */
import type { Item } from './Item.ts'
import type { Unpickling } from './Machine.ts'
import { machineFor } from './Machine.ts'
import { opcodes } from './opcodes.ts'

const stopOpcode = 0x2e

/** The value of a pickle, and the offset of the bytes after it. */
export const unpickle = (job: Unpickling): { readonly value: Item; readonly end: number } => {
  let opcodeAt = job.from
  const machine = machineFor(job, () => opcodeAt)
  for (;;) {
    opcodeAt = machine.read.at()
    machine.count(1)
    const opcode = machine.read.u8()
    if (opcode === stopOpcode) return { value: machine.pop(), end: machine.read.at() }
    const run = opcodes.get(opcode)
    if (run === undefined) machine.stop(`opcode 0x${opcode.toString(16)} is not part of a file of tensors`)
    else run(machine)
  }
}
