/**
 * @file A page in headless Chromium: the sources bundled and minified by Vite, served with the headers that threads need.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where Chromium is: CHROMIUM_PATH, or where Debian puts it. */
export const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Functions that a page puts in `globalThis.page`. */
type Functions = Readonly<Record<string, (...args: never) => unknown>>

/** A started page. */
export interface BrowserPage<Page extends Functions> {
  /** Calls a function of the page. */
  readonly call: <N extends keyof Page & string>(
    name: N,
    ...args: Parameters<Page[N]>
  ) => Promise<Awaited<ReturnType<Page[N]>>>
  readonly close: () => Promise<void>
}

const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

const alias = [
  { find: /^cotangent$/, replacement: join(root, 'src/index.ts') },
  { find: /^cotangent\/laws$/, replacement: join(root, 'laws/index.ts') },
  { find: /^cotangent\/(\w+)$/, replacement: join(root, 'src/$1/index.ts') },
]

const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--enable-unsafe-webgpu',
  // On a machine with a graphics card, COTANGENT_WEBGPU_ADAPTER= leaves the choice to the browser.
  ...(process.env['COTANGENT_WEBGPU_ADAPTER'] === '' ? [] : ['--use-webgpu-adapter=swiftshader']),
]

/** Builds and serves the page of a folder, which has an `index.html`, and opens it. */
export const openPage = async <Page extends Functions>(folder: string): Promise<BrowserPage<Page>> => {
  const outDir = await mkdtemp(join(tmpdir(), 'cotangent-page-'))
  const options = {
    root: folder,
    configFile: false as const,
    logLevel: 'error' as const,
    publicDir: join(root, 'data'),
    resolve: { alias },
  }
  await build({
    ...options,
    build: { outDir, emptyOutDir: true, minify: true, target: 'es2022', chunkSizeWarningLimit: 5000 },
  })
  const server = await preview({ ...options, build: { outDir }, preview: { port: 0, headers: isolated } })
  const address = server.resolvedUrls?.local[0] ?? ''
  const browser: Browser = await chromium.launch({ executablePath, args: flags })
  const tab = await browser.newPage()
  const faults: string[] = []
  tab.on('pageerror', (fault) => faults.push(String(fault)))
  await tab.goto(address)
  await tab.waitForFunction('globalThis.page !== undefined', undefined, { timeout: 20_000 }).catch(() => {
    throw new Error(`The page did not start: ${faults.join('; ')}`)
  })
  return {
    call: (name, ...args) =>
      tab.evaluate(
        ([asked, given]) => {
          const { page } = globalThis as unknown as {
            readonly page: Record<string, (...all: readonly unknown[]) => unknown>
          }
          return page[asked]!(...given)
        },
        [name, args] as const,
      ) as never,
    close: async () => {
      await browser.close()
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
