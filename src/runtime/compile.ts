/**
 * @file Compilation with a runtime, by default the default one.
 */
import { products } from '../backend/families.ts'
import { checkOptions } from '../core/options.ts'
import { callOfCompiled, planOfCompiled } from '../compile/compile.ts'
import type { Explanation } from '../compile/explain.ts'
import { explainProgram } from '../compile/explain.ts'
import type { Compilable } from '../compile/call.ts'
import type { Profile } from '../compile/profile.ts'
import { profileProgram } from '../compile/profile.ts'
import type { Runtime } from '../compile/Runtime.ts'
import { defaultRuntime } from './defaultRuntime.ts'

/** Settings of compilation. */
export interface CompileOptions {
  readonly runtime?: Runtime
}

/**
 * Compiles a function. It is called once per new combination of argument shapes, on placeholders, then runs as one
 * optimized program. It takes and returns tensors, keys, numbers and plain data, nested in any way. The numbers of
 * tensors and keys, and plain numbers, are inputs: new values compile nothing. Strings and booleans are compiled in.
 *
 * A plain number among the arguments stands for any number. Inside the function it is a placeholder object, and JavaScript
 * gives no error where that matters: `===` and `switch` find it equal to no number; it counts as true, also for 0, in `n ? a : b`, `!n`,
 * `n || 1` and `n && m`; `typeof n` is 'object', and `Number.isInteger(n)` is false. Arithmetic, `<` and `JSON.stringify`
 * are refused. Choose by a string or a boolean, which are compiled in, or by `cond`.
 *
 * Values that the function closes over are read when it is compiled. Inside, a tensor that depends on an argument has
 * no numbers yet: `toArray`, `item` and the like refuse it. Under `grad`, and inside another compiled function, the
 * function is called as it is, and becomes part of the surrounding computation.
 *
 * @example
 * ```ts
 * import { compile, grad, mul, sub, sum, tensor, toNested } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 *
 * const energy = (x: Tensor<readonly [2]>) => sum()(mul(x, x))
 * const descend = compile((x: Tensor<readonly [2]>, rate: number) => sub(x, mul(grad(energy)(x), rate)))
 * toNested(descend(tensor([1, 2], [2]), 0.25)) // => [0.5, 1]
 * toNested(descend(tensor([4, 8], [2]), 0.5)) // => [0, 0]
 * ```
 */
export const compile = <F extends Compilable>(f: F, options: CompileOptions = {}): F => {
  const { runtime = defaultRuntime } = checkOptions('compile', options, { runtime: true })
  return runtime.compile(f)
}

/**
 * What a compiled function runs for arguments of this form: its instructions, their shapes and bytes, and the most
 * memory that they hold at once. Compiles if necessary, and runs nothing.
 *
 * @example
 * ```ts
 * import { add, compile, exp, explain, mul, tensor } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 *
 * const f = compile((x: Tensor<readonly [2]>) => add(mul(exp(x), x), 1))
 * const { instructions, peakBytes } = explain(f, tensor([1, 2], [2]))
 * instructions.map((instruction) => instruction.name) // => ['constant', 'fused']
 * peakBytes // => 12
 * ```
 */
export const explain = <F extends Compilable>(compiled: F, ...args: Parameters<F>): Explanation => {
  const { program, backend } = planOfCompiled(compiled, args)
  return explainProgram(program, backend)
}

/**
 * Where the time of a compiled function goes for these arguments: one row per instruction with its milliseconds,
 * operations per second, bytes, and share of what the backend reaches at most. Runs the program six times, and measures
 * the limits.
 *
 * The WebAssembly backend times its own instructions, with all of its threads; on other backends each instruction is
 * run separately, so its time includes copying its operands. An instruction that a backend folds into the one before
 * takes no time of its own.
 *
 * @example
 * ```ts
 * import { compile, matmul, ones, profile, relu } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 *
 * const layer = compile((x: Tensor<readonly [32, 400]>, w: Tensor<readonly [400, 120]>) => relu(matmul(x, w)))
 * const { instructions } = profile(layer, ones([32, 400]), ones([400, 120]))
 * instructions.map(({ name, bytes }) => [name, bytes]) // => [['matmul', 258560], ['relu', 30720]]
 * ```
 */
export const profile = <F extends Compilable>(compiled: F, ...args: Parameters<F>): Profile => {
  const { plan, inputs } = callOfCompiled(compiled, args)
  return profileProgram(plan.program, plan.backend, inputs, products)
}
