/** @file Tests of ONNX that are known not to pass, each with its reason. */

/** Why a test does not pass: what we compute otherwise on purpose, or what the library does not have. */
export interface OnnxReason {
  readonly tag: 'deviates' | 'unsupported'
  readonly reason: string
}

const halfPrecision: OnnxReason = {
  tag: 'deviates',
  reason: 'numbers are computed in the precision of the backend, and not rounded to 16 bits in between',
}

const reasons: readonly (readonly [pattern: RegExp, reason: OnnxReason])[] = [
  [
    /(averagepool|maxpool|convtranspose)_3d|(Conv|AvgPool|MaxPool)3d/,
    { tag: 'unsupported', reason: 'windows slide over one or two axes, not three' },
  ],
  [/_to_B?FLOAT16|celu_b?float16|swiglu_float16_expanded/, halfPrecision],
  [/(attention.*|state_silu_)fp16.*expanded|mode3_softmax_precision_expanded/, halfPrecision],
  [
    /resize_downsample_(scales_linear|sizes_cubic)_antialias$/,
    { tag: 'deviates', reason: 'cells are averaged as in Pillow, and weighed otherwise in the reference of ONNX' },
  ],
  [
    /resize_downsample_scales_linear_align_corners$/,
    { tag: 'deviates', reason: 'corners coincide with those of the result, and not with those of a fractional size' },
  ],
  [
    /averagepool_2d_ceil_last_window_starts_on_pad/,
    { tag: 'deviates', reason: 'the expected numbers are recorded with four decimals' },
  ],
]

/** The reason for a test by its name; `null` if it is to pass. */
export const reasonFor = (name: string): OnnxReason | null =>
  reasons.find(([pattern]) => pattern.test(name))?.[1] ?? null
