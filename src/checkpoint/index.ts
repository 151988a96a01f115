/**
 * @file The entry point `cotangent/checkpoint`: trees of parameters to bytes and files, and back.
 */
export type { Budget, OverBudget } from '../codecs/Budget.ts'
export type { CheckpointError, MisshapenEntry, NamedShape } from './CheckpointError.ts'
export { showCheckpointError } from './CheckpointError.ts'
export type { Dtype, DtypeArrays, StoredDtype, TypedData } from './dtype.ts'
export { readFile, writeFile } from './file.ts'
export type { DecodePthOptions, PthExtraAt } from './pth/decodePth.ts'
export { decodePth, decodeStateDict, pthExtras, pthTensors } from './pth/decodePth.ts'
export type { PthDict, PthExtra, PthFloat, PthList, PthTensor, PthValue } from './pth/PthValue.ts'
export type { Safetensors, SafetensorsEntry, SafetensorsOptions } from './safetensors.ts'
export { decodeSafetensors, encodeSafetensors } from './safetensors.ts'
export { readSafetensors, writeSafetensors } from './safetensorsFile.ts'
export { fromTorchNames, loadNetwork, nameFromTorch } from './torchvision.ts'
export type { NamedTensors, SaveTreeOptions } from './treeCheckpoint.ts'
export { loadTree, namedTensors, saveTree, treeFromTensors } from './treeCheckpoint.ts'
