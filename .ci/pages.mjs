/**
 * Runs scripts where there is no Node: in a bare context with the globals of a page, and in pages of Chromium. Gives what a
 * script leaves in `globalThis.answer`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'
import { chromium } from 'playwright-core'

const pageGlobals = [
  ...['atob', 'btoa', 'Blob', 'URL', 'TextDecoder', 'TextEncoder', 'WebAssembly', 'console', 'crypto', 'performance'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask', 'structuredClone', 'navigator'],
]

/** Runs a script in a context without `process`, `require` or `Buffer`, where nothing can be imported. */
export const runBare = async (file) => {
  const context = vm.createContext(Object.fromEntries(pageGlobals.map((name) => [name, globalThis[name]])))
  vm.runInContext('globalThis.self = globalThis.window = globalThis', context)
  const importModuleDynamically = () => Promise.reject(new TypeError('this context has no modules'))
  vm.runInContext(readFileSync(file, 'utf8'), context, { filename: file, importModuleDynamically })
  return vm.runInContext('globalThis.answer', context)
}

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const origin = 'https://page.test'
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** What a page may do at the least, if it takes our modules as they are: it compiles WebAssembly, and its workers are blobs. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'nonce-page' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
].join('; ')

/** A page that imports modules by name, without a bundler. */
const pageOf = (imports) => `<!doctype html>
<script nonce="page" type="importmap">${JSON.stringify({ imports })}</script>
<script nonce="page" type="module" src="page.js"></script>`

/** Starts Chromium; `null` where it is not installed. */
export const startChromium = async () => {
  if (!existsSync(executablePath)) return null
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run'] })

  /** The answer of a page, which has shared memory and is given what `serve` fulfills. */
  const answerOf = async (serve, isReady) => {
    const page = await browser.newPage()
    try {
      await page.route(`${origin}/**`, serve)
      const faults = []
      page.on('pageerror', (fault) => faults.push(String(fault)))
      page.on('console', (told) => {
        if (['warning', 'error'].includes(told.type())) faults.push(told.text())
      })
      await page.goto(`${origin}/`)
      if (isReady !== undefined) await page.waitForFunction(isReady, null, { timeout: 20_000 }).catch(() => null)
      const answer = await page.evaluate(() => Promise.all([globalThis.answer, globalThis.crossOriginIsolated]))
      if (faults.length > 0 || answer[1] !== true) throw new Error(faults.join('\n') || 'the page has no shared memory')
      return answer[0]
    } finally {
      await page.close()
    }
  }

  const script = { contentType: 'text/javascript', headers: isolated }
  const html = (body, headers) => ({ body, contentType: 'text/html', headers: { ...isolated, ...headers } })

  /** Runs a script in a page of its own; more headers may forbid it something. */
  const run = (file, headers = {}) =>
    answerOf((route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ path: file, ...script })
        : route.fulfill(html('<!doctype html><script src="door.js"></script>', headers)),
    )

  /** Runs a module in a page that finds others under these names in a folder, and may do no more than it must. */
  const runModule = (text, folder, imports) =>
    answerOf(
      (route) => {
        const { pathname } = new URL(route.request().url())
        if (pathname === '/page.js') return route.fulfill({ body: text, ...script })
        return pathname.endsWith('.js')
          ? route.fulfill({ path: join(folder, pathname), ...script })
          : route.fulfill(html(pageOf(imports), { 'Content-Security-Policy': policy }))
      },
      () => globalThis.answer !== undefined,
    )

  return { run, runModule, close: () => browser.close() }
}
