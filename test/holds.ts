/** @file Instantiates laws as tests: one test a law, named for it. */
import { relative } from 'node:path'
import { expect, it } from 'vitest'
import type { Law, LawOptions } from '../laws/framework/Law.ts'
import { checkLaw } from '../laws/framework/Law.ts'

type Laws = readonly (Law | readonly Law[])[]

const testEach = (laws: Laws, options: LawOptions): void => {
  laws.flat().forEach((law) => {
    it(law.name, () => {
      const path = expect.getState().testPath
      checkLaw(law, path === undefined ? options : { ...options, file: relative(process.cwd(), path) })
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
