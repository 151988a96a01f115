/** @file The function that executes each command of the module `products`, written by `npm run build:wasm` from the tables of `interface/`; not to be edited. */

import {
  Command,
  Opcode,
  CotangentProduct,
  GatherPixels,
  HostProduct,
  Multiply,
  MultiplyImages,
  MultiplyPixels,
  MultiplyRows,
  MultiplySteps,
  PackColumns,
  PackRows,
} from '../interface'
import * as kernels from '../../kernels/products'

/** Runs one unit of a command; `scratch` belongs to the thread. */

export function execute(command: Command, unit: i32, scratch: usize): void {
  const args = command.args
  switch (command.opcode) {
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
    case Opcode.multiplyCotangents:
      kernels.multiplyCotangents(changetype<CotangentProduct>(args), unit, scratch)
      break
    case Opcode.multiplyCotangentsByLanes:
      kernels.multiplyCotangentsByLanes(changetype<CotangentProduct>(args), unit, scratch)
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
  }
}
