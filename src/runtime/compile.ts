/**
 * @file Compilation with a runtime, the default one where none is passed.
 */
import { checkOptions } from '../core/options.ts'
import { inputsOfCompiled, planOfCompiled } from '../compile/compile.ts'
import type { Explanation } from '../compile/explain.ts'
import { explainProgram } from '../compile/explain.ts'
import type { Compilable } from '../compile/plan.ts'
import type { Profile } from '../compile/profile.ts'
import { profileProgram } from '../compile/profile.ts'
import type { Runtime } from '../compile/Runtime.ts'
import { defaultRuntime } from './defaultRuntime.ts'

/** What to compile for. */
export interface CompileOptions {
  readonly runtime?: Runtime
}

/**
 * The same function, compiled: called once for arguments of new shapes, on placeholders, and from then on run as one
 * optimized program. It takes and gives tensors, keys, numbers and plain data, and nestings of them. The numbers of
 * tensors and keys, and plain numbers, are inputs: new ones compile nothing. Strings and booleans are not.
 *
 * What the function closes over is read when it is compiled. Inside, a tensor that depends on an argument has no
 * numbers yet: `toArray`, `item` and the like refuse it. Under `grad`, and in another compiled function, the function
 * is called as it is, and becomes part of what surrounds it.
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
 * What a compiled function runs for arguments like these: its instructions, their shapes and bytes, and the most memory
 * that they hold at once. Compiles where that has not been done, and runs nothing.
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
 * Where the time of a compiled function goes for these arguments: a row per instruction with its milliseconds, operations
 * per second, bytes, and share of what the backend reaches at most. Runs the program six times, and measures the limits.
 *
 * The backend on WebAssembly times its own instructions, with the threads that it has; on others each instruction is run
 * alone, so that its operands are copied as well. An instruction that a backend computes together with the one before takes
 * no time of its own.
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
  const { program, backend } = planOfCompiled(compiled, args)
  return profileProgram(program, backend, inputsOfCompiled(compiled, args))
}
