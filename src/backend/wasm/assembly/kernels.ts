/** @file The functions that execute commands, each under the name of its command; the choice is in `generated/execute.ts`. */
export { copyBox, ramp, transposeMatrix } from './broadcast'
export { cellMagnitudes } from './cellMagnitudes'
export { channelMagnitudes } from './channelMagnitudes'
export {
  linearTable,
  multiply,
  multiplyCotangents,
  multiplyCotangentsByLanes,
  packColumns,
  packCotangents,
  packRows,
  padPlanes,
  unpackSums,
} from './conv'
export { multiplyRows } from './dots'
export { elementwise, fused } from './elementwise'
export { gatherPixels, hostProduct } from './hostProduct'
export { gather, lastOccurrence, scatterAdd } from './indexing'
export { greatest, judgeKernels } from './kernelMagnitudes'
export { mendFilter } from './mendFilter'
export { mend } from './mendOutputs'
export { maxPool, maxPoolIndices, sumPool, sumPoolInput } from './pool'
export { keyFoldIn, keySplit, permutation, uniform } from './random'
export { argExtreme, cumulate, reduce } from './reduce'
export { argsort } from './sort'
export { winogradCotangent, winogradFilter, winogradInput, winogradKernel, winogradOutput } from './winograd'
