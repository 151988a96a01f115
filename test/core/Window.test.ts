import { describe, expect, it } from 'vitest'
import { slidingLaws } from '../../laws/structures/windows.ts'
import type { WindowOptions } from '../../src/core/Window.ts'
import {
  dilatedInput,
  planeOf,
  span,
  windowInput,
  windowKernel,
  windowOf,
  windowOutput,
} from '../../src/core/Window.ts'
import { holds } from '../holds.ts'

const caller = { operation: 'slide', shapes: [], phrase: 'slide' }
const outputs = (input: readonly number[], kernel: readonly number[], options: WindowOptions = {}) =>
  windowOutput(windowOf(caller, input, kernel, options))

holds(slidingLaws)

describe('windowOf', () => {
  it.each<readonly [string, number, number, WindowOptions, number]>([
    ['the kernel alone', 5, 3, {}, 3],
    ['padding at both ends', 28, 5, { padding: 2 }, 28],
    ['padding at one end', 4, 3, { padding: [[0, 1]] }, 3],
    ['a stride that divides', 224, 11, { stride: 4, padding: 2 }, 55],
    ['a stride that leaves cells over', 6, 3, { stride: 2 }, 2],
    ['the same in ceil mode', 6, 3, { stride: 2, ceilMode: true }, 3],
    ['ceil mode where the next window would start in the padding', 5, 2, { stride: 3, padding: 1, ceilMode: true }, 2],
    ['a stride above the kernel', 7, 2, { stride: 3 }, 2],
    ['a dilated kernel', 7, 3, { dilation: 3 }, 1],
    ['a dilated input', 3, 2, { inputDilation: 2 }, 4],
    ['same padding', 5, 4, { padding: 'same' }, 5],
    ['same padding and a stride', 5, 3, { stride: 2, padding: 'same' }, 3],
    ['same padding that is none', 5, 1, { stride: 3, padding: 'sameLower' }, 2],
  ])('counts windows with %s', (_, input, kernel, options, expected) => {
    expect(outputs([input], [kernel], options)).toEqual([expected])
  })

  it('takes a setting for each axis, or one for all', () => {
    expect(outputs([8, 9], [3, 2], { stride: [1, 2], padding: [1, [0, 1]] })).toEqual([8, 5])
    expect(outputs([8, 9], [3, 2], { stride: 2 })).toEqual([3, 4])
  })

  it('puts the odd cell of same padding behind, or in front', () => {
    const ends = (padding: 'same' | 'sameLower') =>
      windowOf(caller, [5, 6], [4, 3], { stride: [1, 2], padding }).map(({ low, high }) => [low, high])
    expect(ends('same')).toEqual([
      [1, 2],
      [0, 1],
    ])
    expect(ends('sameLower')).toEqual([
      [2, 1],
      [1, 0],
    ])
  })

  it.each<readonly [string, readonly number[], readonly number[], WindowOptions, string]>([
    [
      'a kernel wider than the input',
      [3],
      [4],
      {},
      'expected a padded input of at least 4 cells, as the window spans, found 3',
    ],
    [
      'a dilated kernel wider than it',
      [4],
      [3],
      { dilation: 2 },
      'expected a padded input of at least 5 cells, as the window spans, found 4',
    ],
    [
      'one wider than the padded input',
      [3],
      [9],
      { padding: [[1, 2]] },
      'expected a padded input of at least 9 cells, as the window spans, found 6',
    ],
    [
      'one much wider, with a stride',
      [1],
      [9],
      { stride: 3 },
      'expected a padded input of at least 9 cells, as the window spans, found 1',
    ],
    [
      'one that is wider by a stride, in ceil mode',
      [1],
      [9],
      { stride: 3, ceilMode: true },
      'expected a padded input of at least 7 cells, less than a stride below the 9 that the window spans, found 1',
    ],
    ['an empty kernel', [3], [0], {}, 'expected kernel size to be a whole number, 1 or more, found 0'],
    ['a stride of 0', [3], [1], { stride: 0 }, 'expected stride to be a whole number, 1 or more, found 0'],
    ['a padding of -1', [3], [1], { padding: -1 }, 'expected padding to be a whole number, 0 or more, found -1'],
    [
      'padding of -1 at the end',
      [3],
      [1],
      { padding: [[0, -1]] },
      'expected padding to be a whole number, 0 or more, found -1',
    ],
    ['half a dilation', [3], [1], { dilation: 0.5 }, 'expected dilation to be a whole number, 1 or more, found 0.5'],
    [
      'an input dilation of 0',
      [3],
      [1],
      { inputDilation: 0 },
      'expected input dilation to be a whole number, 1 or more, found 0',
    ],
    [
      'padding of another name',
      [3],
      [1],
      { padding: 'full' as never },
      "expected padding to be numbers, 'same' or 'sameLower', found 'full'",
    ],
    ['padding for another rank', [3], [1], { padding: [1, 1] }, 'expected padding for 1 axis, found 2'],
    ['strides for another rank', [3], [1], { stride: [1, 1] }, 'expected stride for 1 axis, found 2'],
    ['dilation for another rank', [3], [1], { dilation: [1, 1] }, 'expected dilation for 1 axis, found 2'],
    ['input dilation for it', [3], [1], { inputDilation: [1, 1] }, 'expected input dilation for 1 axis, found 2'],
    ['a kernel of another rank', [3, 3], [1], {}, 'expected kernel for 2 axes, found 1'],
  ])('refuses %s', (_, input, kernel, options, reason) => {
    expect(() => outputs(input, kernel, options)).toThrow(`Cannot slide: ${reason}`)
  })
})

describe('a window', () => {
  const window = windowOf(caller, [5, 7], [2, 3], { dilation: [1, 2], inputDilation: [3, 1] })

  it('knows its lengths', () => {
    expect([windowInput(window), windowKernel(window)]).toEqual([
      [5, 7],
      [2, 3],
    ])
  })

  it('has rows and columns, one row where it has a single axis', () => {
    expect(planeOf(window)).toEqual(window)
    const [rows, columns] = planeOf(window.slice(1))
    const row = { input: 1, kernel: 1, stride: 1, low: 0, high: 0, dilation: 1, inputDilation: 1, output: 1 }
    expect([rows, columns]).toEqual([row, window[1]])
  })

  it('spans its taps and the cells between them', () => {
    expect(window.map(span)).toEqual([2, 5])
    expect(window.map(dilatedInput)).toEqual([13, 7])
    expect([span({ kernel: 0, dilation: 2 }), dilatedInput({ input: 0, inputDilation: 3 })]).toEqual([0, 0])
  })
})
