/**
 * @file The door `cotangent/models`: networks, ready to be initialised.
 *
 * @packageDocumentation
 */
export type { LenetParams } from './lenet.ts'
export { lenet } from './lenet.ts'
