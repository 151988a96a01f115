/** @file Mistakes in layers and optimizers. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const batchNorm = ['test/nn/batchNorm.test.ts', 'test/conformance/pytorch.test.ts']

/** Mistakes in layers and optimizers. */
export const layerFaults: readonly Fault[] = [
  at(
    'src/ops/reshape.ts',
    'reshape: the primitive trusts whoever applies it',
    '(sizeOf(shape) === sizeOf(x) ? shape : refuseSize(x, shape))',
    '(sizeOf(shape) === -1 ? refuseSize(x, shape) : shape)',
    'test/ops/reshape.test.ts',
  ),
  at(
    'src/ops/slice.ts',
    'slice: the primitive reads beyond the end',
    'from >= 0 && to <= length',
    'from >= 0 && to <= 2 * length',
    'test/ops/slice.test.ts',
  ),
  at(
    'src/nn/checkParameter.ts',
    'layers: parameters of another length are taken',
    'sameShape(checkTensor(given, `run ${layer}`).shape, shape)',
    'checkTensor(given, `run ${layer}`).shape.length === shape.length',
    'test/nn/checkParameter.test.ts',
  ),
  at(
    'src/core/Key.ts',
    'keys: a batch is taken for one',
    'return sameShape(shape, [4])',
    'return sameShape(shape.slice(-1), [4])',
    'test/core/Key.test.ts',
  ),
  at(
    'src/ops/norm.ts',
    'norm: zeros do not count in a negative power',
    'where(isZero, literal(p < 0 ? Infinity : 0), pow(entries, literal(p)))',
    'where(isZero, zero, pow(entries, literal(p)))',
    'test/ops/norm.test.ts',
  ),
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
    'normalization: epsilon outside the root',
    'rsqrt(add(variance, literal(epsilon)))',
    'div(literal(1), add(mul(variance, rsqrt(variance)), literal(epsilon)))',
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
  at(
    'src/nn/multiHeadAttention.ts',
    'attend: the lengths take the place of the mask',
    'masks.reduce((one, other): Tensor => mul(one, other))',
    'masks.reduce((_, other): Tensor => other)',
    'test/nn/multiHeadAttention.test.ts',
  ),
  at(
    'src/nn/multiHeadAttention.ts',
    'attend: values of the queries in place of those of the memory',
    '[...projected(params, x, heads, 0, 1), ...projected(params, memory, heads, 1, 3)]',
    '[...projected(params, x, heads, 0, 1), ...projected(params, memory, heads, 1, 2), ...projected(params, memory, heads, 1, 2)]',
    'test/nn/multiHeadAttention.test.ts',
  ),
  at(
    'src/nn/checkParameter.ts',
    'recur: lengths beyond the steps',
    'length >= 0 && length <= steps',
    'length >= 0',
    'test/nn/recurrent.test.ts',
  ),
  at(
    'src/ops/random.ts',
    'categorical: the noise of another distribution',
    'sub(centered, log(neg(log(u))))',
    'sub(centered, log(u))',
    'test/ops/random.test.ts',
  ),
  at(
    'src/optim/average.ts',
    'polyakAverage: divides by the steps before',
    'div(sub(value, mean), next)',
    'div(sub(value, mean), add(next, 1))',
    'test/optim/average.test.ts',
  ),
]
