/** @file The function that executes each command, written by `npm run build:wasm` from the tables of `interface/`; not to be edited. */

import {
  Command,
  Opcode,
  ArgExtreme,
  Argsort,
  CellMagnitudes,
  ChannelMagnitudes,
  CopyBox,
  CotangentProduct,
  Cumulate,
  Elementwise,
  Fused,
  Gather,
  GatherPixels,
  Greatest,
  HostProduct,
  JudgeKernels,
  KeyFoldIn,
  KeySplit,
  LastOccurrence,
  MaxPool,
  MaxPoolIndices,
  Mend,
  MendFilter,
  Multiply,
  MultiplyImages,
  MultiplyPixels,
  MultiplyRows,
  MultiplySteps,
  PackColumns,
  PackCotangents,
  PackRows,
  PadPlanes,
  PaddedTiles,
  Permutation,
  Ramp,
  Reduce,
  ScatterAdd,
  SumPool,
  SumPoolInput,
  TransposeMatrix,
  Uniform,
  UnpackSums,
  WinogradFilter,
  WinogradKernel,
  WinogradOutput,
} from './interface'
import * as kernels from '../kernels'

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
    case Opcode.multiply:
      kernels.multiply(changetype<Multiply>(args), unit, scratch)
      break
    case Opcode.multiplySteps:
      kernels.multiplySteps(changetype<MultiplySteps>(args), unit, scratch)
      break
    case Opcode.multiplyPixels:
      kernels.multiplyPixels(changetype<MultiplyPixels>(args), unit, scratch)
      break
    case Opcode.multiplyImages:
      kernels.multiplyImages(changetype<MultiplyImages>(args), unit, scratch)
      break
    case Opcode.packRows:
      kernels.packRows(changetype<PackRows>(args), unit, scratch)
      break
    case Opcode.packColumns:
      kernels.packColumns(changetype<PackColumns>(args), unit, scratch)
      break
    case Opcode.padPlanes:
      kernels.padPlanes(changetype<PadPlanes>(args), unit, scratch)
      break
    case Opcode.multiplyCotangents:
      kernels.multiplyCotangents(changetype<CotangentProduct>(args), unit, scratch)
      break
    case Opcode.multiplyCotangentsByLanes:
      kernels.multiplyCotangentsByLanes(changetype<CotangentProduct>(args), unit, scratch)
      break
    case Opcode.packCotangents:
      kernels.packCotangents(changetype<PackCotangents>(args), unit, scratch)
      break
    case Opcode.unpackSums:
      kernels.unpackSums(changetype<UnpackSums>(args), unit, scratch)
      break
    case Opcode.multiplyRows:
      kernels.multiplyRows(changetype<MultiplyRows>(args), unit, scratch)
      break
    case Opcode.gatherPixels:
      kernels.gatherPixels(changetype<GatherPixels>(args), unit, scratch)
      break
    case Opcode.hostProduct:
      kernels.hostProduct(changetype<HostProduct>(args), unit, scratch)
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
