/** @file Augmentation of images: pure functions of a key. */
export { type RandomAffineOptions, randomAffine, resize } from './affine.ts'
export { type Augmentation, augmentBy, type ImageBatch } from './Augmentation.ts'
export { colorJitter, type ColorJitterOptions, normalize, pcaJitter, principalComponents } from './colour.ts'
export {
  averagePredictions,
  centerCrop,
  fiveCrop,
  randomCrop,
  type RandomCropOptions,
  randomFlip,
  tenCrop,
  type Views,
} from './geometry.ts'
export { type PrincipalComponents } from './principalAxes.ts'
