/** @file The function that executes each command of the module `entries`, written by `npm run build:wasm` from the tables of `interface/`; not to be edited. */

import {
  Command,
  Opcode,
  ArgExtreme,
  Argsort,
  CopyBox,
  Cumulate,
  Elementwise,
  Fused,
  Gather,
  KeyFoldIn,
  KeySplit,
  LastOccurrence,
  Permutation,
  Ramp,
  Reduce,
  ScatterAdd,
  TransposeMatrix,
  Uniform,
} from '../interface'
import * as kernels from '../../kernels/entries'

/** Runs one unit of a command; `scratch` belongs to the thread. */

export function execute(command: Command, unit: i32, scratch: usize): void {
  const args = command.args
  switch (command.opcode) {
    case Opcode.elementwise:
      kernels.elementwise(changetype<Elementwise>(args), unit, scratch)
      break
    case Opcode.fused:
      kernels.fused(changetype<Fused>(args), unit, scratch)
      break
    case Opcode.copyBox:
      kernels.copyBox(changetype<CopyBox>(args), unit, scratch)
      break
    case Opcode.transposeMatrix:
      kernels.transposeMatrix(changetype<TransposeMatrix>(args), unit, scratch)
      break
    case Opcode.ramp:
      kernels.ramp(changetype<Ramp>(args), unit, scratch)
      break
    case Opcode.reduce:
      kernels.reduce(changetype<Reduce>(args), unit, scratch)
      break
    case Opcode.argExtreme:
      kernels.argExtreme(changetype<ArgExtreme>(args), unit, scratch)
      break
    case Opcode.cumulate:
      kernels.cumulate(changetype<Cumulate>(args), unit, scratch)
      break
    case Opcode.gather:
      kernels.gather(changetype<Gather>(args), unit, scratch)
      break
    case Opcode.scatterAdd:
      kernels.scatterAdd(changetype<ScatterAdd>(args), unit, scratch)
      break
    case Opcode.lastOccurrence:
      kernels.lastOccurrence(changetype<LastOccurrence>(args), unit, scratch)
      break
    case Opcode.keySplit:
      kernels.keySplit(changetype<KeySplit>(args), unit, scratch)
      break
    case Opcode.keyFoldIn:
      kernels.keyFoldIn(changetype<KeyFoldIn>(args), unit, scratch)
      break
    case Opcode.uniform:
      kernels.uniform(changetype<Uniform>(args), unit, scratch)
      break
    case Opcode.permutation:
      kernels.permutation(changetype<Permutation>(args), unit, scratch)
      break
    case Opcode.argsort:
      kernels.argsort(changetype<Argsort>(args), unit, scratch)
      break
  }
}
