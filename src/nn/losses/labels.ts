/** @file What the labels of losses are called where one is refused. */
import type { IndexNames } from '../../core/indexNames.ts'

/** The names of labels of classes. */
export const labelsOf = (operation: string, phrase: string): IndexNames => ({
  operation,
  phrase,
  index: 'label',
  among: ['class', 'classes'],
})
