/** @file The heap of the wasm machine: a value stays where a run reads it, and is moved when a later run needs the memory. */
import { describe, expect, it } from 'vitest'
import { makeHeap } from '../../../src/backend/wasm/heap.ts'

describe('makeHeap', () => {
  it('moves no value that the run reads, and moves it for a later run', () => {
    const floats = Float32Array.from({ length: 4096 }, (_, k) => k)
    const heap = makeHeap({ reserve: () => undefined, floats: () => floats }, 0, 0)
    const values = [0, 1].map(() => heap.hold(heap.take(4096), 1024))
    heap.begin()
    const place = heap.use(values[1]!)
    heap.makeRoom(1 << 20, 0)
    expect(heap.use(values[0]!)).toBeNull()
    expect(heap.use(values[1]!)).toBe(place)
    expect(heap.statistics()).toEqual({ values: 1, bytes: 4096, moved: 1 })
    heap.begin()
    heap.makeRoom(1 << 20, 0)
    expect(heap.statistics()).toEqual({ values: 0, bytes: 0, moved: 2 })
    floats.fill(0)
    expect([...values[0]!.read().slice(0, 2), ...values[1]!.read().slice(0, 2)]).toEqual([0, 1, 1024, 1025])
  })

  it('shows the sole holder of a value where it lies, and takes its memory back', () => {
    const floats = Float32Array.from({ length: 4096 }, (_, k) => k)
    const heap = makeHeap({ reserve: () => undefined, floats: () => floats }, 0, 0)
    const values = [0, 1].map(() => heap.hold(heap.take(4096), 1024))
    heap.view(values[1]!)!.fill(7)
    expect([...values[1]!.copy().slice(0, 2), ...values[0]!.copy().slice(0, 2)]).toEqual([7, 7, 0, 1])
    expect(heap.view(floats)).toBeNull()
    heap.release(values[0]!)
    expect([heap.view(values[0]!), heap.use(values[0]!)]).toEqual([null, null])
    expect(heap.statistics()).toEqual({ values: 1, bytes: 4096, moved: 0 })
    heap.release(values[0]!)
    expect(heap.take(4096)).toBe(0)
  })
})
