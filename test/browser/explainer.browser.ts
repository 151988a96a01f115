import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { key } from 'cotangent'
import { lenet } from 'cotangent/models'
import { exportNetwork } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import type { PreviewServer } from 'vite'
import { build, preview } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { executablePath } from '../../bench/browser/chromium.ts'

const configFile = fileURLToPath(new URL('../../demo/vite.config.ts', import.meta.url))

let [outDir, address] = ['', '']
let server: PreviewServer
let browser: Browser
let page: Page
const faults: string[] = []

/** Opens the page at an address of its own. */
const open = async (search = '', width = 1280): Promise<Page> => {
  const opened = await browser.newPage({ viewport: { width, height: 860 } })
  opened.on('pageerror', (fault) => faults.push(String(fault)))
  opened.on('console', (told) => {
    if (told.type() === 'error' || told.type() === 'warning') faults.push(told.text())
  })
  await opened.goto(`${address}${search}`)
  await opened.waitForSelector('#pooling')
  return opened
}

/** What an element shows, without the space around it. */
const textOf = async (selector: string, of: Page = page): Promise<string> =>
  ((await of.textContent(selector)) ?? '').trim()

/** What the page shows of a number, read as one. */
const numberOf = async (name: string): Promise<number> =>
  Number((await textOf(`[data-number=${name}]`)).replace('−', '-'))

/** Moves a slider as an arrow key does. */
const slide = async (name: string, value: number): Promise<void> => {
  await page.fill(`[data-slider=${name}]`, String(value))
}

/** How long a number may take on a slow machine. The page forbids scripts from text, so that it is asked from here. */
const waiting = { timeout: 60_000, interval: 100 }

/** The contrast of the text of elements with what is behind it (WCAG 2.2), computed in the page. */
const contrastsOf = (selectors: readonly string[]): readonly { readonly text: string; readonly contrast: number }[] => {
  const picture = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  const luminance = (colours: readonly string[]): number => {
    if (picture === null) return Number.NaN
    for (const colour of colours) {
      picture.fillStyle = colour
      picture.fillRect(0, 0, 1, 1)
    }
    const [red = 0, green = 0, blue = 0] = Array.from(picture.getImageData(0, 0, 1, 1).data, (one) => linear(one / 255))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const behind = (element: Element | null): readonly string[] =>
    element === null ? [] : [...behind(element.parentElement), getComputedStyle(element).backgroundColor]
  return [...document.querySelectorAll(selectors.join())].map((element) => {
    const [text, ground] = [[...behind(element), getComputedStyle(element).color], behind(element)].map(luminance)
    const [low = 0, high = 0] = [text ?? 0, ground ?? 0].toSorted((a, b) => a - b)
    return { text: element.textContent.trim(), contrast: (high + 0.05) / (low + 0.05) }
  })
}

const cell = (grid: string, row: number, column: number): string => `#${grid}-${row}-${column}`

/** The cell of a grid that a key would be typed into. */
const activeIn = (grid: string): Promise<string | null> =>
  page.getAttribute(`[data-grid=${grid}]`, 'aria-activedescendant')

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'cotangent-explainer-'))
  // As on the site: a test's environment would select the development build of lit-html.
  vi.stubEnv('NODE_ENV', 'production')
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  vi.unstubAllEnvs()
  server = await preview({ configFile, logLevel: 'error', build: { outDir }, preview: { port: 0 } })
  address = server.resolvedUrls?.local[0] ?? ''
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run'] })
  page = await open()
})

afterAll(async () => {
  await browser.close()
  await server.close()
  await rm(outDir, { recursive: true, force: true })
})

afterEach(() => {
  expect(faults.splice(0)).toEqual([])
})

describe('the explainer', () => {
  it('weighs less than 500 kB, compressed, with its digits and its weights', async () => {
    const names = await readdir(outDir, { recursive: true, withFileTypes: true })
    // What reads a visitor's own file is fetched with the first file that is dropped, the laws with the first trial.
    const files = names
      .filter((entry) => entry.isFile() && !/^(files|law)\.worker/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name))
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length))
    expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(500_000)
    expect(files.map((file) => file.slice(outDir.length + 1))).toContain(join('digits', 'images.bin'))
  })

  it('speaks the language of its address, and switches', async () => {
    const other = await open('?lang=zh')
    expect(await textOf('#convolution h2', other)).toBe('卷积')
    expect(await other.getAttribute('meta[name=description]', 'content')).toContain('卷积')
    await other.click('[data-action=language]')
    expect(await textOf('#convolution h2', other)).toBe('Convolution')
    expect(await other.getAttribute('html', 'lang')).toBe('en')
    expect(await other.getAttribute('meta[name=description]', 'content')).toContain('Convolution')
    await other.close()
  })

  it.each([390, 1280])('is no wider than a window of %d pixels', async (width) => {
    const other = await open('', width)
    expect(await other.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await other.close()
  })

  it.each([
    ['', 390],
    ['', 900],
    ['?lang=zh', 390],
  ])('has all of its header in view: "%s", %d pixels', async (search, width) => {
    const other = await open(search, width)
    const boxes = await Promise.all((await other.locator('nav a, nav button').all()).map((one) => one.boundingBox()))
    expect(boxes).toHaveLength(10)
    expect(boxes.filter((box) => box === null || box.x < 0 || box.x + box.width > width)).toEqual([])
    await other.close()
  })

  it('writes its state into the address, from which it begins again', async () => {
    await slide('dilation', 2)
    await page.waitForURL(/convolution\.dilation=2/)
    const other = await open(new URL(page.url()).search)
    expect(await other.inputValue('[data-slider=dilation]')).toBe('2')
    await other.close()
    await slide('dilation', 1)
  })

  it('drops from the address what no slider gives', async () => {
    const other = await open('?training.key=999&training.digit=399&inside.digit=100&convolution.stride=2')
    await other.waitForURL((url) => url.search === '?convolution.stride=2')
    expect(await other.inputValue('[data-slider=key]')).toBe('1')
    await other.close()
  })

  it.each(['light', 'dark'])('has text of a contrast of at least 4.5: %s', async (theme) => {
    const other = await open(`?theme=${theme}&inside.kernel=3&inside.stride=2`)
    // Without the flash of cells that a cotangent arrives at.
    await other.emulateMedia({ reducedMotion: 'reduce' })
    const contrasts = await other.evaluate(contrastsOf, ['.cell', '.term.zero', '.verdict.bad'])
    expect(contrasts.length).toBeGreaterThan(500)
    expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([])
    await other.close()
  })
})

describe('the part on convolution', () => {
  it('shows the sum of the cell under the pointer, as the library computes it', async () => {
    await page.hover(cell('map', 5, 3))
    expect(await textOf('#convolution .place')).toContain('5, 3')
    expect(await page.locator('#convolution [data-sum] .term').count()).toBe(10)
    expect(await numberOf('convolution-hand')).not.toBe(0)
    expect(await numberOf('convolution-hand')).toBe(await numberOf('convolution-library'))
  })

  it('follows the arrow keys', async () => {
    await page.focus('[data-grid=map]')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    expect(await activeIn('map')).toBe('map-6-4')
  })

  it('has a digit written into the cell of the image that was reached or clicked', async () => {
    await page.click(cell('image', 3, 5))
    for (const key of ['ArrowLeft', 'ArrowDown', '7']) await page.keyboard.press(key)
    expect(await activeIn('image')).toBe('image-4-4')
    expect(await textOf(cell('image', 4, 4))).toBe('7')
    expect(await activeIn('map')).toBe('map-6-4')
    await page.keyboard.press('Control+8')
    expect(await textOf(cell('image', 4, 4))).toBe('7')
    await page.keyboard.press('Delete')
    expect(await textOf(cell('image', 4, 4))).toBe('·')
    await page.keyboard.press('3')
    await page.keyboard.press('Backspace')
    expect(await textOf(cell('image', 4, 4))).toBe('·')
  })

  it('has as many cells as its formula says, for each stride and dilation', async () => {
    await slide('stride', 2)
    await slide('padding', 3)
    const told = await textOf('#convolution .formulas')
    expect(told.replace(/\s/g, '')).toMatch(/=9$/)
    expect(await page.locator('[data-grid=map] [role=gridcell]').count()).toBe(81)
    await slide('stride', 1)
    await slide('padding', 1)
  })

  it('takes what is drawn, and the digits of the file', async () => {
    await page.click('[data-action=clear]')
    expect(await numberOf('convolution-hand')).toBe(0)
    await page.click(cell('image', 6, 4))
    expect(await textOf(cell('image', 6, 4))).toBe('9')
    await page.click('[data-action=another]')
    expect(await page.locator('[data-grid=image] .cell').count()).toBe(256)
    await expect.poll(() => textOf(cell('image', 6, 4)), waiting).not.toBe('9')
  })
})

describe('a touch screen', () => {
  let touched: Page

  beforeAll(async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    touched = await context.newPage()
    await touched.goto(address)
    await touched.waitForSelector('#pooling')
  })

  afterAll(() => touched.context().close())

  /** Swipes up by 200 pixels from a place, and says how far the page went. */
  const swipe = async (x: number, y: number): Promise<number> => {
    const before = Number(await touched.evaluate('scrollY'))
    const session = await touched.context().newCDPSession(touched)
    const touch = (type: string, at: number | null) =>
      session.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart' | 'touchMove' | 'touchEnd',
        touchPoints: at === null ? [] : [{ x, y: at }],
      })
    await touch('touchStart', y)
    for (let moved = 10; moved <= 200; moved += 10) await touch('touchMove', y - moved)
    await touch('touchEnd', null)
    await touched.waitForTimeout(300)
    return Number(await touched.evaluate('scrollY')) - before
  }

  it('draws on the image, and scrolls from the margins of the image', async () => {
    await touched.tap('#convolution [data-action=clear]')
    await touched.locator('[data-grid=image]').evaluate((grid) => grid.scrollIntoView({ block: 'center' }))
    await touched.waitForTimeout(700)
    const box = await touched.locator(cell('image', 11, 6)).boundingBox()
    const [x, y] = [(box?.x ?? 0) + 8, (box?.y ?? 0) + 8]
    expect(await swipe(x, y)).toBe(0)
    expect(await textOf(cell('image', 8, 6), touched)).toBe('9')
    const grid = await touched.locator('[data-grid=image]').boundingBox()
    expect(grid?.width).toBeLessThan(320)
    expect(await swipe((grid?.x ?? 0) + (grid?.width ?? 0) + 15, y)).toBeGreaterThan(100)
    await touched.locator('[data-grid=image]').evaluate((grid) => grid.scrollIntoView({ block: 'center' }))
    await touched.waitForTimeout(700)
    expect(await swipe((grid?.x ?? 0) + 5, y)).toBeGreaterThan(100)
  })

  it('has buttons that write a digit into the cell of the pooling', async () => {
    await touched.tap(cell('pool-x', 4, 1))
    await touched.locator('[data-keypad=pool-x] button').nth(7).tap()
    expect(await textOf(cell('pool-x', 4, 1), touched)).toBe('7')
    expect(await page.locator('[data-keypad=pool-x]').isVisible()).toBe(false)
  })
})

describe('fields for whole numbers', () => {
  it.each(['kernel', 'w', 'channels', 'features'])('show what is used, or say that it is not: %s', async (name) => {
    await page.locator('#architectures').scrollIntoViewIfNeeded()
    const field = page.locator(`[data-whole=${name}]`).first()
    const isTold = (): Promise<boolean> => page.locator(`#${name}-range .unused`).isVisible()
    await field.fill('4')
    for (const wrong of ['99999', '1e9', '-10', '', '2.5']) {
      await field.fill(wrong)
      expect(await field.evaluate((input) => input.matches(':invalid'))).toBe(true)
      expect(await isTold()).toBe(true)
      await field.press('Tab')
      expect([await field.inputValue(), await isTold()]).toEqual(['4', false])
    }
  })

  it('are used as soon as they are written', async () => {
    const field = page.locator('[data-whole=kernel]').nth(4)
    await field.fill('-7')
    await page.waitForURL(/convolution\.kernel=[-\d]+(\.[-\d]+){3}\.-7/)
    expect(await field.inputValue()).toBe('−7')
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await field.press(key)
    expect(await field.inputValue()).toBe('−9')
    await field.press('ArrowUp')
    await page.waitForURL(/convolution\.kernel=[-\d]+(\.[-\d]+){3}\.-8/)
    await page.click('[data-choice=sobel]')
    expect(await field.inputValue()).toBe('0')
  })
})

describe('the part on the gradient', () => {
  it.each([
    [0, 0],
    [3, 2],
    [5, 4],
  ])('shows three numbers that agree at cell %d, %d', async (row, column) => {
    await page.click(cell('dx', row, column))
    const byGrad = await numberOf('by-grad')
    expect(String(byGrad)).toBe((await textOf(cell('dx', row, column))).replace('−', '-'))
    expect(await numberOf('by-hand')).toBe(byGrad)
    expect(Math.abs((await numberOf('by-difference')) - byGrad)).toBeLessThan(1e-8)
  })

  it('follows the cotangent of an output cell through the kernel, which turns', async () => {
    const before = await page.getAttribute('.turning', 'style')
    await page.click(cell('dy', 2, 0))
    expect(await page.getAttribute('.turning', 'style')).not.toBe(before)
    expect(await page.locator('[data-grid=dx] .reached').count()).toBe(9)
  })

  it('finds the smallest case that a forgotten rotation fails on', async () => {
    await page.click('[data-choice=unturned]')
    await page.click('[data-action=try]')
    await page.waitForSelector('[data-verdict=failed]', { timeout: 30_000 })
    const last = await page.getAttribute('[data-slider=shrink]', 'max')
    await expect.poll(() => page.inputValue('[data-slider=shrink]'), waiting).toBe(last)
    const [given, truth] = [await textOf('[data-number=given]'), await textOf('[data-number=truth]')]
    expect(given).not.toBe(truth)
    await slide('shrink', 0)
    expect((await textOf('[data-number=truth]')).length).toBeGreaterThanOrEqual(truth.length)
  })

  it('runs the law on what the visitor writes, which the address remembers and never runs', async () => {
    const tried = async (text: string, verdict: string): Promise<void> => {
      await page.fill('[data-editor]', text)
      expect(await page.locator('#backward [data-verdict]').count()).toBe(0)
      await page.click('[data-action=try]')
      await page.waitForSelector(`#backward [data-verdict=${verdict}]`, { timeout: 30_000 })
    }
    await tried('(dy, w, stride) => fetch(dy)', 'misread')
    expect(await textOf('#backward [data-verdict]')).toContain('fetch')
    await tried('(dy, w, stride) => mul(dy, w)', 'failed')
    await tried('(dy, w, stride) => convTranspose2d({ stride })(dy, w)', 'passed')
    await page.waitForURL(/backward\.code=%3D/)
    const other = await open(new URL(page.url()).search)
    expect(await other.inputValue('[data-editor]')).toContain('convTranspose2d')
    expect(await other.locator('#backward [data-verdict]').count()).toBe(0)
    await other.close()
  })

  it('lets the visitor write in the middle of the text', async () => {
    await page.click('[data-choice=right]')
    await page.focus('[data-editor]')
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('/**/')
    expect(await page.inputValue('[data-editor]')).toMatch(/^\/\*\*\/\(dy, w/)
  })

  it('holds the right rule to the law', async () => {
    await page.click('[data-choice=right]')
    await page.click('[data-action=try]')
    await page.waitForSelector('[data-verdict=passed]', { timeout: 30_000 })
  })
})

describe('grids', () => {
  it('are all moved in by the same keys, if one can point into them, and else are tables', async () => {
    const grids = page.locator('[role=grid]')
    const names = await grids.evaluateAll((found) => found.map((grid) => grid.getAttribute('data-grid') ?? ''))
    expect(names).toEqual(['image', 'map', 'dy', 'dx', 'pool-x', 'pool-y', 'pool-dy'])
    for (const name of names) {
      const reached: (string | null)[] = []
      await page.focus(`[data-grid=${name}]`)
      for (const key of ['Control+Home', 'ArrowRight', 'ArrowDown', 'Home', 'ArrowUp', 'ArrowUp']) {
        await page.keyboard.press(key)
        reached.push(await activeIn(name))
      }
      expect(reached).toEqual(['0-0', '0-1', '1-1', '1-0', '0-0', '0-0'].map((at) => `${name}-${at}`))
      const last = await page.locator(`[data-grid=${name}] [data-row]`).last().getAttribute('id')
      await page.keyboard.press('End')
      expect(await activeIn(name)).toBe(`${name}-0-${last?.split('-').at(-1)}`)
      await page.keyboard.press('Control+End')
      expect(await activeIn(name)).toBe(last)
    }
    expect(await page.locator('[role=table][tabindex], [role=cell][aria-selected]').count()).toBe(0)
    expect(await page.locator('[data-grid=turned][role=table] [role=cell]').count()).toBe(9)
  })
})

describe('the part on pooling', () => {
  it('has a digit written into the cell that was reached or clicked, also beside the corner of a window', async () => {
    await page.click(cell('pool-x', 3, 3))
    await page.keyboard.press('0')
    expect([await textOf(cell('pool-x', 3, 3)), await textOf(cell('pool-x', 2, 2))]).toEqual(['0', '9'])
    await page.keyboard.press('ArrowLeft')
    expect([await activeIn('pool-x'), await activeIn('pool-y')]).toEqual(['pool-x-3-2', 'pool-y-1-1'])
    await page.keyboard.press('ArrowLeft')
    expect([await activeIn('pool-x'), await activeIn('pool-y')]).toEqual(['pool-x-3-1', 'pool-y-1-0'])
  })

  it('conserves totals, for windows that overlap and for ties', async () => {
    await page.click('[data-choice=ties]')
    expect(await page.locator('[data-note=ties]').count()).toBe(1)
    await slide('window', 3)
    await slide('pooling-stride', 1)
    expect(await page.locator('[data-grid=dx-max] .overlap').count()).toBeGreaterThan(0)
    const sent = await numberOf('sent')
    expect(sent).toBe(136)
    expect([await numberOf('arrived-max'), await numberOf('arrived-average')]).toEqual([sent, sent])
  })

  it('names the maximum of the window that is clicked', async () => {
    await page.click('[data-choice=plain]')
    await page.click(cell('pool-y', 0, 3))
    expect(await textOf(cell('pool-y', 0, 3))).toBe('9')
    expect(await page.locator('[data-grid=pool-x] .winner').count()).toBe(1)
  })
})

describe('the part on training', () => {
  it('trains, keeps every step, and goes back in time', async () => {
    await page.click('[data-action=train]')
    await expect.poll(() => numberOf('training-step'), waiting).toBeGreaterThanOrEqual(40)
    expect(await numberOf('training-loss')).toBeLessThan(2)
    await expect.poll(() => numberOf('recognized'), waiting).toBeGreaterThan(200)
    await expect.poll(() => numberOf('training-step'), waiting).toBe(150)
    const learned = await numberOf('recognized')
    await slide('scrub', 1)
    await expect.poll(() => numberOf('recognized'), waiting).toBeLessThan(learned - 100)
    expect(await numberOf('training-loss')).toBeGreaterThan(2.2)
    const bars = await page.locator('[data-norms] .norm').evaluateAll((rows) =>
      rows.map((row) => {
        const [meter, shown] = [row.querySelector('meter'), row.querySelector('output')]
        return { max: meter?.max ?? 0, value: meter?.value.toFixed(3), shown: shown?.textContent }
      }),
    )
    expect(new Set(bars.map(({ max }) => max)).size).toBe(1)
    expect(bars.map(({ value }) => value)).toEqual(bars.map(({ shown }) => shown))
    expect(await textOf('[data-norms] .hint')).toContain(bars[0]?.max.toFixed(3))
    expect(await page.locator('#training canvas').count()).toBe(1 + 6 + 6 + 16)
  })

  it('copies a program that fetches the digits of the page and begins with its key', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('#training .copy').click()
    const copied = (): Promise<unknown> => page.evaluate('navigator.clipboard.readText()')
    await expect.poll(copied, waiting).toContain(`const page = '${address}'`)
    expect(await copied()).toContain('lenet.init(key(1))')
  })

  it('races six optimizers, and keeps them in the order of their losses', async () => {
    await page.click('[data-action=race]')
    await expect.poll(() => page.locator('[data-raced]').count(), waiting).toBe(6)
    const raced = async (name: string): Promise<number> => Number(await textOf(`[data-raced=${name}]`))
    await expect.poll(() => raced('adam'), waiting).toBeLessThan(2)
    const losses = await page.locator('[data-raced]').allTextContents()
    expect(losses.every((loss) => Number(loss) < 2.4)).toBe(true)
    expect(losses.map(Number)).toEqual(losses.map(Number).toSorted((a, b) => a - b))
  })
})

describe('the part on architectures', () => {
  it('summarizes networks as they are published', async () => {
    await page.click('nav a[href="#architectures"]')
    await expect.poll(() => page.locator('#architectures tbody tr').count(), waiting).toBe(5)
    expect((await textOf('[data-number=parameters]')).replace(/\s/g, '')).toBe('61706')
    await page.click('[data-choice=resnet50]')
    expect((await textOf('[data-number=parameters]')).replace(/\s/g, '')).toBe('25557032')
  })

  it("shows the compiler's own message about a layer that does not fit, at its line", async () => {
    await page.fill('[data-whole=channels]', '6')
    await page.fill('[data-whole=features]', '256')
    expect(await textOf('#architectures [data-message]')).toContain('dense: expected 256 features, found 400')
    await page.fill('[data-whole=features]', '2500')
    expect(await textOf('#architectures [data-message]')).toContain('dense: expected 2500 features, found 400')
    await page.fill('[data-whole=features]', '')
    await page.fill('[data-whole=features]', '400')
    expect(await page.locator('[data-verdict=compiles]').count()).toBe(1)
  })

  it('says that the compiler speaks of the first of two wrong numbers alone', async () => {
    await page.fill('[data-whole=channels]', '8')
    expect(await page.locator('#architectures [data-note=first]').count()).toBe(0)
    await page.fill('[data-whole=features]', '256')
    expect(await page.locator('#architectures [data-message]').count()).toBe(1)
    expect(await page.locator('#architectures [data-note=first]').count()).toBe(1)
    await page.fill('[data-whole=channels]', '6')
    expect(await page.locator('#architectures [data-note=first]').count()).toBe(0)
  })
})

describe('the part on looking inside', () => {
  it('explains the class that it is asked about', async () => {
    await page.click('nav a[href="#inside"]')
    await expect.poll(() => page.locator('#inside canvas').count(), waiting).toBe(6)
    expect(await numberOf('about')).toBe(await numberOf('label'))
    // In the colours of the page, not in black, which is a canvas's own.
    const coloured = await page
      .locator('#inside canvas')
      .nth(2)
      .evaluate((element) => {
        const picture = element instanceof HTMLCanvasElement ? element.getContext('2d') : null
        const { data } = picture?.getImageData(0, 0, 28, 28) ?? { data: [] }
        return Array.from(data).some((value, k) => k % 4 === 2 && value > 100)
      })
    expect(coloured).toBe(true)
    await page.click('#inside [data-choice="4"]')
    await expect.poll(() => numberOf('about'), waiting).toBe(4)
  })

  it('counts the kernels that reach each cell of an upsampling', async () => {
    await slide('up-kernel', 4)
    await slide('up-stride', 2)
    expect(await textOf(cell('board', 4, 4))).toBe('4')
    expect(await textOf('[data-note=even]')).toContain('Even')
    await slide('up-kernel', 3)
    expect(await textOf('[data-note=even]')).toContain('Uneven')
  })
})

describe('the part on files', () => {
  it('lists the tensors of weights, and says what is wrong with a damaged file', async () => {
    const weights = await readFile(fileURLToPath(new URL('../../demo/inside/lenet.safetensors', import.meta.url)))
    const mimeType = 'application/octet-stream'
    await page.setInputFiles('[data-action=file]', { name: 'lenet.safetensors', mimeType, buffer: weights })
    await expect.poll(() => page.locator('#own tbody tr').count(), waiting).toBe(10)
    expect((await textOf('[data-number=own-parameters]')).replace(/\s/g, '')).toBe('61706')
    const buffer = weights.subarray(0, 1000)
    await page.setInputFiles('[data-action=file]', { name: 'short.safetensors', mimeType, buffer })
    await page.waitForSelector('[data-verdict=refused]')
    expect(await textOf('[data-verdict=refused]')).toContain('short.safetensors: ')
  })

  it('names a file that it cannot read, and says what it can', async () => {
    const buffer = Buffer.from('a note')
    await page.setInputFiles('[data-action=file]', { name: 'notes.txt', mimeType: 'text/plain', buffer })
    const refusal = (): Promise<string> => textOf('[data-verdict=refused]')
    await expect.poll(refusal, waiting).toMatch(/^notes\.txt: .*\.pth, .*\.safetensors, \.onnx/)
    await page.setInputFiles('[data-action=file]', { name: 'none.png', mimeType: 'image/png', buffer })
    await expect.poll(refusal, waiting).toMatch(/^none\.png: /)
    expect(await page.locator('#own [data-note=earlier]').count()).toBe(1)
    expect(await textOf('[data-verdict=adopted]')).toContain('lenet.safetensors')
  })

  it('uses the weights of LeNet everywhere, until the visitor goes back', async () => {
    await page.waitForSelector('[data-verdict=adopted]')
    expect(await textOf('#inside [data-note=weights]')).toContain('lenet.safetensors')
    // The file of another use takes the place of the file with the weights, which stay in use.
    const [params, state] = lenet.init(key(1))
    const exported = exportNetwork(lenet, params, state, [1, 1, 28, 28])
    if (E.isLeft(exported)) throw new RangeError(exported.left._tag)
    const graph = { name: 'other.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(exported.right) }
    await page.setInputFiles('[data-action=file]', graph)
    await page.waitForSelector('[data-verdict=graph]')
    expect(await textOf('[data-verdict=adopted]')).toContain('lenet.safetensors')
    expect(await textOf('#inside header p')).toContain('the weights of lenet.safetensors')
    await page.click('[data-action=release]')
    await expect.poll(() => page.locator('#inside [data-note=weights]').count(), waiting).toBe(0)
    expect(await page.locator('[data-verdict=adopted]').count()).toBe(0)
    expect(await textOf('#inside header p')).toContain('98 of 100')
  })

  it('makes a photo the image of the first part', async () => {
    await page.click('#convolution [data-action=clear]')
    const buffer = await page.locator('#convolution').screenshot()
    await page.setInputFiles('[data-action=file]', { name: 'photo.png', mimeType: 'image/png', buffer })
    await page.waitForSelector('[data-verdict=photo]')
    const written = (): string | null => new URL(page.url()).searchParams.get('convolution.image')
    await expect.poll(written, waiting).toMatch(/[1-9]/)
  })

  it('recognizes a photographed digit, and runs an .onnx on it', async () => {
    const other = await browser.newPage()
    await other.setContent(
      '<body style="margin: 0; background: #eee"><svg width="300" height="200"><path d="M160 40V150" stroke="#333" stroke-width="12" stroke-linecap="round" /></svg></body>',
    )
    const buffer = await other.locator('svg').screenshot()
    await other.close()
    await page.setInputFiles('[data-action=file]', { name: 'one.png', mimeType: 'image/png', buffer })
    await expect.poll(() => page.locator('#own [data-number=own-best]').count(), waiting).toBe(1)
    await expect.poll(() => numberOf('own-best'), waiting).toBe(1)
    expect(await page.locator('#own canvas[role=img]').count()).toBeGreaterThanOrEqual(2)
    const [params, state] = lenet.init(key(1))
    const exported = exportNetwork(lenet, params, state, [1, 1, 28, 28])
    if (E.isLeft(exported)) throw new RangeError(exported.left._tag)
    const graph = { name: 'mine.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(exported.right) }
    await page.setInputFiles('[data-action=file]', graph)
    await expect.poll(() => page.locator('[data-ranked] meter').count(), waiting).toBe(5)
    expect(await textOf('[data-number=own-time]')).toMatch(/^\d+ ms$/)
  })
})
