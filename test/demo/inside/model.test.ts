import { readFile } from 'node:fs/promises'
import { key } from 'cotangent'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { explain } from '../../../demo/inside/model.ts'
import { decodeWeights, encodeWeights } from '../../../demo/inside/weights.ts'
import type { Parts } from '../../../demo/training/model.ts'
import { inside } from '../../../demo/training/model.ts'
import { readParts } from '../digits.ts'

let parts: Parts
let params: LenetParams
let bytes: Uint8Array

const [template] = lenet.init(key(0))

beforeAll(async () => {
  parts = await readParts()
  bytes = await readFile('demo/inside/lenet.safetensors')
  const read = decodeWeights(template)(bytes)
  if (E.isLeft(read)) throw new RangeError(read.left)
  params = read.right
})

describe('decodeWeights', () => {
  it('reads weights that recognize 97 of 100 unseen digits or more', () => {
    expect(inside(params, parts, 0).recognized).toBeGreaterThanOrEqual(388)
  })

  it('is undone by encodeWeights: bytes are bytes again', () => {
    expect(E.map(encodeWeights)(decodeWeights(template)(bytes))).toEqual(E.right(new Uint8Array(bytes)))
  })

  it.each([0, 7, 100, 62_000])('refuses the first %d bytes of the file', (length) => {
    expect(E.isLeft(decodeWeights(template)(bytes.subarray(0, length)))).toBe(true)
  })
})

describe('explain', () => {
  it('explains the class that the network prefers, or the one that is asked about', () => {
    const best = explain(params, parts, { digit: 5, about: 'best', channel: 0 })
    expect(best.about).toBe(best.scores.indexOf(Math.max(...best.scores)))
    expect(best.about).toBe(best.label)
    const asked = explain(params, parts, { digit: 5, about: '4', channel: 0 })
    expect(asked.about).toBe(4)
    expect(asked.saliency).not.toEqual(best.saliency)
  })

  it('shows saliency as the size of the gradient, and a score that falls when the ink is covered', () => {
    const { saliency, gradient, gradCam, occlusion, deconvnet } = explain(params, parts, {
      digit: 8,
      about: 'best',
      channel: 3,
    })
    expect(saliency).toEqual(gradient.map(Math.abs))
    expect(Math.min(...gradCam)).toBeGreaterThanOrEqual(0)
    expect([gradCam.length, deconvnet.length, occlusion.length]).toEqual([784, 784, 144])
    expect(Math.max(...occlusion)).toBeGreaterThan(1)
    // Nothing is drawn in the corner.
    expect(occlusion[0]).toBeCloseTo(0, 3)
  })
})
