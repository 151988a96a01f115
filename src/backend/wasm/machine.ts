/**
 * @file The machine: one memory, an instance of each module that its programs need, and worker threads that share them.
 *
 * Memory from the bottom: data of the modules, control words, scratch of each thread, then the arena of the current
 * program and its commands. Programs run one at a time, so all of them use the same arena.
 */
import { refuse } from '../../core/TensorError.ts'
import { scratchBytes } from './elementwise.ts'
import type { HostProducts } from './HostProducts.ts'
import { controlWord } from './interface/records.ts'
import { linking } from './linking.ts'
import type { KernelModule } from './modules.ts'
import { entryModule } from './modules.ts'
import type { Team } from './threads.ts'
import { startTeam } from './threads.ts'

/** Address of the scratch of the calling thread, after the control words; those of workers follow. */
const scratchAt = 2 << 16
const pageBytes = 1 << 16
const mostPages = 65_536

/** The settings of a machine, fixed when it is created. */
export interface MachineOptions {
  /** Threads that compute, including the calling one. */
  readonly threads: number
  /** Whether to use fused multiply-add if the engine has it. */
  readonly relaxedSimd: boolean
  /** What computes the products that the program leaves to its host. */
  readonly products: HostProducts
}

/** Where a machine stopped at an index out of range. */
export interface Refusal {
  readonly index: number
  /** The address of its entry in the order of commands. */
  readonly entry: number
}

/** Where commands and their order lie. */
interface CommandOrder {
  readonly from: number
  readonly to: number
  /** The address of the first command of the program. */
  readonly base: number
  /** Whether threads share any of them. */
  readonly isShared: boolean
}

/** Memory and threads that run commands. */
export interface Machine {
  /** Grows the memory to this many bytes. */
  readonly reserve: (bytes: number) => void
  readonly floats: () => Float32Array
  readonly words: () => Int32Array
  /** Makes the commands of these modules known to it. */
  readonly link: (modules: readonly KernelModule[]) => void
  /** Runs commands in their order. */
  readonly run: (order: CommandOrder) => Refusal | null
  /** Stops the worker threads; they start again when they are needed. */
  readonly close: () => void
}

/** Where the arena begins. */
export const arenaAt = ({ threads }: Pick<MachineOptions, 'threads'>): number => scratchAt + threads * scratchBytes

/** The bytes available for an arena with its commands. */
export const arenaLimit = (options: Pick<MachineOptions, 'threads'>): number =>
  mostPages * pageBytes - pageBytes - arenaAt(options)

const makeMemory = (isShared: boolean): WebAssembly.Memory | null => {
  try {
    return new WebAssembly.Memory({ initial: 64, maximum: mostPages, shared: isShared })
  } catch {
    return null
  }
}

/** A worker counts as lost after this many milliseconds and this many checks without progress: a clock may jump. */
const patience = { milliseconds: 5_000, looks: 200 }

/** A memory as floats and as words, also after it grows. */
const viewsOf = (memory: WebAssembly.Memory): Pick<Machine, 'reserve' | 'floats' | 'words'> => {
  let floats = new Float32Array(memory.buffer)
  let words = new Int32Array(memory.buffer)
  const reserve = (needed: number): void => {
    const pages = Math.ceil(needed / pageBytes) - memory.buffer.byteLength / pageBytes
    if (pages > 0) {
      try {
        memory.grow(pages)
      } catch {
        refuse(
          'run',
          [],
          { expected: `${String(needed)} bytes of memory`, found: 'that the system refuses them' },
          'run the program on the wasm backend',
        )
      }
    }
    if (floats.byteLength < needed) {
      floats = new Float32Array(memory.buffer)
      words = new Int32Array(memory.buffer)
    }
  }
  return { reserve, floats: () => floats, words: () => words }
}

/** Creates a machine. */
export const makeMachine = (options: MachineOptions): Machine => {
  const shared = makeMemory(true)
  const memory =
    shared ??
    makeMemory(false) ??
    refuse('run', [], { expected: 'room for its memory', found: 'none' }, 'run on the wasm backend')
  const { products } = options
  const imports = { env: { memory }, hostProduct: { product: products.on(memory) } }
  const linker = linking({ imports, relaxedSimd: options.relaxedSimd, isShared: shared !== null, scratchAt })
  let { modules, exports, controlAt } = linker([entryModule])
  const { reserve, floats, words } = viewsOf(memory)
  let team: Team | null = null
  let isAlone = shared === null || options.threads < 2

  const workers = (): number => {
    if (isAlone) return 0
    if (team?.hasFailed() === true) {
      team.terminate()
      team = null
      isAlone = true
      return 0
    }
    team ??= startTeam({ modules, memory, controlAt, scratchAt, scratchBytes, workers: options.threads - 1, products })
    if (team === null) isAlone = true
    return isAlone ? 0 : options.threads - 1
  }

  const close = (): void => {
    team?.close()
    team = null
  }

  const link = (needed: readonly KernelModule[]): void => {
    if (needed.every(({ name }) => modules[name] !== undefined)) return
    // Workers start again when they are needed, with all modules.
    close()
    ;({ modules, exports, controlAt } = linker(needed))
  }

  const giveUp = (): never => {
    exports.abandon()
    Atomics.store(words(), controlAt / 4 + controlWord.endUnit, 0)
    team?.terminate()
    team = null
    isAlone = true
    return refuse(
      'run',
      [],
      { expected: 'an answer of each worker thread', found: 'that one has stopped' },
      'run the program on the wasm backend',
    )
  }

  const run = ({ from, to, base, isShared }: CommandOrder): Refusal | null => {
    const helpers = isShared ? workers() : 0
    const control = controlAt / 4
    let at = from
    let done = -1
    let since = 0
    let looks = 0
    for (;;) {
      at = exports.run(at, to, base, helpers) >>> 0
      if (at === to) return null
      if (words()[control + controlWord.isRefused] !== 0) {
        words()[control + controlWord.isRefused] = 0
        return { index: floats()[control + controlWord.refusedIndex]!, entry: at }
      }
      // Workers are still busy: wait as long as they make progress.
      const now = Date.now()
      const progress = Atomics.load(words(), control + controlWord.unitsDone)
      if (progress !== done) [done, since, looks] = [progress, now, 0]
      else if (++looks > patience.looks && now - since > patience.milliseconds) giveUp()
    }
  }

  return { reserve, floats, words, link, run, close }
}
