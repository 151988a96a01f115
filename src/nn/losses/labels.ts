/** @file How a refusal names the labels of losses. */
import type { IndexNames } from '../../core/indexNames.ts'

/** The names of labels of classes. */
export const labelsOf = (operation: string, phrase: string): IndexNames => ({
  operation,
  phrase,
  index: 'label',
  among: ['class', 'classes'],
})
