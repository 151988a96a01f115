/** @file The function that executes each command of the module `windows`, written by `npm run build:wasm` from the tables of `interface/`; not to be edited. */

import {
  Command,
  Opcode,
  CellMagnitudes,
  ChannelMagnitudes,
  Greatest,
  JudgeKernels,
  MaxPool,
  MaxPoolIndices,
  Mend,
  MendFilter,
  PackCotangents,
  PadPlanes,
  PaddedTiles,
  SumPool,
  SumPoolInput,
  UnpackSums,
  WinogradFilter,
  WinogradKernel,
  WinogradOutput,
} from '../interface'
import * as kernels from '../../kernels/windows'

/** Runs one unit of a command; `scratch` belongs to the thread. */

export function execute(command: Command, unit: i32, scratch: usize): void {
  const args = command.args
  switch (command.opcode) {
    case Opcode.maxPool:
      kernels.maxPool(changetype<MaxPool>(args), unit, scratch)
      break
    case Opcode.maxPoolIndices:
      kernels.maxPoolIndices(changetype<MaxPoolIndices>(args), unit, scratch)
      break
    case Opcode.sumPool:
      kernels.sumPool(changetype<SumPool>(args), unit, scratch)
      break
    case Opcode.sumPoolInput:
      kernels.sumPoolInput(changetype<SumPoolInput>(args), unit, scratch)
      break
    case Opcode.padPlanes:
      kernels.padPlanes(changetype<PadPlanes>(args), unit, scratch)
      break
    case Opcode.packCotangents:
      kernels.packCotangents(changetype<PackCotangents>(args), unit, scratch)
      break
    case Opcode.unpackSums:
      kernels.unpackSums(changetype<UnpackSums>(args), unit, scratch)
      break
    case Opcode.winogradInput:
      kernels.winogradInput(changetype<PaddedTiles>(args), unit, scratch)
      break
    case Opcode.winogradCotangent:
      kernels.winogradCotangent(changetype<PaddedTiles>(args), unit, scratch)
      break
    case Opcode.winogradOutput:
      kernels.winogradOutput(changetype<WinogradOutput>(args), unit, scratch)
      break
    case Opcode.winogradKernel:
      kernels.winogradKernel(changetype<WinogradKernel>(args), unit, scratch)
      break
    case Opcode.winogradFilter:
      kernels.winogradFilter(changetype<WinogradFilter>(args), unit, scratch)
      break
    case Opcode.cellMagnitudes:
      kernels.cellMagnitudes(changetype<CellMagnitudes>(args), unit, scratch)
      break
    case Opcode.greatest:
      kernels.greatest(changetype<Greatest>(args), unit, scratch)
      break
    case Opcode.judgeKernels:
      kernels.judgeKernels(changetype<JudgeKernels>(args), unit, scratch)
      break
    case Opcode.mend:
      kernels.mend(changetype<Mend>(args), unit, scratch)
      break
    case Opcode.channelMagnitudes:
      kernels.channelMagnitudes(changetype<ChannelMagnitudes>(args), unit, scratch)
      break
    case Opcode.mendFilter:
      kernels.mendFilter(changetype<MendFilter>(args), unit, scratch)
      break
  }
}
