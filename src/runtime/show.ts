/**
 * @file Expressions as text: the instructions that their numbers would take, before any pass.
 */
import { showProgram } from '../compile/explain.ts'
import { structureWriter } from '../compile/structure.ts'
import { trace } from '../compile/trace.ts'
import type { Tree } from '../core/Tree.ts'
import { leaves } from '../core/Tree.ts'

/**
 * What the numbers of a tensor, or of a tree of tensors, would be computed from: a line for each instruction, its operands,
 * its shape and its parameters. Nothing is computed, and what is computed already is an input. The instructions are those
 * that were asked for; `explain` shows what compilation makes of them.
 *
 * @example
 * ```ts
 * import { exp, mul, show, tensor } from 'cotangent'
 *
 * const x = tensor([1, 2], [2])
 * show(mul(exp(x), x)).split('\n')[2] // => '%2 = mul(%1, %0) [2], 8 bytes, 16 held'
 * ```
 */
export const show = <T>(tree: T & Tree<T>): string => {
  const traced = trace(leaves(tree), structureWriter())
  return showProgram({ ...traced.program(), outputs: traced.roots }, 4)
}
