/**
 * @file The fault that a run of the tests is to notice. What loads sources in another way than the tests do, such as a
 * process of its own or a bundler, has to plant it too.
 */
import type { Fault } from '../mutants/Fault.ts'
import { faults } from '../mutants/faults/index.ts'

/** The planted fault, if there is one. */
export const planted = (): Fault | null => faults.find(({ name }) => name === process.env['COTANGENT_FAULT']) ?? null
