/**
 * @file The entry point `cotangent/onnx`: models of ONNX as networks that can be run, differentiated and trained.
 *
 * @packageDocumentation
 */
export type { FileFormat, LooksLike } from '../codecs/FileFormat.ts'
export type { DecodeOnnxOptions } from './decodeOnnx.ts'
export { decodeOnnx } from './decodeOnnx.ts'
export type { ElementType } from './elementTypes.ts'
export type { ExportNetworkOptions } from './exportNetwork.ts'
export { exportNetwork, exportNetworkFiles } from './exportNetwork.ts'
export type { ExportOnnxOptions } from './exportOnnx.ts'
export { exportOnnx } from './exportOnnx.ts'
export type { ExternalFileOption, OnnxFiles } from './exportOnnxFiles.ts'
export { exportOnnxFiles } from './exportOnnxFiles.ts'
export type { NodeName, OnnxError, UnsupportedPart } from './OnnxError.ts'
export { showOnnxError } from './OnnxError.ts'
export type { NotExportedPart, OnnxExportError } from './OnnxExportError.ts'
export { showOnnxExportError } from './OnnxExportError.ts'
export type { Attribute, OnnxGraph, OnnxModel, OnnxNode, OnnxSlot, StoredTensor } from './OnnxModel.ts'
export type { OnnxNetwork, OnnxNetworkOptions, TensorsByName } from './onnxNetwork.ts'
export { onnxNetwork } from './onnxNetwork.ts'
export type { ExternalData } from './storedTensors.ts'
