import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { seed } from './test/seed.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

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
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/announceSeed.ts'],
    env: { COTANGENT_SEED: String(seed()) },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: '100%',
  },
})
