/** @file The functions on sources, which the entry point hands on as `Source`. */
export { folder } from './folder.ts'
export { fromAsync, fromDataset } from './fromMemory.ts'
export { batches, examples } from './read.ts'
export { cifar10, cifar100, idx } from './records.ts'
export { drop, filter, map, mapWithKey, of, shard, shuffle, split, take } from './Source.ts'
export { tar } from './tar.ts'
