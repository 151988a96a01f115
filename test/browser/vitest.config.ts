/** @file Tests in headless Chromium: `npm run test:browser`. */
import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const { test, ...others } = base

export default mergeConfig(
  others,
  defineConfig({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    test: { ...test, include: ['test/browser/**/*.browser.ts'], testTimeout: 300_000, fileParallelism: false },
  }),
)
