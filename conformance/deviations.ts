/**
 * @file Where we choose to answer otherwise than PyTorch, and why. A case listed here must really differ: one that agrees
 * is reported, so that the list cannot go stale.
 */

import type { Runtime } from 'cotangent'

/** A choice of ours, with the cases that show it, by group and name. */
export interface Deviation {
  readonly reason: string
  readonly cases: readonly string[]
  /** Whether numbers of 32 bits alone differ. */
  readonly inFloat32?: true
  /** Whether kernels of gpu.js alone differ; `false` where they alone do not. */
  readonly onGpu?: boolean
}

/** Every choice. */
export const deviations: readonly Deviation[] = [
  {
    reason:
      'Towards an infinity an activation has its limit, where PyTorch has NaN, of infinity times 0 or over itself',
    cases: [
      'math/gelu_special',
      'math/gelu_tanh_special',
      'math/silu_special',
      'math/mish_special',
      'math/softsign_special',
    ],
  },
  {
    reason:
      "PyTorch 1.13's code of NAdam multiplies one momentum in twice, against its documentation, which we and later versions follow",
    cases: ['optim/nadam_torch113', 'optim/nadam_wd_torch113'],
  },
  {
    reason:
      'A probability outside of 0 to 1 is seen when numbers are computed only: its cross-entropy is NaN, and not refused',
    cases: ['loss/bce_err_range'],
  },
  {
    reason: 'A NumPy scalar beside tensors is left out and listed, and the file read: nothing of it is ever made',
    cases: ['files/numpy_scalar'],
  },
  {
    reason: 'A divisor of one’s own is a division of sum pooling, which is not refused',
    cases: ['pool/avg_err_divisor0'],
  },
  {
    reason: 'Padding that keeps the size goes along with a stride, as in TensorFlow and ONNX',
    cases: ['conv/err_same_strided'],
  },
  {
    reason: 'There are no sparse initial weights: nothing in networks of convolutions begins so',
    cases: ['init/sparse_0.9'],
  },
  {
    reason: 'Shapes are known before numbers are computed, so none depends on how many entries a mask picks',
    cases: ['shape/masked_select'],
  },
  {
    reason: 'Of several NaN in an adaptive window the first is the winner, as for argmax; PyTorch takes the last',
    cases: ['pool/adaptive_max_nan_neginf'],
  },
  {
    reason:
      'Outside of its domain and at its poles a function that is made of others has the derivative of its parts, and signed zeros are one zero',
    cases: ['math/acosh_special', 'math/logit_special', 'math/atan2_special', 'math/xlogy_special'],
  },
  {
    reason: 'Two equal infinities share the derivative of logaddexp, which is NaN in PyTorch',
    cases: ['math/logaddexp_special'],
  },
  {
    reason: 'Images and their kernels always have a batch axis; an image without one is refused',
    cases: ['conv/unbatched_chw', 'pool/max_unbatched_chw'],
  },
  {
    reason: 'Padding is never negative: cropping is slice, and says so',
    cases: ['conv/asym_negative_crop', 'shape/pad_const_negative'],
  },
  {
    reason: 'A variance of one entry with correction 1 has no answer and is refused; PyTorch gives NaN',
    cases: ['shape/var_single_unbiased'],
  },
  {
    reason: 'Where entries along an axis tie for the largest or least, they share the derivative: as in amax',
    cases: ['shape/max_ties_dim', 'shape/min_ties_dim', 'shape/max_nan_inf_dim', 'shape/min_nan_inf_dim'],
  },
  {
    reason: 'Where NaN is the largest or least, it takes the derivative, as in max over all axes; in amax all have NaN',
    cases: ['shape/amax_nan_inf_dim', 'shape/amin_nan_inf_dim'],
    onGpu: false,
  },
  {
    reason: 'Where unpooled windows overlap, only the value that stands has a derivative; PyTorch hands it to all',
    cases: ['pool/unpool_k3_s2_overlap', 'pool/unpool_k3_s2_p1'],
  },
  {
    reason:
      'logsumexp of minus infinities is minus infinity with derivative 0, and softmax of them 0, where PyTorch has NaN',
    cases: ['math/softmax_inf', 'math/log_softmax_inf', 'math/logsumexp_inf', 'math/logsumexp_inf_keepdim'],
  },
  {
    reason: 'Powers of minus infinity follow IEEE 754: its square root by pow is infinity, where PyTorch has NaN',
    cases: ['math/pow_-0.5_special', 'math/pow_1.5_special'],
  },
  {
    reason: 'Powers of minus infinity follow IEEE 754: its square root by pow is infinity, where PyTorch has NaN',
    cases: ['math/pow_0.5_special'],
    onGpu: false,
  },
  {
    reason: 'Shading languages may take NaN for any number, so kernels of gpu.js do not look for it',
    cases: [
      'math/relu_special',
      'math/pow_tensor_special',
      'math/maximum_ties',
      'math/minimum_ties',
      'pool/nan',
      'pool/nan_overlap',
      'shape/amax_nan_inf_dim',
      'shape/amin_nan_inf_dim',
      'shape/max_nan_inf_all',
      'shape/min_nan_inf_all',
      'shape/argmax_nan_inf_dim',
      'shape/argmax_nan_inf_all',
      'shape/argmin_nan_inf_dim',
      'shape/argmin_nan_inf_all',
    ],
    onGpu: true,
  },
  {
    reason: 'A device cannot refuse: an index outside of its axis, computed or given, reads a number or none',
    cases: ['loss/ce_err_target_range', 'loss/ce_err_negative_target', 'pool/unpool_err_index', 'shape/gather_err'],
    onGpu: true,
  },
  {
    reason:
      'The standard deviation here is the square root of a variance, which has no derivative where all entries are equal',
    cases: ['shape/std_constant'],
  },
  {
    reason: 'softplus is log(1 + e^x) everywhere; PyTorch makes it straight beyond a threshold',
    cases: ['math/softplus_b2_t5', 'math/softplus_b2_t5_special'],
  },
  {
    reason: 'hardswish of minus infinity is 0, where PyTorch has NaN; NaN stays NaN in softshrink, where PyTorch has 0',
    cases: ['math/hardswish_special', 'math/softshrink_special'],
  },
]

/** The reason for a case, by group and name, on a runtime. */
export const reasonOf = (name: string, runtime: Runtime): string | null =>
  deviations.find(
    ({ cases, inFloat32 = false, onGpu }) =>
      cases.includes(name) &&
      !(inFloat32 && runtime.backend.bytesPerNumber === 8) &&
      (onGpu === undefined || onGpu === runtime.name.startsWith('gpu')),
  )?.reason ?? null
