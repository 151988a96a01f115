/**
 * @file Networks that classify images and differ by the same options: classes, widths, dropout, and channels.
 */
import { checkOptions } from '../core/options.ts'
import { restore } from '../nn/Layer.ts'
import type { Layer } from '../nn/index.ts'
import type { ImagesToScores } from './ImagesToScores.ts'
import type { Network, Parts } from './Network.ts'

/** The options by which a network may differ from the published one. */
export interface ClassifierOptions<Classes extends number = number, Channels extends number = number> {
  /** 1000 by default. */
  readonly classes?: Classes
  /** The divisor of every width, for a smaller network of the same form; 1 by default. */
  readonly divisor?: number
  /** The dropout probability before the scores; the published one by default. */
  readonly dropout?: number
  /** Channels of the images; 3 by default. */
  readonly channels?: Channels
}

const names = { classes: true, divisor: true, dropout: true, channels: true } as const

/** A network by its options; `dropped` is the published probability of dropout. */
export const classifierOf =
  (operation: string, dropped: number, build: (sizes: Required<ClassifierOptions>) => Network) =>
  <const Classes extends number = 1000, const Channels extends number = 3>(
    options: ClassifierOptions<Classes, Channels> = {},
  ): Layer<ImagesToScores<Channels, Classes>, Parts, Parts> => {
    const given: ClassifierOptions = options
    const { classes = 1000, divisor = 1, dropout = dropped, channels = 3 } = checkOptions(operation, given, names)
    return restore(build({ classes, divisor, dropout, channels }))
  }
