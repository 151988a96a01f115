/**
 * @file The part of an expression between the variables of a scope and its results, as a list. Derivatives walk it
 * backwards, vmap walks it forwards.
 */
import type { Primitive, Scope, Site, Tensor } from '../core/Tensor.ts'
import { applicationOf, dependsOn } from '../core/Tensor.ts'

/** A tensor of the expression, with what its pullback reads; kept even if the tensor releases its inputs. */
export interface TracedStep {
  readonly output: Tensor
  readonly primitive: Primitive
  readonly params: Site['params']
  readonly inputs: Site['inputs']
}

/** The steps from a scope's variables to the given results, inputs before users, without recursion. */
export const stepsTo = (
  results: readonly Tensor[],
  scope: Scope,
  variables: ReadonlySet<Tensor>,
): readonly TracedStep[] => {
  const seen = new Set<Tensor>(variables)
  const steps: TracedStep[] = []
  const stack: { readonly step: TracedStep; next: number }[] = []
  const visit = (output: Tensor): void => {
    if (seen.has(output) || !dependsOn(output, scope)) return
    seen.add(output)
    const application = applicationOf(output)
    if (application !== null) stack.push({ step: { output, ...application }, next: 0 })
  }
  for (const result of results) {
    visit(result)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.step.inputs[top.next]
      top.next += 1
      if (input !== undefined) visit(input)
      else {
        stack.pop()
        steps.push(top.step)
      }
    }
  }
  return steps
}
