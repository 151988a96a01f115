/**
 * @file The group over MPI: all processes that one `mpirun` started.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Runtime } from '../compile/Runtime.ts'
import { checkOptions } from '../core/options.ts'
import type { FoundKoffi } from '../foreign/koffi.ts'
import { findKoffi } from '../foreign/koffi.ts'
import type { Refused } from '../foreign/library.ts'
import { firstThatOpens, loadLibrary } from '../foreign/library.ts'
import { defaultRuntime } from '../runtime/index.ts'
import type { Group } from './Group.ts'
import { groupOver } from './Group.ts'
import type { Environment } from './implementations.ts'
import { implementations, launchedBy, librariesFor } from './implementations.ts'
import type { MpiError } from './MpiError.ts'
import type { Identified } from './mpiWire.ts'
import { identify, startMpi } from './mpiWire.ts'

/** Settings of a group over MPI. */
export interface MpiOptions {
  /**
   * The library, by its path or a name that the system's loader knows. By default that of the launcher that started this
   * process, Open MPI or MPICH.
   */
  readonly library?: string
  /** The path of koffi, if it is installed neither beside the program nor in the working folder. */
  readonly koffi?: string
  /** Computes the trees that are sent; the default runtime by default. */
  readonly runtime?: Runtime
}

/** What a process knows of itself. */
interface Host {
  readonly process?: {
    readonly env?: Environment
    readonly once?: (event: 'exit', listener: (code: number) => void) => void
  }
}

const host: Host = globalThis

/**
 * Settings of UCX, which MPICH loads: without hooks on the functions that map memory, which it would patch while the
 * engine's own threads run. With them, one in some twenty failing processes crashed in the engine before it could say why.
 */
const calm = { UCX_MEM_EVENTS: 'n', UCX_MEM_MMAP_HOOK_MODE: 'none' } as const

/**
 * Has a rank of Open MPI give its core to other threads while it waits: to the garbage collector's, for instance, which
 * would otherwise wait for the rank that waits for its result.
 */
const yielding = { OMPI_MCA_mpi_yield_when_idle: '1' } as const

/** Sets what the user has not set. Libraries read it when they are loaded. */
const setCalm = ({ process: own }: Host): void => {
  if (own?.env !== undefined) Object.assign(own.env, { ...calm, ...yielding, ...own.env })
}

/** Why the library at a path cannot be used. */
type Unusable = Extract<MpiError, Refused>

const load = (found: FoundKoffi, path: string): E.Either<Unusable, Identified> => {
  setCalm(host)
  return pipe(
    // Open MPI loads its own parts, which look for its symbols.
    loadLibrary(found, path, { global: true }),
    E.mapLeft((reason): Unusable => ({ _tag: 'NotLoaded', path, reason })),
    E.chainW((library) => identify(library, path)),
  )
}

const findLibrary = (found: FoundKoffi, environment: Environment): E.Either<MpiError, Identified> =>
  pipe(
    firstThatOpens(librariesFor(environment), (path) => load(found, path)),
    E.mapLeft((tried): MpiError => ({ _tag: 'NoLibrary', tried })),
  )

/** Refuses a library that does not see the processes that another launcher has started. */
const checkLauncher = (identified: Identified, environment: Environment): E.Either<MpiError, Identified> => {
  const own = launchedBy(identified.implementation, environment)
  const other = implementations.find((one) => (launchedBy(one, environment) ?? 0) > 1)
  return own !== null || other === undefined
    ? E.right(identified)
    : E.left({
        _tag: 'OtherLauncher',
        path: identified.path,
        launcher: other.launcher,
        size: launchedBy(other, environment) ?? 0,
      })
}

/**
 * Leaves the group when the process exits. After a failure it does not, since the others may wait in another operation;
 * its launcher then ends them.
 */
const leaving = (group: Group): Group => {
  host.process?.once?.('exit', (code) => {
    if (code === 0) group.close()
  })
  return group
}

/**
 * The group of all processes that one `mpirun`, `mpiexec` or `srun` has started; without a launcher, a group of one. MPI
 * starts when the task runs, which must be before a runtime starts threads, and once per process.
 *
 * If there is no group, returns an error that names the library and the reason. Operations of the group refuse with a
 * `TensorError`; a process that exits with a failure ends all ranks.
 *
 * @example
 * ```ts
 * import { mpi } from 'cotangent/distributed'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const made = await mpi({ library: './no-library.so' })()
 * E.isLeft(made) ? made.left._tag : 'Right' // => 'NotLoaded'
 * ```
 */
export const mpi =
  (options: MpiOptions = {}): TaskEither<MpiError, Group> =>
  () => {
    const known = { library: true, koffi: true, runtime: true } as const
    const { library, koffi, runtime = defaultRuntime } = checkOptions('mpi', options, known)
    const environment = host.process?.env ?? {}
    const group = pipe(
      findKoffi(koffi),
      E.mapLeft((reason): MpiError => ({ _tag: 'NotInstalled', reason })),
      E.chain((found) =>
        pipe(
          library === undefined ? findLibrary(found, environment) : load(found, library),
          E.chain((identified) => checkLauncher(identified, environment)),
          E.chain((identified) => startMpi(found, identified)),
        ),
      ),
      E.map((wire) => leaving(groupOver(wire, runtime))),
    )
    return Promise.resolve(group)
  }
