/** @file The functions that execute the commands of the module `products`, each under the name of its command. */
export { multiplyCotangents, multiplyCotangentsByLanes } from '../cotangents'
export { multiplyRows } from '../dots'
export { gatherPixels, hostProduct } from '../hostProduct'
export { multiplyPixels } from '../pixels'
export { multiply, multiplyImages, multiplySteps, packColumns, packRows } from '../product'
