/**
 * @file The commands of the compiled modules, a table for each: the name of each command, and its arguments. A command is
 * named after the function in `assembly/` that executes it. Its number follows from its position here, and the position of
 * an argument from the order of the names: neither is written by hand.
 *
 * `perUnit` is the number of items per unit of the argument named after it. Strides are in bytes.
 */
import { entryCommands } from './commands/entries.ts'
import { cotangentProduct, productCommands } from './commands/products.ts'
import { paddedTiles, windowCommands } from './commands/windows.ts'

/** Arguments that several commands share. */
export const sharedLayouts = { cotangentProduct, paddedTiles }

/** The compiled modules. The first is in every machine, and runs the commands of the others by them. */
export const moduleNames = ['entries', 'products', 'windows'] as const

/** The name of a module. */
export type ModuleName = (typeof moduleNames)[number]

/** The numbers from the first command of a module to the first one of the next. */
const opcodesOfModule = 256

/** The number of the command at a position of the table of a module. */
export const opcodeOf = (module: ModuleName, position: number): number =>
  moduleNames.indexOf(module) * opcodesOfModule + position

/** The commands that each module executes, in the order of their numbers. */
export const commandsOfModules = {
  entries: entryCommands,
  products: productCommands,
  windows: windowCommands,
} satisfies Readonly<Record<ModuleName, unknown>>

/** The arguments of every command. */
export const commands = { ...entryCommands, ...productCommands, ...windowCommands }

export type Commands = typeof commands

/** The name of a command. */
export type CommandName = keyof Commands
