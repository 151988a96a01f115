/**
 * @file How much an input from outside may come to.
 *
 * Files claim sizes: an image its pixels, an archive its members, a tensor its shape. Each claim is held to the budget
 * before anything is allocated or decoded for it. The defaults fit the files that are in use, such as torchvision's
 * VGG-16 of 528 MB. Every decoder takes any of the limits as options, so that one budget can be handed to all of them;
 * those that do not concern it limit nothing.
 */
import { countOf } from '../core/Shape.ts'
import { checkLimit } from '../core/numberRules.ts'
import type { OptionNames } from '../core/options.ts'

/** The limits of a decoder, each the most that an input may claim. */
export interface Budget {
  /** Bytes that an input unpacks to; 4 GiB by default. */
  readonly maxBytes: number
  /** Elements of one tensor, which are also those of all parameters of an architecture; 2^30 by default. */
  readonly maxElements: number
  /** Cells that the windows of one layer of an architecture look at, each as often as it is seen; 2^22 by default. */
  readonly maxCells: number
  /** Tensors of a file, members of an archive, layers of an architecture; 2^17 by default. */
  readonly maxMembers: number
  /** Values that containers hold, each counted as often as it is referred to; 2^20 by default. */
  readonly maxValues: number
  /** Containers in one another; 256 by default. */
  readonly maxDepth: number
  /** Pixels of an image; 2^26 by default. */
  readonly maxPixels: number
}

/** What an input may come to where nothing else is said. */
export const defaultBudget: Budget = {
  maxBytes: 2 ** 32,
  maxElements: 2 ** 30,
  maxCells: 2 ** 22,
  maxMembers: 2 ** 17,
  maxValues: 2 ** 20,
  maxDepth: 256,
  maxPixels: 2 ** 26,
}

/** The limits by name, as options of a decoder: numbers of at least 0, of which infinity allows everything. */
export const budgetNames: OptionNames<Budget> = {
  maxBytes: checkLimit,
  maxElements: checkLimit,
  maxCells: checkLimit,
  maxMembers: checkLimit,
  maxValues: checkLimit,
  maxDepth: checkLimit,
  maxPixels: checkLimit,
}

/** An input claims more than it may come to. */
export interface OverBudget {
  readonly _tag: 'OverBudget'
  /** The option that allows more. */
  readonly option: keyof Budget
  readonly limit: number
  /** What the input claims; where counting stopped at the limit, the first number above it. */
  readonly claimed: number
}

/** A budget with some limits of one's own. */
export const budgetWith = (options: Partial<Budget>): Budget => ({
  maxBytes: options.maxBytes ?? defaultBudget.maxBytes,
  maxElements: options.maxElements ?? defaultBudget.maxElements,
  maxCells: options.maxCells ?? defaultBudget.maxCells,
  maxMembers: options.maxMembers ?? defaultBudget.maxMembers,
  maxValues: options.maxValues ?? defaultBudget.maxValues,
  maxDepth: options.maxDepth ?? defaultBudget.maxDepth,
  maxPixels: options.maxPixels ?? defaultBudget.maxPixels,
})

/** The claim as an error where it is above its limit, else `null`; what is no number at all is above every limit. */
export const overBudget = (budget: Budget, option: keyof Budget, claimed: number): OverBudget | null =>
  claimed <= budget[option] ? null : { _tag: 'OverBudget', option, limit: budget[option], claimed }

const unitOf: Readonly<Record<keyof Budget, string>> = {
  maxBytes: 'byte',
  maxElements: 'element',
  maxCells: 'cell',
  maxMembers: 'member',
  maxValues: 'value',
  maxDepth: 'level',
  maxPixels: 'pixel',
}

/** The claim and the limit in words. */
export const showOverBudget = ({ option, limit, claimed }: OverBudget): string =>
  `Cannot accept a claim of ${countOf(claimed, unitOf[option])}: the limit is ${limit} (${option})`
