/**
 * @file A kernel family: what backends compute some primitives with that many programs do not use. The primitives name
 * it, and their instructions bring it along. So a page has the kernels of the primitives that it uses, and no others;
 * what almost every program uses is built into the backends.
 */
import type { Shape } from './Shape.ts'
import { refuse } from './TensorError.ts'

/** What the backends of a page add to themselves when an instruction brings it. Each sees only its own part. */
export interface KernelFamily {
  readonly reference: unknown
  readonly wasm: unknown
}

/** Refuses an instruction that no backend has built in, and that brings nothing. */
export const refuseWithoutKernels = (name: string, shapes: readonly Shape[]): never =>
  refuse('compile', shapes, { expected: 'an instruction with the kernels of its primitive', found: `${name} without` })
