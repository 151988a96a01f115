import { describe, expect, it } from 'vitest'
import { endings, formatOf } from '../../../demo/own/formatOf.ts'

describe('formatOf', () => {
  it.each([
    ['lenet.safetensors', 'safetensors'],
    ['a.b.pth', 'torch'],
    ['A.PT', 'torch'],
    ['pytorch_model.bin', 'torch'],
    ['mine.onnx', 'onnx'],
  ])('knows %s as %s', (name, format) => {
    expect(formatOf(name)).toBe(format)
  })

  it.each(['notes.txt', 'pth', 'a.onnx.zip', 'constructor', ''])('knows none of "%s"', (name) => {
    expect(formatOf(name)).toBeNull()
  })
})

describe('endings', () => {
  it('each stand for a format', () => {
    expect(endings.map(formatOf)).not.toContain(null)
  })
})
