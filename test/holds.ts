/** @file Instantiates laws as tests: one test a law, named for it. */
import { relative } from 'node:path'
import { expect, it } from 'vitest'
import type { Law } from '../laws/framework/Law.ts'
import { checkLaw } from '../laws/framework/Law.ts'

/** One test for each law. */
export const holds = (...laws: readonly (Law | readonly Law[])[]): void => {
  laws.flat().forEach((law) => {
    it(law.name, () => {
      const path = expect.getState().testPath
      checkLaw(law, path === undefined ? {} : { file: relative(process.cwd(), path) })
    })
  })
}
