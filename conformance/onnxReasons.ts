/** @file Tests of ONNX that are known not to pass, each with its reason and with what is computed instead. */

/** What a listed test computes instead of what it expects. It is checked, so that no other mistake hides behind the list. */
export type Instead =
  /** The expected numbers, but no nearer than this. */
  | { readonly _tag: 'near'; readonly relative: number; readonly absolute: number }
  /** The expected numbers, rounded to 32 bits: those beyond their range are infinite. */
  | { readonly _tag: 'rounded' }
  /** These numbers in the first output. */
  | { readonly _tag: 'numbers'; readonly numbers: readonly number[] }
  /** Nothing: the model or its run is refused, and the message has this text. */
  | { readonly _tag: 'refused'; readonly says: string }

/** Why a test does not pass: what we compute otherwise on purpose, or what the library does not have. */
export interface OnnxReason {
  readonly reason: string
  readonly instead: Instead
  /** The backends on which it is so; all by default. */
  readonly backends?: readonly string[]
}

const notRounded = (bits: number): OnnxReason => ({
  reason: `numbers are computed in the precision of the backend, and not rounded to ${bits} bits in between`,
  // Of 10 or 7 bits of a fraction, two may be lost to roundings in between.
  instead: { _tag: 'near', relative: bits === 10 ? 2 ** -9 : 2 ** -6, absolute: bits === 10 ? 2 ** -11 : 2 ** -8 },
})

const half = notRounded(10)
const brain = notRounded(7)

const reasons: readonly (readonly [pattern: RegExp, reason: OnnxReason])[] = [
  [/celu_float16/, { ...half, backends: ['reference'] }],
  [
    /operator_(add_broadcast|add_size1_(right|singleton)_broadcast|addconstant)$/,
    {
      reason:
        'numbers of 64 bits are beyond the range of the 32 bits in which the backend computes, and become infinite',
      instead: { _tag: 'rounded' },
      backends: ['wasm', 'gpu webasm', 'gpu cpu'],
    },
  ],
  [/_to_FLOAT16|swiglu_float16|(attention|conv_with_state).*_fp16|mode3_softmax_precision/, half],
  [/_to_BFLOAT16|celu_bfloat16/, brain],
  [
    /node\/test_col2im_5d$/,
    {
      reason: 'columns are added up to images, not to volumes',
      instead: {
        _tag: 'refused',
        says: "Cannot run the node Col2Im 'output' (fold): expected two axes, found 3",
      },
    },
  ],
  [
    /node\/test_not_[234]d$/,
    {
      reason: 'version 1 of the operators is older than any of which more than one operator is tested',
      instead: { _tag: 'refused', says: 'expected version 6 to 28 of the operators, found 1' },
    },
  ],
  [
    /resize_downsample_scales_linear_align_corners$/,
    {
      reason: 'corners coincide with those of the result, and not with those of a fractional size',
      instead: { _tag: 'numbers', numbers: [1, 4] },
    },
  ],
  [
    /averagepool_2d_ceil_last_window_starts_on_pad/,
    {
      reason: 'the expected numbers are recorded with four decimals',
      instead: { _tag: 'near', relative: 0, absolute: 1e-4 },
    },
  ],
]

/** The reason for a test on a backend by its name; `null` if it is to pass. */
export const reasonFor = (name: string, backend: string): OnnxReason | null =>
  reasons.find(
    ([pattern, { backends }]) => pattern.test(name) && (backends === undefined || backends.includes(backend)),
  )?.[1] ?? null
