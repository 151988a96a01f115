/** @file Instantiates laws as tests: one test a law, named for it. */
import { relative } from 'node:path'
import { expect, it } from 'vitest'
import type { AsyncLaw, Law, LawOptions } from '../laws/framework/Law.ts'
import { checkLaw } from '../laws/framework/Law.ts'

type AnyLaw = Law | AsyncLaw

type Laws = readonly (AnyLaw | readonly AnyLaw[])[]

const testEach = (laws: Laws, options: LawOptions): void => {
  laws.flat().forEach((law) => {
    it(law.name, async () => {
      const path = expect.getState().testPath
      await checkLaw(law, path === undefined ? options : { ...options, file: relative(process.cwd(), path) })
    })
  })
}

/** One test for each law. */
export const holds = (...laws: Laws): void => {
  testEach(laws, {})
}

/** One test for each law, on so many samples. */
export const holdsOn = (runs: number, ...laws: Laws): void => {
  testEach(laws, { runs })
}
