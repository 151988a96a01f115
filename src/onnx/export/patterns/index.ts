/** @file All patterns, those of more instructions first among those that end alike. */
import type { Pattern } from '../Pattern.ts'
import { activationPatterns } from './activations.ts'
import { layerPatterns } from './layers.ts'
import { normalizationPatterns } from './normalization.ts'

/** The patterns, in the order in which they are tried. */
export const patterns: readonly Pattern[] = [...normalizationPatterns, ...layerPatterns, ...activationPatterns]
