import { describe, expect, it } from 'vitest'
import type { Contents } from '../../../demo/own/Contents.ts'
import {
  afterFile,
  afterNetwork,
  afterPhoto,
  afterRefusal,
  nothingGiven,
  whileReading,
  whileRunning,
} from '../../../demo/own/Own.ts'

const contents: Contents = {
  tensors: [],
  parameters: 0,
  kernels: null,
  operators: [],
  use: { _tag: 'graph', input: { channels: 3, rows: 8, columns: 8, areChannelsLast: false } },
}

const ranked = { top: [[1, 0.9]], milliseconds: 3 } as const

describe('afterFile', () => {
  it('keeps the file, and forgets what another graph has said', () => {
    const before = afterFile(whileRunning(nothingGiven), { _tag: 'ran', ranked })
    expect(before).toMatchObject({ ranked, isRunning: false })
    expect(afterFile(before, { _tag: 'listed', name: 'b.onnx', contents })).toMatchObject({
      file: { name: 'b.onnx' },
      ranked: null,
    })
  })

  it('keeps what is there when the next file is refused, and says why', () => {
    const before = afterFile(nothingGiven, { _tag: 'listed', name: 'a.onnx', contents })
    const after = afterFile(whileReading(before), { _tag: 'refused', message: 'short' })
    expect(after).toMatchObject({ refusal: 'short', isReading: false, file: { name: 'a.onnx' } })
    expect(whileReading(after).refusal).toBeNull()
  })

  it('ends a run that failed', () => {
    const after = afterFile(whileRunning(nothingGiven), { _tag: 'notRun', message: 'too large' })
    expect(after).toMatchObject({ isRunning: false, notRun: 'too large' })
  })
})

describe('afterPhoto', () => {
  it('forgets what was seen in the photo before', () => {
    const recognition = { scores: [1], saliency: [0] }
    const before = afterNetwork(nothingGiven, { _tag: 'recognized', recognition })
    expect(before.recognition).toBe(recognition)
    expect(afterPhoto(before, null)).toMatchObject({ photo: { digit: null }, recognition: null, ranked: null })
  })
})

describe('afterNetwork', () => {
  it('remembers whose weights the network has', () => {
    const adopted = afterNetwork(nothingGiven, { _tag: 'adopted', name: 'mine.pth' })
    expect(adopted.weights).toBe('mine.pth')
    expect(afterNetwork(adopted, { _tag: 'finished' })).toBe(adopted)
    expect(afterNetwork(adopted, { _tag: 'adopted', name: null }).weights).toBeNull()
  })
})

describe('afterRefusal', () => {
  it('ends the reading', () => {
    expect(afterRefusal(whileReading(nothingGiven), 'no')).toEqual({ ...nothingGiven, refusal: 'no' })
  })
})
