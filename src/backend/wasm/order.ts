/**
 * @file The order of commands, as the module reads it: for each command its distance from the first one, and whether it runs
 * side by side with the one before it. Of the instructions of a step, all first commands run side by side, then all second
 * ones, and so on.
 */
import type { WrittenCommand } from './Command.ts'
import { orderBit } from './interface/records.ts'

/** The nanoseconds from which on commands side by side are worth sharing, though none of them is by itself. */
const worthSharing = 16_000

/** An entry of a command, which counts its words from the start of the program. */
const entryOf = ({ at }: WrittenCommand, isBeside: boolean, isShared: boolean): number =>
  (at * 4) | (isBeside ? orderBit.isBeside : 0) | (isShared ? orderBit.isShared : 0)

/** Whether threads share commands that run side by side. */
const isWorthSharing = (commands: readonly WrittenCommand[]): boolean =>
  commands.some(({ shared }) => shared) ||
  (commands.length > 1 && commands.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0) >= worthSharing)

/** The entries of commands that run side by side. */
const together = (commands: readonly WrittenCommand[]): readonly number[] => {
  const isShared = isWorthSharing(commands)
  return commands.map((command, k) => entryOf(command, k > 0, k === 0 && isShared))
}

/** The order of a step: the commands of each of its instructions. */
export const orderOfStep = (commands: readonly (readonly WrittenCommand[])[]): readonly number[] => {
  const phases: WrittenCommand[][] = []
  for (const own of commands)
    own.forEach((command, k) => {
      const phase = phases[k]
      if (phase === undefined) phases.push([command])
      else phase.push(command)
    })
  return phases.flatMap(together)
}

/** Whether an entry begins what threads share. */
export const isSharedEntry = (entry: number): boolean => (entry & orderBit.isShared) !== 0

/** The distance in bytes of the command of an entry from the first one. */
export const distanceOf = (entry: number): number => entry & ~(orderBit.isBeside | orderBit.isShared)
