import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { samples } from './test/samples.ts'
import { seed } from './test/seed.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/**
 * Tests that change their process or look at it: its environment, its globals, its threads, its memory, what it has loaded.
 * Each has one of its own. All others share a process for each core, and load the library once.
 */
const alone = [
  'test/backend/gpu/**',
  'test/backend/wasm/{inputs,relaxed,resident,starting,threads}.test.ts',
  'test/compile/debug.test.ts',
  'test/core/{laziness,leaked,nodeModule}.test.ts',
  'test/data/decoding/**',
  'test/docs/**',
  'test/files/**',
  'test/gpu/**',
  'test/growth/**',
  'test/hostile/**',
  'test/laws/framework/property.test.ts',
  'test/runtime/defaultRuntime.test.ts',
  'test/seed.test.ts',
]

/** The tests of a folder, or a test. */
const testsOf = (pattern: string): string => (pattern.endsWith('/**') ? `${pattern}/*.test.ts` : pattern)

export default defineConfig({
  resolve: {
    alias: [
      { find: /^cotangent$/, replacement: path('src/index.ts') },
      { find: /^cotangent\/laws$/, replacement: path('laws/index.ts') },
      { find: /^cotangent\/(\w+)$/, replacement: path('src/$1/index.ts') },
    ],
  },
  server: { watch: { ignored: ['**/test/.snippets/**', '**/out/**'] } },
  test: {
    globalSetup: ['test/announceSeed.ts'],
    env: { COTANGENT_SEED: String(seed()), COTANGENT_RUNS: String(samples()) },
    testTimeout: 150_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'alone', include: alone.map(testsOf), isolate: true, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: alone,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
