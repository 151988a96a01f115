/**
 * @file The commands of the compiled module: the name of each, and its arguments. A command is named after the function of
 * `assembly/` that executes it. Its number is its place here, and the place of an argument follows from the order of its
 * names: neither is written anywhere by hand.
 *
 * `perUnit` counts what a unit does of the argument that is named behind it. Strides are in bytes.
 */
import { entryCommands } from './commands/entries.ts'
import { cotangentProduct, productCommands } from './commands/products.ts'
import { paddedTiles, tileCommands } from './commands/tiles.ts'

/** Arguments that several commands have. */
export const sharedLayouts = { cotangentProduct, paddedTiles }

/** The arguments of every command. */
export const commands = { ...entryCommands, ...productCommands, ...tileCommands }

export type Commands = typeof commands

/** The name of a command. */
export type CommandName = keyof Commands
