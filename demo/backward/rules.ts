/**
 * @file Rules for the pullback of a convolution in its input: the right one and three that somebody has written in haste,
 * each as a function and as the code that the visitor reads.
 */
import { conv2d, flip, slice, transpose } from 'cotangent'
import type { Tensor } from 'cotangent'
import type { RuleName } from './model.ts'

/** Images or kernels. */
type Four = Tensor<readonly [number, number, number, number]>

/** dx of dy [1, O, H', W'] and w [O, C, K, L]; stride 1, no padding. */
type Rule = (dy: Four, w: Four) => Tensor

/** The padding with which every window meets a cell of dy. */
const around = (w: Four): readonly [number, number] => [w.shape[2] - 1, w.shape[3] - 1]

const exchanged = (w: Four): Four => transpose([1, 0, 2, 3])(w)

const turned = (w: Four): Four => flip({ axis: [2, 3] })(w)

const full = (dy: Four, w: Four): Four => conv2d({ padding: around(w) })(dy, w)

export const rules: Readonly<Record<RuleName, Rule>> = {
  right: (dy, w) => full(dy, exchanged(turned(w))),
  unturned: (dy, w) => full(dy, exchanged(w)),
  oneChannel: (dy, w) => {
    const first = slice([{ start: 0, stop: 1 }])(w)
    return full(slice([{}, { start: 0, stop: 1 }])(dy), exchanged(turned(first)))
  },
  offByOne: (dy, w) => {
    const [above, beside] = around(w)
    const wide = conv2d({ padding: [above, [beside + 1, beside]] })(dy, exchanged(turned(w)))
    return slice([{}, {}, {}, { start: 0, stop: -1 }])(wide)
  },
}

/** The code of each rule, as a visitor would write it. */
export const ruleCode: Readonly<Record<RuleName, string>> = {
  right: `(dy, w) => {
  const [, , k, l] = w.shape
  const rotated = flip({ axis: [2, 3] })(w)
  const exchanged = transpose([1, 0, 2, 3])(rotated)
  return conv2d({ padding: [k - 1, l - 1] })(dy, exchanged)
}`,
  unturned: `(dy, w) => {
  const [, , k, l] = w.shape
  const exchanged = transpose([1, 0, 2, 3])(w)
  return conv2d({ padding: [k - 1, l - 1] })(dy, exchanged)
}`,
  oneChannel: `(dy, w) => {
  const [, , k, l] = w.shape
  const [dy0, w0] = [slice([{}, { stop: 1 }])(dy), slice([{ stop: 1 }])(w)]
  const exchanged = transpose([1, 0, 2, 3])(flip({ axis: [2, 3] })(w0))
  return conv2d({ padding: [k - 1, l - 1] })(dy0, exchanged)
}`,
  offByOne: `(dy, w) => {
  const [, , k, l] = w.shape
  const rotated = flip({ axis: [2, 3] })(w)
  const exchanged = transpose([1, 0, 2, 3])(rotated)
  const wide = conv2d({ padding: [k - 1, [l, l - 1]] })(dy, exchanged)
  return slice([{}, {}, {}, { stop: -1 }])(wide)
}`,
}
