/** @file What the module `entries` imports from the module `windows`, once a machine has linked it. */
import { Command } from '../generated/interface'

/** Runs one unit of a command. */
export declare function execute(command: Command, unit: i32, scratch: usize): void
