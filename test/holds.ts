/** @file Instantiates laws as tests: one test a law, named for it. */
import { relative } from 'node:path'
import { expect, it } from 'vitest'
import type { AsyncLaw, Law, LawOptions } from '../laws/framework/Law.ts'
import { checkLaw } from '../laws/framework/Law.ts'

type AnyLaw = Law | AsyncLaw

type Laws = readonly (AnyLaw | readonly AnyLaw[])[]

/** A slow or busy machine takes several times as long for a law; the limit of a test is longer (`vitest.config.ts`). */
const timeLimit = 90_000

const testEach = (laws: Laws, options: LawOptions): void => {
  laws.flat().forEach((law) => {
    it(law.name, async () => {
      const path = expect.getState().testPath
      await checkLaw(law, {
        timeLimit,
        ...options,
        ...(path === undefined ? {} : { file: relative(process.cwd(), path) }),
      })
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
