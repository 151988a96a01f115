/**
 * @file The processes of a training and what each computes with: one alone, or several that `mpirun` has started.
 */
import type { Runtime } from 'cotangent'
import { defaultRuntime, makeRuntime, wasmBackend } from 'cotangent'
import type { Group } from 'cotangent/distributed'
import { alone, mpi, showMpiError } from 'cotangent/distributed'
import { nativeRuntime, showNativeError } from 'cotangent/native'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { availableParallelism } from 'node:os'
import type { Flags } from './flags.ts'

/** A process of a training. */
export interface Session {
  readonly group: Group
  readonly runtime: Runtime
  /** Whether this process shows and saves for all. */
  readonly isFirst: boolean
}

/** Threads of each process, where several share the cores of one machine. */
const threadsOf = ({ threads }: Flags, group: Group): number =>
  threads > 0 ? threads : Math.max(1, Math.floor(availableParallelism() / group.size))

const runtimeFor = (flags: Flags, group: Group): E.Either<string, Runtime> => {
  const threads = threadsOf(flags, group)
  if (flags.backend === 'native') return pipe(nativeRuntime({ threads }), E.mapLeft(showNativeError))
  const isDefault = group.size === 1 && flags.threads === 0
  return E.right(isDefault ? defaultRuntime : makeRuntime(wasmBackend({ threads })))
}

const groupFor = ({ distributed }: Flags): TE.TaskEither<string, Group> =>
  distributed ? pipe(mpi(), TE.mapLeft(showMpiError)) : TE.right(alone)

/** Starts this process's part of a training; on the left a line that says why it cannot. */
export const startSession = (flags: Flags): TE.TaskEither<string, Session> =>
  pipe(
    groupFor(flags),
    TE.chainEitherK((group) =>
      pipe(
        runtimeFor(flags, group),
        E.map((runtime) => ({ group, runtime, isFirst: group.rank === 0 })),
      ),
    ),
  )

/** How many processes there are, in words. */
export const showGroup = ({ group }: Session): string =>
  group.size === 1 ? 'Not started by mpirun: a group of one process' : `${String(group.size)} processes`
