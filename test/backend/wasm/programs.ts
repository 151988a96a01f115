/** @file Programs of an operation, to lower. */
import fc from 'fast-check'
import type { Operation } from '../../../laws/index.ts'
import { direction, drawInputs } from '../../../laws/index.ts'
import { fuse } from '../../../src/compile/passes/fuse.ts'
import type { Program } from '../../../src/compile/Program.ts'
import { structureWriter } from '../../../src/compile/structure.ts'
import { trace } from '../../../src/compile/trace.ts'
import type { Tensor } from '../../../src/core/Tensor.ts'
import { vjp } from '../../../src/diff/index.ts'

/** The program that computes these tensors. */
export const programOf = (tensors: readonly Tensor[]): Program => {
  const traced = trace(tensors, structureWriter())
  return traced.program(traced.roots)
}

/** Programs of an operation and of its gradients, as they are and fused. */
export const programsOf = ({ samples, held = [] }: Operation): readonly Program[] =>
  fc.sample(samples, { seed: 5, numRuns: 4 }).flatMap((sample) => {
    const inputs = drawInputs(sample)
    const free = inputs.filter((_, k) => !held.includes(k))
    const [value, pullback] = vjp((variables: readonly Tensor[]) => {
      const rest = [...variables]
      return sample.f(...inputs.map((input, k) => (held.includes(k) ? input : (rest.shift() ?? input))))
    })(free)
    const program = programOf([value, ...pullback(direction(value.shape, sample.seed, 0))])
    return [program, fuse(program)]
  })
