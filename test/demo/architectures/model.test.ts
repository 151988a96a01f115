import { describe, expect, it } from 'vitest'
import { summaryOf } from '../../../demo/architectures/model.ts'
import { architectureNames } from '../../../demo/architectures/names.ts'

/** Parameters as their papers and torchvision count them. */
const published: Readonly<Record<(typeof architectureNames)[number], number>> = {
  lenet: 61_706,
  alexnet: 61_100_840,
  vgg16: 138_357_544,
  googlenet: 6_624_904,
  resnet18: 11_689_512,
  resnet50: 25_557_032,
  squeezenet1_1: 1_235_496,
  mobilenet_v2: 3_504_872,
}

describe('summaryOf', () => {
  it.each(architectureNames)('counts the parameters of %s as published', (name) => {
    const { parameters, rows } = summaryOf(name)
    expect(parameters).toBe(published[name])
    expect(rows.reduce((total, row) => total + row.parameters, 0)).toBe(parameters)
  })
})
