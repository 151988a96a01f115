/** @file Planted where the random samples of laws and programs come rarely or never. */
import type { Fault } from '../Fault.ts'
import { fault } from '../Fault.ts'

const at = (file: string, name: string, find: string, replace: string): Fault =>
  fault(file, name, find, replace, 'test/laws/rareCases.test.ts')

const views = 'src/compile/passes/viewIdentities.ts'

export const rareFaults: readonly Fault[] = [
  at(
    'src/compile/passes/arithmeticIdentities.ts',
    'division by a power of two whose inverse is out of range',
    'Math.abs(exponent) <= 126',
    'Math.abs(exponent) <= 149',
  ),
  at(views, 'concat of 0 and -0', 'numbers.every((value) => Object.is(value, first))', 'numbers.every((value) => value === first)'), // prettier-ignore
  at(views, 'pad of a pad with gaps', '|| !all(inner.params.interior, 0)) return null', ') return null'),
  at(
    views,
    'slice of concat: one entry too far',
    'at(params.start, axis) >= offset && end <= offset + length',
    'at(params.start, axis) >= offset && end <= offset + length + (at(params.step, axis) > 1 ? 1 : 0)',
  ),
  at(
    views,
    'pad of the constant -0',
    "if (Object.is(values.producedBy(x, 'constant')?.params.value, 0))",
    "if (values.producedBy(x, 'constant')?.params.value === 0)",
  ),
  at('src/ops/norm.ts', 'norm: the greatest as unit of a negative order', 'p < 0 ? min({ axis: axes })(size)', 'p < -10 ? min({ axis: axes })(size)'), // prettier-ignore
  at('src/optim/rmsprop.ts', 'rms, centered: a negative variance', 'maximum(sub(square, mul(mean, mean)), zero)', 'sub(square, mul(mean, mean))'), // prettier-ignore
  at('src/nn/losses/divergence.ts', 'gaussianLoss: no slope below epsilon', 'add(v, stopGradient(sub(maximum(v, epsilon), v)))', 'maximum(v, epsilon)'), // prettier-ignore
  at(
    'src/nn/losses/divergence.ts',
    'klDivergence: the logarithm of 0',
    'mul(exp(t), where(none, zero, sub(t, x)))',
    'mul(exp(t), where(mul(none, zero), zero, sub(t, x)))',
  ),
  at('src/nn/losses/embedding.ts', 'tripletMargin: swap always', 'minimum(distance(a, n), distance(p, n))', 'distance(p, n)'), // prettier-ignore
  at('src/nn/shapedInitializers.ts', 'diracInitializer: an even kernel', 'Math.floor(side / 2)', 'Math.floor((side - 1) / 2)'), // prettier-ignore
  at('src/data/Dataset.ts', 'pixelScale: a channel of one value', '(value - centre) ** 2)) || 1)', '(value - centre) ** 2)))'), // prettier-ignore
  at(
    'src/data/augment/affine.ts',
    'randomAffine: the centre of a square',
    '[(h - 1) / 2, (w - 1) / 2] as const',
    '[(h - 1) / 2, (h - 1) / 2] as const',
  ),
  at('src/data/augment/affine.ts', 'randomAffine: one draw for both shifts', 'perImage(across, images', 'perImage(down, images'), // prettier-ignore
  at(
    'src/data/augment/colour.ts',
    'colorJitter: one draw for two',
    'perImage(second, images',
    'perImage(first, images',
  ),
  at('src/nn/recurrent.ts', 'lstm: one draw for both directions', 'within([gates * out, width])(e)', 'within([gates * out, width])(a)'), // prettier-ignore
  at('src/nn/recurrent.ts', 'lstm: one draw for both biases', 'bias_hh_l0: within([gates * out])(d)', 'bias_hh_l0: within([gates * out])(c)'), // prettier-ignore
  fault(
    'laws/framework/property.ts',
    'a kink explains any derivative',
    'comparison, equation }, explains)',
    'comparison, equation }, () => true)',
    'test/laws/framework/checkGradient.test.ts',
  ),
  at('src/train/trainStep.ts', 'accumulated: one key for all batches', 'keys[k] ?? key', 'keys[0] ?? key'),
]
