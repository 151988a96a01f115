/** @file Tests in headless Chromium: `npm run test:browser`. */
import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import type { ViteUserConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const { test, ...others } = base
// The projects of the gate name its tests; with them this configuration would run the whole gate again.
const { projects: _, ...options } = test ?? {}

const configuration: ViteUserConfig = mergeConfig(
  others,
  defineConfig({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    test: { ...options, include: ['test/browser/**/*.browser.ts'], testTimeout: 600_000, fileParallelism: false },
  }),
)

export default configuration
