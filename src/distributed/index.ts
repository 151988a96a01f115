/**
 * @file The entry point `cotangent/distributed`: groups of processes that compute together, alone or over MPI. MPI
 * requires `koffi`, and a library such as Open MPI or MPICH.
 *
 * @packageDocumentation
 */
export { alone } from './alone.ts'
export type { DataParallel, DataParallelOptions } from './dataParallel.ts'
export { dataParallel } from './dataParallel.ts'
export type { Group, GroupReduction } from './Group.ts'
export type { MpiOptions } from './mpi.ts'
export { mpi } from './mpi.ts'
export type { MpiError } from './MpiError.ts'
export { showMpiError } from './MpiError.ts'
