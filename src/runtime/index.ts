/** @file Evaluation with the default runtime. */
export { defaultRuntime } from './defaultRuntime.ts'
export type { Nested, NestedNumbers } from './evaluate.ts'
export { force, item, toArray, toNested } from './evaluate.ts'
