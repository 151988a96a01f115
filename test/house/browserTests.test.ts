/** @file `npm run test:browser` runs the tests of the browser, and not the gate a second time. */
import { describe, expect, it } from 'vitest'
import browser from '../browser/vitest.config.ts'

describe('the configuration of the browser tests', () => {
  it('selects the tests of the browser alone: projects of the gate would take the place of its include', () => {
    expect(browser.test?.include).toEqual(['test/browser/**/*.browser.ts'])
    expect(browser.test?.projects).toBeUndefined()
  })
})
