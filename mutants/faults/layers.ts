/** @file Mistakes in layers and optimizers. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const batchNorm = ['test/nn/batchNorm.test.ts', 'test/conformance/pytorch.test.ts']

/** Mistakes in layers and optimizers. */
export const layerFaults: readonly Fault[] = [
  at(
    'src/nn/batchNorm.ts',
    'batchNorm: statistics not returned',
    'return [scaled(mean, variance), next] as const',
    'return [scaled(mean, variance), state] as const',
    ...batchNorm,
  ),
  at(
    'src/nn/batchNorm.ts',
    'batchNorm: the running variance takes the biased one',
    'mul(variance, count / (count - 1))',
    'mul(variance, 1)',
    ...batchNorm,
  ),
  at(
    'src/nn/batchNorm.ts',
    'batchNorm: trains with the running mean',
    'return [scaled(mean, variance), next]',
    'return [scaled(state.runningMean as Tensor, variance), next]',
    ...batchNorm,
  ),
  at(
    'src/nn/dropout.ts',
    'dropout: what is kept is not scaled',
    'kept === 0 ? 0 : 1 / kept',
    'kept === 0 ? 0 : 1',
    'test/nn/dropout.test.ts',
  ),
  at(
    'src/nn/branches.ts',
    'parallel: branches share a key',
    'branch.apply(modes[k] ?? mode)',
    'branch.apply(mode)',
    'test/nn/branches.test.ts',
  ),
  at(
    'src/ops/normalization.ts',
    'localResponseNorm: alpha not divided by the size',
    'localResponse(x, size, alpha / size, beta, k)',
    'localResponse(x, size, alpha, beta, k)',
    'test/ops/normalization.test.ts',
  ),
  at(
    'src/ops/normalization.ts',
    'normalization: eps outside the root',
    'rsqrt(add(variance, literal(eps)))',
    'div(literal(1), add(mul(variance, rsqrt(variance)), literal(eps)))',
    ...batchNorm,
  ),
  at(
    'src/optim/adam.ts',
    'adam: epsilon inside the root',
    'add(sqrt(div(square, bias2)), epsilon)',
    'sqrt(add(div(square, bias2), epsilon))',
    'test/conformance/pytorch.test.ts',
  ),
  at(
    'src/optim/moments.ts',
    'adam: stale counter',
    'return [{ step: t }, ruleAt(t)]',
    'return [{ step }, ruleAt(t)]',
    'test/conformance/pytorch.test.ts',
  ),
]
