/**
 * @file The door `cotangent/checkpoint`: trees of parameters to bytes and files, and back.
 */
export { type Budget, type OverBudget } from '../codecs/Budget.ts'
export { type CheckpointError, type MisshapenEntry, type NamedShape, showCheckpointError } from './CheckpointError.ts'
export { type Dtype, type DtypeArrays, type StoredDtype, type TypedData } from './dtype.ts'
export { readFile, writeFile } from './file.ts'
export {
  decodePth,
  type DecodePthOptions,
  decodeStateDict,
  type PthExtraAt,
  pthExtras,
  pthTensors,
} from './pth/decodePth.ts'
export {
  type PthDict,
  type PthExtra,
  type PthFloat,
  type PthList,
  type PthTensor,
  type PthValue,
} from './pth/PthValue.ts'
export {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsEntry,
  type SafetensorsOptions,
} from './safetensors.ts'
export { readSafetensors, writeSafetensors } from './safetensorsFile.ts'
export {
  loadTree,
  type NamedTensors,
  namedTensors,
  saveTree,
  type SaveTreeOptions,
  treeFromTensors,
} from './treeCheckpoint.ts'
export { fromTorchNames, loadNetwork, nameFromTorch } from './torchvision.ts'
