/**
 * @file Tests with one fault planted while the sources are loaded: the one that COTANGENT_FAULT names. No file is
 * changed.
 */
import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import { plantedText } from '../test/planted.ts'
import base from '../vitest.config.ts'
import { faults } from './faults/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const asked = process.env['COTANGENT_FAULT']
if (asked !== undefined && !faults.some(({ name }) => name === asked)) throw new Error(`No fault is named "${asked}"`)

export default mergeConfig(
  base,
  defineConfig({
    root,
    // That a test is slow decides nothing: the run as a whole is stopped in the end.
    test: { testTimeout: 3_600_000, hookTimeout: 3_600_000 },
    plugins: [
      {
        name: 'plant',
        enforce: 'pre',
        load: (id) => {
          const [path = ''] = id.split('?')
          return plantedText(path)
        },
      },
    ],
  }),
)
