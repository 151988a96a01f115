/** @file The functions that a visitor's rule may call, each under the name by which it is called: `rules.ts` lists them. */
import type { Tensor } from 'cotangent'
import { convTranspose2d, ones } from 'cotangent'

export {
  add,
  concat,
  conv2d,
  convTranspose2d,
  div,
  flip,
  matmul,
  mul,
  neg,
  ones,
  pad,
  reshape,
  slice,
  sub,
  sum,
  transpose,
  zeros,
} from 'cotangent'

/** stride - 1 zeros between the cells of each plane. */
export const spread =
  (stride: number) =>
  (x: Tensor): Tensor => {
    const [, planes = 1] = x.shape
    return convTranspose2d({ stride, groups: planes })(x, ones([planes, 1, 1, 1]))
  }
