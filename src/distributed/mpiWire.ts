/** @file A wire over a library of MPI. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { ForeignLibrary, FoundKoffi } from '../foreign/koffi.ts'
import { refuse } from '../core/TensorError.ts'
import type { Handles, Implementation } from './implementations.ts'
import { implementations } from './implementations.ts'
import type { MpiError } from './MpiError.ts'
import type { Wire } from './Wire.ts'

/** A library whose implementation is known. */
export interface Identified {
  readonly library: ForeignLibrary
  readonly path: string
  readonly implementation: Implementation
}

/** The version that a library tells. */
const versionOf = (library: ForeignLibrary): string => {
  const text = new Uint8Array(8192)
  const length = new Int32Array(1)
  library.func('MPI_Get_library_version', 'int', ['void*', 'void*'])(text, length)
  return new TextDecoder('latin1').decode(text.subarray(0, length[0]))
}

type NotMpi = Extract<MpiError, { readonly _tag: 'NotMpi' }>

/** The implementation that a library says it is of. */
export const identify = (library: ForeignLibrary, path: string): E.Either<NotMpi, Identified> => {
  const notMpi = (reason: string): NotMpi => ({ _tag: 'NotMpi', path, reason })
  return pipe(
    E.tryCatch(
      () => versionOf(library),
      () => notMpi('it has no MPI_Get_library_version'),
    ),
    E.chain((version) => {
      const implementation = implementations.find(({ versions }) => versions.some((name) => version.includes(name)))
      return implementation === undefined
        ? E.left(notMpi(`it is neither Open MPI nor MPICH, but ${version.slice(0, 60)}`))
        : E.right({ library, path, implementation })
    }),
  )
}

/** MPI may be called from the thread that starts it. */
const funneled = 1

/** The functions of a library, on the group of all processes. */
const callsOf = ({ library, implementation }: Identified, handles: Handles) => {
  const handle = implementation.handleType
  const call = (name: string, ...types: readonly string[]) => {
    const f = library.func(name, 'int', types)
    return (...args: readonly unknown[]): void => {
      const code = f(...args)
      if (code !== 0)
        refuse('group', [], { expected: `that ${name} succeeds`, found: `error ${String(code)}` }, 'send to the group')
    }
  }
  const number = (name: string): number => {
    const value = new Int32Array(1)
    call(name, handle, 'void*')(handles.world, value)
    return value[0] ?? 0
  }
  return {
    rank: () => number('MPI_Comm_rank'),
    size: () => number('MPI_Comm_size'),
    allReduce: call('MPI_Allreduce', 'intptr_t', 'void*', 'int', handle, handle, handle),
    broadcast: call('MPI_Bcast', 'void*', 'int', handle, 'int', handle),
    allGather: call('MPI_Allgather', 'void*', 'int', handle, 'void*', 'int', handle, handle),
    barrier: call('MPI_Barrier', handle),
    finalize: call('MPI_Finalize'),
  }
}

/** The most entries of one call: counts are 32-bit. */
const mostEntries = 1 << 30

/**
 * The most numbers of one reduction on so many ranks. MPI takes memory of its own for it: 16 MiB are used again by the next
 * call, but more than 32 MiB are new in each call, and their first use may cost ten times as much as the reduction. On many
 * ranks the messages of each reduction cost more.
 */
const mostReduced = (size: number): number => Math.min(mostEntries, (1 << 22) * Math.max(1, Math.floor(size / 8)))

/** Ranges of at most so many entries. */
const rangesOf = (length: number, most: number): readonly (readonly [from: number, to: number])[] =>
  Array.from({ length: Math.ceil(length / most) }, (_, k) => [k * most, Math.min(length, (k + 1) * most)])

/** Whether MPI was started in this process, now or before. */
const isStarted = ({ library }: Identified): boolean => {
  const flag = new Int32Array(1)
  library.func('MPI_Initialized', 'int', ['void*'])(flag)
  return flag[0] !== 0
}

/** Starts MPI in this process, and returns the wire between all processes that were started together. */
export const startMpi = (found: FoundKoffi, identified: Identified): E.Either<MpiError, Wire> => {
  const { library, implementation, path } = identified
  if (isStarted(identified))
    return E.left({ _tag: 'NotStarted', path, reason: 'it was started before in this process' })
  library.func('MPI_Init_thread', 'int', ['void*', 'void*', 'int', 'void*'])(null, null, funneled, new Int32Array(1))
  const handles = implementation.handles(found, library)
  const { world, byte } = handles
  const calls = callsOf(identified, handles)
  const size = calls.size()
  const most = mostReduced(size)
  return E.right({
    rank: calls.rank(),
    size,
    allReduce: (numbers, reduction) => {
      const type = numbers instanceof Float32Array ? handles.float : handles.double
      rangesOf(numbers.length, most).forEach(([from, to]) => {
        calls.allReduce(implementation.inPlace, numbers.subarray(from, to), to - from, type, handles[reduction], world)
      })
    },
    broadcast: (bytes, root) => {
      rangesOf(bytes.length, mostEntries).forEach(([from, to]) => {
        calls.broadcast(bytes.subarray(from, to), to - from, byte, root, world)
      })
    },
    allGather: (bytes) => {
      const all = new Uint8Array(bytes.length * size)
      calls.allGather(bytes, bytes.length, byte, all, bytes.length, byte, world)
      return all
    },
    barrier: () => {
      calls.barrier(world)
    },
    close: () => {
      calls.finalize()
    },
  })
}
