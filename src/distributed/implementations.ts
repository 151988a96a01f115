/**
 * @file Implementations of MPI: their libraries, launchers, and what the standard leaves to them. Their handles are
 * addresses of variables in Open MPI, and numbers in MPICH, whose binary interface Intel MPI and MVAPICH share.
 */
import type { ForeignLibrary, FoundKoffi } from '../foreign/koffi.ts'

/** The handles of an implementation. */
export interface Handles {
  readonly world: number
  readonly byte: number
  readonly float: number
  readonly double: number
  readonly sum: number
  readonly max: number
  readonly min: number
}

/** An implementation of MPI. */
export interface Implementation {
  readonly name: string
  /** The type of a handle, in the words of koffi. */
  readonly handleType: 'uintptr_t' | 'int'
  /** The address that stands for a buffer that is also the result. */
  readonly inPlace: number
  readonly handles: (found: FoundKoffi, library: ForeignLibrary) => Handles
  /** Names of its library on Linux and on macOS. */
  readonly libraries: readonly string[]
  readonly launcher: string
  /** The variable in which its launcher tells the number of processes. */
  readonly sizeVariable: string
  /** Text in the version that its library tells. */
  readonly versions: readonly string[]
}

const openMpi: Implementation = {
  name: 'Open MPI',
  handleType: 'uintptr_t',
  inPlace: 1,
  handles: ({ koffi }, library) => {
    const at = (name: string): number => Number(koffi.address(library.symbol(`ompi_mpi_${name}`, 'void')))
    return {
      world: at('comm_world'),
      byte: at('byte'),
      float: at('float'),
      double: at('double'),
      sum: at('op_sum'),
      max: at('op_max'),
      min: at('op_min'),
    }
  },
  libraries: ['libmpi.so.40', 'libmpi.so', 'libmpi.40.dylib', 'libmpi.dylib'],
  launcher: 'mpirun of Open MPI',
  sizeVariable: 'OMPI_COMM_WORLD_SIZE',
  versions: ['Open MPI'],
}

const mpich: Implementation = {
  name: 'MPICH',
  handleType: 'int',
  inPlace: -1,
  handles: () => ({
    world: 0x44000000,
    byte: 0x4c00010d,
    float: 0x4c00040a,
    double: 0x4c00080b,
    sum: 0x58000003,
    max: 0x58000001,
    min: 0x58000002,
  }),
  libraries: ['libmpich.so.12', 'libmpi.so.12', 'libmpich.so', 'libmpi.12.dylib', 'libmpich.12.dylib'],
  launcher: 'mpiexec of MPICH',
  sizeVariable: 'PMI_SIZE',
  versions: ['MPICH', 'Intel(R) MPI', 'MVAPICH'],
}

/** The implementations that are known. */
export const implementations: readonly Implementation[] = [openMpi, mpich]

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** How many processes the launcher of an implementation has started; `null` if it has not. */
export const launchedBy = ({ sizeVariable }: Implementation, environment: Environment): number | null => {
  const size = Number(environment[sizeVariable] ?? Number.NaN)
  return Number.isInteger(size) && size > 0 ? size : null
}

/** Names of libraries to try: those of the implementation whose launcher started this process come first. */
export const librariesFor = (environment: Environment): readonly string[] =>
  implementations
    .toSorted((a, b) => Number(launchedBy(a, environment) === null) - Number(launchedBy(b, environment) === null))
    .flatMap(({ libraries }) => libraries)
