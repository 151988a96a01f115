/**
 * @file The fault that a run of the tests is to notice. What loads sources in another way than the tests do, such as a
 * process of its own or a bundler, has to plant it too.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { plant } from '../mutants/Fault.ts'
import { faults } from '../mutants/faults/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const fault = faults.find(({ name }) => name === process.env['COTANGENT_FAULT'])

/** The text of a source with the planted fault in it; `null` where the fault is in another one, or there is none. */
export const plantedText = (path: string): string | null =>
  fault !== undefined && path === root + fault.file ? plant(fault, readFileSync(path, 'utf8')) : null
