/** @file Mistakes in what looks inside networks. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

/** Mistakes in what looks inside networks. */
export const visionFaults: readonly Fault[] = [
  at(
    'src/nn/mapLayers.ts',
    'mapLayers: a composition keeps its old parts',
    'return [change(composition.of(parts), path, next), next + 1]',
    'return [change(layer, path, next), next + 1]',
    'test/nn/mapLayers.test.ts',
  ),
  at(
    'src/models/merged.ts',
    'inOneRecord: another composition of its parts',
    'of: (others) => inOneRecord(others, join)',
    'of: (others) => inOneRecord(others.toReversed(), join)',
    'test/nn/mapLayers.test.ts',
  ),
  at(
    'src/vision/tapped.ts',
    'tapped: the first layer of a path is replaced',
    'paths.lastIndexOf(name)',
    'paths.indexOf(name)',
    'test/vision/tapped.test.ts',
  ),
  at(
    'src/vision/tapped.ts',
    'tapped: the output is not replaced',
    '? [inner, next]',
    '? [output, next]',
    'test/vision/tapped.test.ts',
  ),
  at(
    'src/vision/rectifiers.ts',
    'guided: negative cotangents pass',
    'vjp(rectifier)(x)[1](relu(cotangent))',
    'vjp(rectifier)(x)[1](cotangent)',
    'test/vision/rectifiers.test.ts',
  ),
  at(
    'src/vision/rectifiers.ts',
    'deconvnet: negative cotangents pass',
    '(cotangent: Tensor) => relu(cotangent)',
    '(cotangent: Tensor) => cotangent',
    'test/vision/rectifiers.test.ts',
  ),
  at(
    'src/vision/integratedGradients.ts',
    'integratedGradients: the ends of the steps',
    '(step + 0.5) / steps',
    '(step + 1) / steps',
    'test/vision/integratedGradients.test.ts',
  ),
  at(
    'src/vision/occlusion.ts',
    'occlusion: a window is a pixel narrower',
    'at >= start && at < start + window',
    'at > start && at < start + window',
    'test/vision/occlusion.test.ts',
  ),
  at(
    'src/vision/gradCam.ts',
    'gradCam: negative features count',
    'const map = relu(sum(',
    'const map = (sum(',
    'test/vision/gradCam.test.ts',
  ),
  at(
    'src/vision/makeGrid.ts',
    'makeGrid: no padding before an image',
    'const before = [padding, 0] as const',
    'const before = [0, padding] as const',
    'test/vision/makeGrid.test.ts',
  ),
  at(
    'src/vision/activationMaximization.ts',
    'activationMaximization: descends',
    'return sub(sum()(priced), sum()(activation(x)))',
    'return add(sum()(priced), sum()(activation(x)))',
    'test/vision/activationMaximization.test.ts',
  ),
]
