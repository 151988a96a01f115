/** @file Networks by their parameters and products, against published counts. */
import { alexnet, googlenet, lenet, vgg11, vgg16 } from 'cotangent/models'
import { batchNorm, convTranspose2d, layers, sequential, showSummary, summary } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'

describe('summary', () => {
  it.each([
    ['VGG-16', vgg16(), 138_357_544, 15_470_264_320],
    ['AlexNet', alexnet(), 61_100_840, 714_188_480],
  ] as const)('%s at 224 has the published parameters and multiply-adds', (_, network, parameters, multiplyAdds) => {
    const found = summary(network, [1, 3, 224, 224])
    expect([found.parameters, found.multiplyAdds, found.output]).toEqual([parameters, multiplyAdds, [1, 1000]])
  })

  it('counts for each image of a batch', () => {
    const [one, four] = [1, 4].map((n) => summary(googlenet({ divisor: 8 }), [n, 3, 64, 64]).multiplyAdds)
    expect(four).toBe(4 * one!)
  })

  it('has a row for each group of parameters, in their order, with what it makes', () => {
    const { rows } = summary(vgg11({ divisor: 32, batchNorm: true, classes: 7 }), [2, 3, 64, 64])
    expect(rows.slice(0, 2)).toEqual([
      { path: 'features.0', output: [2, 2, 64, 64], parameters: 56, multiplyAdds: 2 * 2 * 64 * 64 * 27 },
      { path: 'features.1', output: [2, 2, 64, 64], parameters: 4, multiplyAdds: 0 },
    ])
    expect(rows.at(-1)).toMatchObject({ path: 'classifier.6', output: [2, 7], parameters: 128 * 7 + 7 })
  })

  it('counts the products of a transposed convolution by its input', () => {
    const network = sequential(convTranspose2d({ in: 2, out: 3, kernel: 4, stride: 2 }), batchNorm(3))
    const { rows, output } = summary(network, [1, 2, 5, 5])
    expect(output).toEqual([1, 3, 12, 12])
    expect(rows.map(({ multiplyAdds }) => multiplyAdds)).toEqual([50 * 48, 0])
  })

  it('refuses what the network refuses', () => {
    expect(() => summary(layers({ net: vgg11() }), [1, 1, 224, 224])).toThrow(
      'expected [N, 3, H, W], found [1, 1, 224, 224]',
    )
  })
})

describe('showSummary', () => {
  it('is a table, with its total', () => {
    const lines = showSummary(summary(lenet, [1, 1, 28, 28])).split('\n')
    expect(lines[0]).toBe('input [1, 1, 28, 28]')
    expect(lines[3]).toMatch(/^conv1\s+\[1, 6, 28, 28\]\s+156\s+117,600$/)
    expect(lines.at(-1)).toMatch(/^total\s+\[1, 10\]\s+61,706\s+416,520$/)
  })
})
