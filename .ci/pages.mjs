/**
 * Runs scripts where there is no Node: in a bare context with the globals of a page, and in pages of Chromium. Gives what a
 * script leaves in `globalThis.answer`.
 */
import { existsSync, readFileSync } from 'node:fs'
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

/** Starts Chromium; `null` where it is not installed. */
export const startChromium = async () => {
  if (!existsSync(executablePath)) return null
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run'] })
  /** Runs a script in a page of its own, which has shared memory; more headers may forbid it something. */
  const run = async (file, headers = {}) => {
    const page = await browser.newPage()
    try {
      await page.route(`${origin}/**`, (route) =>
        route.request().url().endsWith('.js')
          ? route.fulfill({ path: file, contentType: 'text/javascript', headers: isolated })
          : route.fulfill({
              body: '<!doctype html><script src="door.js"></script>',
              contentType: 'text/html',
              headers: { ...isolated, ...headers },
            }),
      )
      const faults = []
      page.on('pageerror', (fault) => faults.push(String(fault)))
      page.on('console', (told) => {
        if (told.type() === 'warning') faults.push(told.text())
      })
      await page.goto(`${origin}/`)
      const answer = await page.evaluate(() => Promise.all([globalThis.answer, globalThis.crossOriginIsolated]))
      if (faults.length > 0 || answer[1] !== true) throw new Error(faults.join('\n') || 'the page has no shared memory')
      return answer[0]
    } finally {
      await page.close()
    }
  }
  return { run, close: () => browser.close() }
}
