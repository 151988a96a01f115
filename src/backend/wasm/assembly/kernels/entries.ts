/** @file The functions that execute the commands of the module `entries`, each under the name of its command. */
export { copyBox, ramp, transposeMatrix } from '../broadcast'
export { elementwise, fused } from '../elementwise'
export { gather, lastOccurrence, scatterAdd } from '../indexing'
export { keyFoldIn, keySplit, permutation, uniform } from '../random'
export { argExtreme, cumulate, reduce } from '../reduce'
export { argsort } from '../sort'
