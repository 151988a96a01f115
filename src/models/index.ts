/**
 * @file The door `cotangent/models`: networks, ready to be initialised.
 *
 * @packageDocumentation
 */
export type { AlexnetOptions } from './alexnet.ts'
export { alexnet, alexnetOfPaper } from './alexnet.ts'
export type { LenetParams } from './lenet.ts'
export { lenet } from './lenet.ts'
export type { Network, NetworkTree, VggDepth, VggOptions } from './vgg.ts'
export { vgg, vgg11, vgg13, vgg16, vgg19 } from './vgg.ts'
