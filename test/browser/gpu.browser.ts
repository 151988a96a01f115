import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everyPrimitive } from '../backend/gpu/everyPrimitive.ts'
import { seed } from '../seed.ts'
import { fileURLToPath } from 'node:url'
import type { BrowserPage } from '../../bench/browser/chromium.ts'
import { openPage } from '../../bench/browser/chromium.ts'
import type { Page, PageMode } from './page/page.ts'

let page: BrowserPage<Page>
beforeAll(async () => {
  page = await openPage<Page>(fileURLToPath(new URL('page', import.meta.url)))
})
afterAll(() => page.close())

describe.each(['webgpu', 'webgl2', 'webgl', 'webasm'] as const)('gpu backend in a page, in mode %s', (mode) => {
  it('agrees with the reference in every primitive and its gradients', async () => {
    const { disagreements, primitives } = await page.call('conformance', mode, 4, seed(), '')
    expect(disagreements).toEqual([])
    expect(primitives).toEqual(everyPrimitive)
  })

  it('falls into no known trap', async () => {
    expect(await page.call('traps', mode)).toEqual([])
  })
})

describe.each<PageMode>(['webgpu', 'webgl2', 'webasm', 'wasm'])('LeNet in a page, in mode %s', (mode) => {
  it('learns the embedded digits, on the mode asked for, with memory flat over 500 steps', async () => {
    const trained = await page.call('train', mode, 500)
    expect(trained.mode).toBe(mode)
    expect(trained.last).toBeLessThan(0.5 * trained.first)
    expect(trained.accuracy).toBeGreaterThan(0.9)
    expect(trained.arrays).toBeLessThanOrEqual(0)
  })
})
