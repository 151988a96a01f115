/**
 * @file Expressions as text: the instructions that compute their numbers, before any pass.
 */
import { showProgram } from '../compile/explain.ts'
import { structureWriter } from '../compile/structure.ts'
import { trace } from '../compile/trace.ts'
import type { Tree } from '../core/Tree.ts'
import { leaves } from '../core/Tree.ts'

/**
 * Shows how the numbers of a tensor, or of a tree of tensors, would be computed: one line per instruction, with its
 * operands, its shape and its parameters. Nothing is computed, and tensors that are already computed are inputs. The
 * instructions are those of the expression; `explain` shows what compilation makes of them.
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
  return showProgram(traced.program(traced.roots), 4)
}
