import { resnet, vgg } from 'cotangent/models'
import { describe, expect, it } from 'vitest'
import { checkDepth } from '../../src/models/checkDepth.ts'

describe('checkDepth', () => {
  it.each([12, -1, 0.5, Number.NaN, '11', undefined])('names the depths that there are: %j', (depth) => {
    const bad = depth as never
    if (depth !== '11') expect(() => vgg(bad)).toThrow('Cannot make a vgg: expected a depth of 11, 13, 16, 19, found')
    expect(() => resnet(bad)).toThrow('Cannot make a resnet: expected a depth of 18, 34, 50, 101, 152, found')
  })

  it('lets the others pass', () => {
    expect(() => {
      checkDepth('vgg', 11, { 11: [] })
    }).not.toThrow()
  })
})
