/**
 * @file The gpu backend: every instruction as kernels of gpu.js, for every mode that gpu.js offers. Float32, and
 * asynchronous.
 */
export type { Device, GpuJs, GpuMode, Held } from './Device.ts'
export { makeDevice } from './Device.ts'
export type { KernelRun } from './program.ts'
export { fusedInputs, prepareProgram } from './program.ts'
export type { Form } from './Step.ts'
export type { HostMode } from './synchronous.ts'
export { synchronousBackend } from './synchronous.ts'
