/**
 * @file Results stay in the memory of the machine, and nobody can tell: they keep their numbers wherever they are, nothing
 * is copied on the way from program to program, and memory stays bounded and is given back.
 */
import type { Tensor } from 'cotangent'
import {
  add,
  compile,
  concat,
  force,
  gather,
  makeRuntime,
  matmul,
  mul,
  referenceRuntime,
  reshape,
  slice,
  sum,
  tensor,
  toArray,
} from 'cotangent'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, describe, expect, it } from 'vitest'
import type { WasmBackend } from '../../../src/backend/wasm/index.ts'
import { backendOf, wasmBackend } from '../../../src/backend/wasm/index.ts'
import { wasmDialect } from '../../../src/backend/wasm/Dialect.ts'
import { noProducts } from '../../../src/backend/wasm/HostProducts.ts'
import { numbersOf } from '../../../src/core/Tensor.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const nextTask = () => new Promise((resolve) => setTimeout(resolve, 5))

/** Keeps every result, however small, in as little memory as the programs need at once. */
const tight = (budget = 0, threads = 1): WasmBackend =>
  backendOf({ name: 'wasm', dialect: wasmDialect, products: noProducts, residence: { fewest: 1, budget } }, { threads })

const size = 4096
const ramp = (from: number): Tensor =>
  tensor(
    Float32Array.from({ length: size }, (_, k) => from + k),
    [size],
  )
const isRamp = (t: Tensor, from: number, runtime = makeRuntime(wasmBackend())): boolean =>
  toArray(t, runtime).every((value, k) => value === from + k)

const opened: WasmBackend[] = []
const open = (backend = wasmBackend({ threads: 1 })) => {
  opened.push(backend)
  const runtime = makeRuntime(backend)
  return { backend, runtime, increment: compile((x: Tensor) => add(x, 1), { runtime }) }
}
afterAll(() => {
  for (const { close } of opened) close()
})

/** Whether the numbers of a tensor are in the memory of a backend. */
const isResident = (t: Tensor): boolean => !ArrayBuffer.isView(numbersOf(t))

describe('a result', () => {
  it('goes from program to program without being copied', () => {
    const { backend, runtime, increment } = open()
    let x: Tensor = ramp(0)
    for (let k = 0; k < 100; k++) x = increment(x)
    expect(isResident(x)).toBe(true)
    expect(backend.memory().moved).toBe(0)
    expect(isRamp(x, 100, runtime)).toBe(true)
    // toArray copies it, and leaves it there.
    expect(isResident(x)).toBe(true)
    expect(backend.memory().moved).toBe(0)
  })

  it('is an array at once if it is small', () => {
    const { runtime, increment } = open()
    expect(isResident(increment(tensor([1, 2], [2])))).toBe(false)
    expect(isResident(force(sum()(ramp(0)) as Tensor, runtime))).toBe(false)
  })

  it('is moved to one array that no later run changes, if it is read as an array', () => {
    const { backend, runtime, increment } = open()
    const x = increment(ramp(0))
    const [array] = runtime.evaluate([x])
    expect(backend.memory()).toMatchObject({ values: 0, moved: 1 })
    let y: Tensor = x
    for (let k = 0; k < 10; k++) y = increment(y)
    expect(runtime.evaluate([x])[0]).toBe(array)
    expect(array?.every((value, k) => value === k + 1)).toBe(true)
    expect(isRamp(y, 11, runtime)).toBe(true)
  })

  it('is what a second runtime reads, whichever memory it is in', () => {
    const [first, second] = [open(), open()]
    const x = second.increment(first.increment(ramp(0)))
    expect(isRamp(first.increment(x), 3, first.runtime)).toBe(true)
    expect(isRamp(add(x, 1), 3, referenceRuntime)).toBe(true)
  })

  it('survives a close, before and after', () => {
    const { backend, runtime, increment } = open()
    const x = increment(ramp(0))
    const y = increment(x)
    backend.close()
    expect(backend.memory()).toEqual({ values: 0, bytes: 0, moved: 0 })
    expect([isRamp(x, 1, runtime), isRamp(y, 2, runtime)]).toEqual([true, true])
    expect(isRamp(increment(y), 3, runtime)).toBe(true)
  })
})

describe('the memory of a closed backend', () => {
  it('is released, though its values live on', async () => {
    const Real = WebAssembly.Memory
    const made: WeakRef<WebAssembly.Memory>[] = []
    class Watched extends Real {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        super(descriptor)
        made.push(new WeakRef(this))
      }
    }
    WebAssembly.Memory = Watched
    const backend = wasmBackend({ threads: 1 })
    const runtime = makeRuntime(backend)
    const x = compile((t: Tensor) => add(t, 1), { runtime })(ramp(0))
    WebAssembly.Memory = Real
    backend.close()
    for (let k = 0; k < 20 && made[0]?.deref() !== undefined; k++) {
      await nextTask()
      collect()
    }
    expect(made.map((memory) => memory.deref())).toEqual([undefined])
    expect(isRamp(x, 1)).toBe(true)
  })
})

describe('an array', () => {
  it('that is passed again is where it was, and no other takes its place', () => {
    const { backend, runtime, increment } = open()
    const [a, b] = [ramp(0), ramp(5)]
    for (let k = 0; k < 3; k++) {
      expect(isRamp(increment(a), 1, runtime)).toBe(true)
      expect(isRamp(increment(a), 1, runtime)).toBe(true)
      expect(isRamp(increment(b), 6, runtime)).toBe(true)
    }
    expect(backend.memory().moved).toBe(0)
  })
})

describe('outputs', () => {
  it('that are an input, one value twice, or views of one, have their own numbers', () => {
    for (const backend of [wasmBackend({ threads: 1 }), tight()]) {
      const { runtime } = open(backend)
      const f = compile(
        (x: Tensor) => {
          const y = add(x, 1)
          return [
            x,
            y,
            y,
            reshape([2, size / 2])(y),
            slice([{ start: 0, stop: 1500 }])(y),
            slice([{ start: 0, stop: 1200 }])(x),
            mul(y, 2),
          ] as const
        },
        { runtime },
      )
      const [x, y, again, square, first, ofInput, double] = f(f(ramp(0))[1])
      expect([isRamp(x, 1), isRamp(y, 2), isRamp(again, 2), isRamp(square, 2), isRamp(first, 2)]).toEqual(
        Array.from({ length: 5 }, () => true),
      )
      expect([isRamp(ofInput, 1), ofInput.shape, first.shape]).toEqual([true, [1200], [1500]])
      expect(toArray(double, runtime).at(-1)).toBe(2 * (size + 1))
    }
  })

  it('of no entries are there', () => {
    const { runtime } = open(tight())
    const empty = compile((x: Tensor) => slice([{ start: 0, stop: 0 }])(add(x, 1)), { runtime })(ramp(0))
    expect(Array.from(toArray(empty, runtime))).toEqual([])
  })

  it('may overwrite what the program computed, never what was passed', () => {
    const { runtime, increment } = open(tight())
    const chain = compile((x: Tensor) => mul(add(mul(x, 2), 1), 3), { runtime })
    const x = increment(ramp(0))
    const once = Array.from(toArray(chain(x), runtime))
    expect(Array.from(toArray(chain(x), runtime))).toEqual(once)
    expect(isRamp(x, 1, runtime)).toBe(true)
  })
})

describe('memory', () => {
  it('is bounded in a loop that never waits, and every value keeps its numbers', () => {
    const { backend, runtime, increment } = open(tight(10 * size * 4))
    const kept: Tensor[] = []
    let x: Tensor = ramp(0)
    for (let k = 1; k <= 300; k++) {
      x = increment(x)
      if (k % 3 === 0) kept.push(x)
      expect(backend.memory().bytes).toBeLessThanOrEqual(10 * size * 4)
    }
    expect(backend.memory().moved).toBeGreaterThan(250)
    kept.forEach((t, k) => {
      expect(isRamp(t, 3 * (k + 1), runtime)).toBe(true)
    })
    expect(isRamp(increment(kept[0]!), 4, runtime)).toBe(true)
  })

  it('stays flat in a synchronous loop over large results', () => {
    const { backend, runtime } = open()
    const million = compile((x: Tensor) => add(x, 1), { runtime })
    let x: Tensor = tensor(new Float32Array(1 << 20), [1 << 20])
    for (let k = 0; k < 200; k++) x = million(x)
    collect()
    // 4 MB each: those that were moved are garbage, though their values were asked whether they are reachable.
    expect(process.memoryUsage().arrayBuffers / 2 ** 20).toBeLessThan(100)
    expect(backend.memory().bytes).toBeLessThanOrEqual(64 << 20)
    expect(backend.memory().moved).toBeGreaterThan(180)
    expect(toArray(x, runtime)[7]).toBe(200)
  })

  it('is given back when values are collected', async () => {
    const { backend, runtime, increment } = open()
    const x = increment(ramp(0))
    ;(() => {
      for (let k = 0; k < 50; k++) increment(x)
    })()
    expect(backend.memory().values).toBe(51)
    for (let k = 0; k < 20 && backend.memory().values > 1; k++) {
      await nextTask()
      collect()
      await nextTask()
    }
    expect(backend.memory()).toMatchObject({ values: 1, moved: 0 })
    expect(isRamp(x, 1, runtime)).toBe(true)
  })

  it('of large results that nobody can reach is used again without a copy', async () => {
    const { backend, runtime } = open(tight())
    const increment = compile((x: Tensor) => add(x, 1), { runtime })
    const length = 9 << 20
    let x: Tensor = increment(tensor(new Float32Array(length), [length]))
    for (let k = 0; k < 8; k++) {
      x = increment(x)
      await nextTask()
    }
    expect(toArray(x, runtime)[length - 1]).toBe(9)
    // Without a request for a collection, each result but the last two is moved.
    expect(backend.memory().moved).toBeLessThan(7)
  })

  it('stays flat when a million results are forgotten', async () => {
    const { backend, runtime } = open(tight(1 << 18))
    const tenOf = compile((x: Tensor) => Array.from({ length: 10 }, (_, k) => add(x, k + 1)), { runtime })
    let x: Tensor = tensor(new Float32Array(16), [16])
    const forget = async (count: number, afterEach: () => unknown): Promise<void> => {
      for (let k = 0; k < count; k += 10) {
        ;[x = x] = tenOf(x)
        if (k % 10_000 === 0) await afterEach()
      }
    }
    const megabytesOfHeap = (): number => {
      collect()
      const { heapUsed, external } = process.memoryUsage()
      return (heapUsed + external) / 2 ** 20
    }
    await forget(100_000, nextTask)
    const before = megabytesOfHeap()
    await forget(500_000, nextTask)
    // Without a pause for the engine to tell what it has collected.
    await forget(500_000, () => undefined)
    // 10 bytes a result would come to 10 MB.
    expect(megabytesOfHeap() - before).toBeLessThan(5)
    expect(backend.memory().bytes).toBeLessThanOrEqual(1 << 18)
    expect(toArray(x, runtime)[0]).toBe(110_000)
  })

  it('of a run that fails is given back', () => {
    const { backend, runtime } = open()
    const f = compile((x: Tensor, at: Tensor) => [mul(x, 2), gather({ axis: 0 })(x, at)] as const, { runtime })
    const x = ramp(0)
    force(f(x, tensor([1, 2], [2])) as never, runtime)
    const held = backend.memory()
    for (let k = 0; k < 5; k++) {
      expect(() => f(x, tensor([1, size], [2]))).toThrow('expected')
      expect(backend.memory()).toEqual(held)
    }
    expect(isRamp(gather({ axis: 0 })(ramp(3), tensor([0], [1])), 3, runtime)).toBe(true)
  })

  it('that cannot be shared holds results as well', () => {
    const Real = WebAssembly.Memory
    class Unshared extends Real {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        if (descriptor.shared === true) throw new TypeError('no shared memory here')
        super(descriptor)
      }
    }
    WebAssembly.Memory = Unshared
    try {
      const { backend, runtime, increment } = open()
      const x = increment(ramp(0))
      // The memory grows, which takes its old buffer away.
      const large = compile((y: Tensor) => add(y, 2), { runtime })(tensor(new Float32Array(5 << 20), [5 << 20]))
      expect([isResident(x), isResident(large), backend.memory().moved]).toEqual([true, true, 0])
      expect([isRamp(x, 1, runtime), isRamp(increment(x), 2, runtime)]).toEqual([true, true])
    } finally {
      WebAssembly.Memory = Real
    }
  })
})

describe('addresses', () => {
  it('of inputs, outputs and workspace change from run to run, between programs and threads', () => {
    const { runtime } = open(tight(0, 3))
    const product = compile((a: Tensor, b: Tensor) => matmul(a, b) as Tensor, { runtime })
    const joined = compile((a: Tensor, b: Tensor) => concat({ axis: 0 })([a, b]) as Tensor, { runtime })
    const rows = compile((a: Tensor, at: Tensor) => gather({ axis: 0 })(a, at), { runtime })
    const one = tensor([1, 0, 0, 1], [2, 2])
    let a: Tensor = tensor([1, 2, 3, 4], [2, 2])
    for (let k = 0; k < 20; k++) {
      const twice = joined(product(one, a), a)
      // Row 3, then row 2: the rows of a in reverse.
      a = rows(twice, tensor([3, 3, 2, 2], [2, 2]))
      expect(Array.from(toArray(a, runtime))).toEqual(k % 2 === 0 ? [3, 4, 1, 2] : [1, 2, 3, 4])
      expect(Array.from(toArray(twice, runtime)).slice(0, 2)).toEqual(k % 2 === 0 ? [1, 2] : [3, 4])
    }
  })
})
