/**
 * @file The commands of the compiled module: the name of each, and its arguments. A command is named after the function
 * in `assembly/` that executes it. Its number is its position here, and the position of an argument follows from the
 * order of the names: neither is written by hand.
 *
 * `perUnit` is the number of items per unit of the argument named after it. Strides are in bytes.
 */
import { entryCommands } from './commands/entries.ts'
import { cotangentProduct, productCommands } from './commands/products.ts'
import { paddedTiles, tileCommands } from './commands/tiles.ts'

/** Arguments that several commands share. */
export const sharedLayouts = { cotangentProduct, paddedTiles }

/** The arguments of every command. */
export const commands = { ...entryCommands, ...productCommands, ...tileCommands }

export type Commands = typeof commands

/** The name of a command. */
export type CommandName = keyof Commands
