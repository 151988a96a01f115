/**
 * @file The compiled modules. Each is there twice: on plain SIMD, and with fused multiply-add. The two differ in few
 * instructions, so they are kept as one text: interleaved, deflated, in base64. All three take 42 kB, where the binaries
 * take 190.
 *
 * A page has those modules that its primitives name (`families.ts`), and unpacks those that its programs run.
 */
import { inflateSync } from 'fflate'
import { entries } from './generated/entries.ts'
import { products } from './generated/products.ts'
import { windows } from './generated/windows.ts'
import type { ModuleName } from './interface/commands.ts'
import { opcodeOf } from './interface/commands.ts'
import { entryCommands } from './interface/commands/entries.ts'
import { productCommands } from './interface/commands/products.ts'
import { windowCommands } from './interface/commands/windows.ts'
import type { Layout } from './interface/records.ts'
import type { Pair } from './interleaved.ts'
import { separate } from './interleaved.ts'

/** A module as it is embedded. */
interface Embedded {
  readonly lengths: Pair<number>
  readonly deflated: string
}

/** A command of a module: its number, and its arguments. */
export interface KnownCommand {
  readonly opcode: number
  readonly layout: Layout
}

/** A compiled module. */
export interface KernelModule {
  readonly name: ModuleName
  /** What it executes, by name. */
  readonly commands: ReadonlyMap<string, KnownCommand>
  /** The binaries, unpacked at the first call; not to be written to. */
  readonly binaries: () => Pair<Uint8Array<ArrayBuffer>>
}

// A loop, since `Uint8Array.from` calls a function for each character: 20 ms of the first step.
const decode = (base64: string): Uint8Array => {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k)
  return bytes
}

const kernelModule = (
  name: ModuleName,
  layouts: Readonly<Record<string, Layout>>,
  { lengths, deflated }: Embedded,
): KernelModule => {
  const commands = new Map(
    Object.entries(layouts).map(([command, layout], position) => [
      command,
      { opcode: opcodeOf(name, position), layout },
    ]),
  )
  let unpacked: Pair<Uint8Array<ArrayBuffer>> | null = null
  return { name, commands, binaries: () => (unpacked ??= separate(inflateSync(decode(deflated)), lengths)) }
}

/** Runs commands, and executes those over entries of arrays. */
export const entryModule = kernelModule('entries', entryCommands, entries)

/** Products of matrices, and of windows as matrices. */
export const productModule = kernelModule('products', productCommands, products)

/** Pooling, and what convolutions do besides products. */
export const windowModule = kernelModule('windows', windowCommands, windows)
