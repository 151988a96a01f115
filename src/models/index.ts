/**
 * @file The entry point `cotangent/models`: networks, ready to be initialized.
 *
 * @packageDocumentation
 */
export type { AlexnetOfPaperParams, AlexnetOptions, AlexnetParams } from './alexnet.ts'
export { alexnet, alexnetOfPaper } from './alexnet.ts'
export type { ArchitectureError, ArchitectureFault, ArchitectureOptions, LayerDescription } from './architecture.ts'
export { Architecture, buildArchitecture, decodeArchitecture, showArchitectureError } from './architecture.ts'
export type { NamedNetwork } from './byName.ts'
export { networks } from './byName.ts'
export type { Googlenet, GooglenetHeadsOptions, GooglenetOptions, HeadedNetwork, HeadedScores } from './googlenet.ts'
export { googlenet, googlenetOfPaper, googlenetOfPaperWithHeads, googlenetWithHeads, headedLoss } from './googlenet.ts'
export type { ConvolutionParams, DenseWeights, DropoutBefore, DropoutBehind, ImagesToScores } from './ImagesToScores.ts'
export type { InceptionOptions, InceptionWidths } from './inception.ts'
export { inception } from './inception.ts'
export type { LenetParams } from './lenet.ts'
export { lenet, lenetTanh, vectorLabels } from './lenet.ts'
export { connectionTable, lenet1998, lenet1998Loss } from './lenet1998.ts'
export type { Network, Part, Parts } from './Network.ts'
export { asNetwork } from './Network.ts'
export type { VggDepth, VggOptions, VggParams } from './vgg.ts'
export { vgg, vgg11, vgg13, vgg16, vgg19 } from './vgg.ts'
