/** @file The functions that execute the commands of the module `windows`, each under the name of its command. */
export { cellMagnitudes } from '../cellMagnitudes'
export { channelMagnitudes } from '../channelMagnitudes'
export { packCotangents, padPlanes, unpackSums } from '../conv'
export { greatest, judgeKernels } from '../kernelMagnitudes'
export { mendFilter } from '../mendFilter'
export { mend } from '../mendOutputs'
export { maxPool, maxPoolIndices, sumPool, sumPoolInput } from '../pool'
export { winogradCotangent, winogradFilter, winogradInput, winogradKernel, winogradOutput } from '../winograd'
