/** @file What the page knows of a visitor's files: a fold over what its workers tell. */
import type { Answer } from '../network.worker.ts'
import type { Contents } from './Contents.ts'
import type { FileAnswer } from './files.worker.ts'
import type { Ranked } from './graph.ts'
import type { Recognition } from './recognize.ts'

/** A photo: the digit in it, 28 x 28 pixels; `null` without any ink. */
interface Photo {
  readonly digit: readonly number[] | null
}

/** What is known. */
export interface Own {
  readonly isReading: boolean
  readonly refusal: string | null
  readonly photo: Photo | null
  readonly recognition: Recognition | null
  readonly file: { readonly name: string; readonly contents: Contents } | null
  /** The file whose weights the network has; `null` for those of the page. */
  readonly weights: string | null
  /** What the graph of the file makes of the photo. */
  readonly isRunning: boolean
  readonly ranked: Ranked | null
  readonly notRun: string | null
}

/** Nothing given yet. */
export const nothingGiven: Own = {
  isReading: false,
  refusal: null,
  photo: null,
  recognition: null,
  file: null,
  weights: null,
  isRunning: false,
  ranked: null,
  notRun: null,
}

/** While a file is read. */
export const whileReading = (own: Own): Own => ({ ...own, isReading: true, refusal: null })

/** After a file that nothing could be made of. */
export const afterRefusal = (own: Own, refusal: string): Own => ({ ...own, isReading: false, refusal })

/** After a photo. */
export const afterPhoto = (own: Own, digit: Photo['digit']): Own => ({
  ...own,
  isReading: false,
  refusal: null,
  photo: { digit },
  recognition: null,
  ranked: null,
  notRun: null,
})

/** While the graph of the file is run. */
export const whileRunning = (own: Own): Own => ({ ...own, isRunning: true, ranked: null, notRun: null })

/** After what the worker of the network has told. */
export const afterNetwork = (own: Own, answer: Answer): Own => {
  if (answer._tag === 'adopted') return { ...own, weights: answer.name }
  return answer._tag === 'recognized' ? { ...own, recognition: answer.recognition } : own
}

/** After what the worker of files has told. */
export const afterFile = (own: Own, answer: FileAnswer): Own => {
  switch (answer._tag) {
    case 'listed': {
      const file = { name: answer.name, contents: answer.contents }
      return { ...own, isReading: false, refusal: null, file, isRunning: false, ranked: null, notRun: null }
    }
    case 'refused':
      return afterRefusal({ ...own, isRunning: false }, answer.message)
    case 'ran':
      return { ...own, isRunning: false, ranked: answer.ranked, notRun: null }
    case 'notRun':
      return { ...own, isReading: false, isRunning: false, notRun: answer.message }
  }
}
