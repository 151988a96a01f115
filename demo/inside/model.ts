/** @file Looking inside the trained LeNet: each picture is a function of the network, its parameters and a digit. */
import { argmax, softmax, toArray } from 'cotangent'
import type { Tensor } from 'cotangent'
import { Dataset, mnistPixels } from 'cotangent/data'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { inUse } from 'cotangent/nn'
import {
  featureProjection,
  gradCam,
  inputGradient,
  occlusion,
  saliency,
  tapped,
  withDeconvnetRelu,
} from 'cotangent/vision'
import type { Parts } from '../training/model.ts'
import { pixelsOf } from '../training/model.ts'
import type { Explanation, Looking } from './names.ts'

const listOf = (t: Tensor): readonly number[] => Array.from(toArray(t))

/** The darkest a scaled pixel can be, with which windows are covered. */
const paper = -mnistPixels.mean / mnistPixels.std

const opened = tapped(lenet)('conv2')
const forDeconvnet = tapped(withDeconvnetRelu(lenet))('conv2')

/** Explains what the network sees in one of the unseen digits. */
export const explain = (
  params: LenetParams,
  parts: Parts,
  { digit, about, channel }: Pick<Looking, 'digit' | 'about' | 'channel'>,
): Explanation => {
  const one = Dataset.pick([digit % parts.unseen.count])(parts.unseen)
  const [batch] = Dataset.batches({ size: 1, pixels: mnistPixels })(one)
  if (batch === undefined) throw new RangeError('there are no digits')
  const scores = inUse(lenet)(params, {})
  const { images } = batch
  const chosen = about === 'best' ? (listOf(argmax({ axis: 1 })(scores(images)))[0] ?? 0) : Number(about)
  const { before } = forDeconvnet(params, {})
  return {
    pixels: pixelsOf(parts, digit),
    label: one.labels[0] ?? Number.NaN,
    scores: listOf(softmax()(scores(images))),
    about: chosen,
    saliency: listOf(saliency(scores)(images, chosen)),
    gradient: listOf(inputGradient(scores)(images, chosen)),
    gradCam: listOf(gradCam(opened(params, {}))(images, chosen)),
    occlusion: listOf(occlusion(scores, { window: 6, stride: 2, fill: paper })(images, chosen)),
    deconvnet: listOf(featureProjection(before, { channel, strongest: true })(images)),
  }
}
