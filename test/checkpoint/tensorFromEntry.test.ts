import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { add, referenceRuntime, toArray } from 'cotangent'
import type { SafetensorsEntry } from 'cotangent/checkpoint'
import { decodeSafetensors, encodeSafetensors, tensorFromEntry } from 'cotangent/checkpoint'
import { describe, expect, it } from 'vitest'

const found = (entry: SafetensorsEntry) =>
  pipe(
    tensorFromEntry(entry),
    E.map((t) => [t.shape, Array.from(toArray(add(t, 1), referenceRuntime))]),
  )

describe('tensorFromEntry', () => {
  it.each<readonly [SafetensorsEntry, readonly number[]]>([
    [{ dtype: 'F64', data: Float64Array.of(0.1, 2), shape: [2] }, [1.1, 3]],
    [{ dtype: 'F32', data: Float32Array.of(0.5, 2), shape: [1, 2] }, [1.5, 3]],
    [{ dtype: 'I64', data: BigInt64Array.of(-7n, 2n ** 53n - 1n), shape: [2] }, [-6, 2 ** 53]],
    [{ dtype: 'U64', data: BigUint64Array.of(7n), shape: [] }, [8]],
    [{ dtype: 'I32', data: Int32Array.of(-1), shape: [1] }, [0]],
    [{ dtype: 'U32', data: Uint32Array.of(2 ** 32 - 1), shape: [1] }, [2 ** 32]],
    [{ dtype: 'I16', data: Int16Array.of(-300), shape: [1] }, [-299]],
    [{ dtype: 'U16', data: Uint16Array.of(65535), shape: [1] }, [65536]],
    [{ dtype: 'I8', data: Int8Array.of(-128), shape: [1] }, [-127]],
    [{ dtype: 'U8', data: Uint8Array.of(255), shape: [1] }, [256]],
    [{ dtype: 'BOOL', data: Uint8Array.of(0, 1), shape: [2] }, [1, 2]],
    [{ dtype: 'F32', data: new Float32Array(0), shape: [0, 3] }, []],
  ])('takes every element type: %o', (entry, numbers) => {
    expect(found(entry)).toEqual(E.right([entry.shape, numbers]))
  })

  it('takes what a file holds', () => {
    const weight: SafetensorsEntry = { dtype: 'F32', data: Float32Array.of(1, 2), shape: [2] }
    const bytes = encodeSafetensors({ tensors: new Map([['weight', weight]]), metadata: new Map() })
    const read = pipe(
      decodeSafetensors(bytes),
      E.chain(({ tensors }) => tensorFromEntry(tensors.get('weight')!)),
    )
    expect(E.isRight(read) && Array.from(toArray(read.right))).toEqual([1, 2])
  })

  it('refuses integers that no number holds', () => {
    expect(tensorFromEntry({ dtype: 'U64', data: BigUint64Array.of(1n, 2n ** 53n + 1n), shape: [2] })).toEqual(
      E.left({ _tag: 'InexactInteger', name: 'the tensor', index: 1, value: 2n ** 53n + 1n }),
    )
  })

  it('shares neither numbers nor shape with the entry', () => {
    const entry = { dtype: 'F32' as const, data: Float32Array.of(1, 2), shape: [2] }
    const read = tensorFromEntry(entry)
    entry.data[0] = 9
    entry.shape[0] = 1
    expect(E.isRight(read) && [read.right.shape, Array.from(toArray(read.right))]).toEqual([[2], [1, 2]])
  })

  it('refuses data that do not fill their shape, and what is no entry', () => {
    expect(() => tensorFromEntry({ dtype: 'F32', data: Float32Array.of(1), shape: [3] })).toThrow(
      'Cannot take the tensor: expected 3 numbers, found 1',
    )
    expect(() => tensorFromEntry({ dtype: 'F64', data: Float32Array.of(1), shape: [1] } as never)).toThrow(
      'expected F64 in a Float64Array, found a Float32Array',
    )
    expect(() => tensorFromEntry(undefined as never)).toThrow('expected a record of dtype, shape and data')
  })
})
