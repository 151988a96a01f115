/** @file Worker threads that the platform refuses: the work is done by one thread. And memory, once it is closed. */
import { makeRuntime, matmul, ones, sum, toArray, wasmBackend } from 'cotangent'
import type { Runtime } from 'cotangent'
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bundled, ownEnvironment } from '../../bundled.ts'

const size = 300
const product = (runtime: Runtime): number =>
  toArray(sum()(matmul(ones([size, size]), ones([size, size]))), runtime)[0] ?? NaN
const threaded = (): Runtime => makeRuntime(wasmBackend({ threads: 3 }))

/** Node, but for its worker threads. */
const withWorker = (Worker: unknown): void => {
  const real = process.getBuiltinModule.bind(process)
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((name: string) =>
    name === 'node:worker_threads' ? { Worker } : real(name),
  )
}

describe('a platform that refuses worker threads', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('computes on one thread where the constructor throws, and ends those that started', () => {
    const ended: number[] = []
    let made = 0
    withWorker(
      class {
        constructor() {
          made += 1
          if (made === 2) throw new Error('refused')
        }
        on(): void {}
        unref(): void {}
        terminate(): void {
          ended.push(made)
        }
      },
    )
    const runtime = threaded()
    expect(product(runtime)).toBe(size ** 3)
    expect(product(runtime)).toBe(size ** 3)
    expect([made, ended]).toEqual([2, [2]])
  })

  it('computes on one thread where a worker fails once it should run', async () => {
    let made = 0
    let ended = 0
    withWorker(
      class {
        constructor() {
          made += 1
        }
        on(event: string, tell: () => void): void {
          if (event === 'error') setTimeout(tell, 0)
        }
        unref(): void {}
        terminate(): void {
          ended += 1
        }
      },
    )
    const runtime = threaded()
    expect(product(runtime)).toBe(size ** 3)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(product(runtime)).toBe(size ** 3)
    expect(product(runtime)).toBe(size ** 3)
    expect([made, ended]).toEqual([2, 2])
  })
})

describe('close', () => {
  it('lets the memory go, and what is computed afterwards takes another', () => {
    const memories: WebAssembly.Memory[] = []
    const Real = WebAssembly.Memory
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (descriptor: WebAssembly.MemoryDescriptor) {
      const made = new Real(descriptor)
      memories.push(made)
      return made
    })
    const runtime = threaded()
    expect(product(runtime)).toBe(size ** 3)
    runtime.close()
    runtime.close()
    expect(product(runtime)).toBe(size ** 3)
    expect(memories.length).toBe(2)
    runtime.close()
    vi.restoreAllMocks()
  })
})

describe('COTANGENT_THREADS', () => {
  /** How many workers a backend starts that is not told how many threads it has, and what it says. */
  const startedWith = (value: string): { readonly workers: number; readonly warnings: readonly unknown[][] } => {
    let workers = 0
    withWorker(
      class {
        constructor() {
          workers += 1
        }
        on(): void {}
        unref(): void {}
        terminate(): void {}
      },
    )
    vi.stubEnv('COTANGENT_THREADS', value)
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const runtime = makeRuntime(wasmBackend())
    expect(product(runtime)).toBe(size ** 3)
    return { workers, warnings: warn.mock.calls }
  }

  afterEach(() => {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  it.each([1, 2, 5])('of %i is as many threads as there are', (threads) => {
    expect(startedWith(String(threads))).toEqual({ workers: threads - 1, warnings: [] })
  })

  it('that is empty changes nothing, without a word', () => {
    expect(startedWith('')).toEqual({ workers: availableParallelism() - 1, warnings: [] })
  })

  it.each(['0', '-1', '1.5', 'two'])('of %s changes nothing, and a line says so', (value) => {
    expect(startedWith(value)).toEqual({
      workers: availableParallelism() - 1,
      warnings: [[`cotangent: COTANGENT_THREADS is to be a whole number from 1 to 64, not ${value}`]],
    })
  })

  it('of more than 64 starts 64, and a line says so', () => {
    expect(startedWith('65')).toEqual({
      workers: 63,
      warnings: [['cotangent: COTANGENT_THREADS is to be a whole number from 1 to 64, not 65']],
    })
  })
})

describe('rounds of opening and closing', () => {
  it('leave no memory behind but the one that was open last', async () => {
    const program = await bundled(new URL('closeRounds.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program], { env: ownEnvironment })
    const [made, left] = stdout.trim().split(' ').map(Number)
    expect(made).toBe(6)
    expect(left).toBeLessThanOrEqual(1)
  })
})
