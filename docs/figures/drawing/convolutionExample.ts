/** @file The numbers of the pages on convolution: an image, a kernel and a cotangent, and what the library makes of them. */
import { conv2d, flip, grad, mul, pad, sum, tensor, toArray } from 'cotangent'
import type { Tensor } from 'cotangent'
import type { Numbers } from './slidingSteps.ts'

type Image = Tensor<readonly [number, number, number, number]>

const imageOf = (numbers: Numbers): Image => tensor(numbers.flat(), [1, 1, numbers.length, numbers[0]?.length ?? 0])

/** The rows of an image. */
export const rowsOf = (image: Tensor): Numbers => {
  const [, , rows = 0, columns = 0] = image.shape
  const entries = Array.from(toArray(image))
  return Array.from({ length: rows }, (_, row) => entries.slice(row * columns, (row + 1) * columns))
}

/** An image, a kernel, the cotangent of the output, and the stride. */
export interface Example {
  readonly x: Numbers
  readonly w: Numbers
  readonly dy: Numbers
  readonly stride: number
}

export const plain: Example = {
  x: [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ],
  w: [
    [1, 2],
    [3, 4],
  ],
  dy: [
    [1, -1],
    [0, 2],
  ],
  stride: 1,
}

export const strided: Example = {
  x: [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 1, 2, 3],
    [4, 5, 6, 7],
  ],
  w: plain.w,
  dy: plain.dy,
  stride: 2,
}

/** The output, and the cotangents of the image and of the kernel by `grad`. */
export const computed = ({ x, w, dy, stride }: Example) => {
  const [image, kernel] = [imageOf(x), imageOf(w)]
  const loss = (t: Image, k: Image) => sum()(mul(imageOf(dy), conv2d({ stride })(t, k)))
  return {
    y: rowsOf(conv2d({ stride })(image, kernel)),
    dx: rowsOf(grad((t: Image) => loss(t, kernel))(image)),
    dw: rowsOf(grad((k: Image) => loss(image, k))(kernel)),
  }
}

/** The kernel rotated by 180 degrees. */
export const rotated = (w: Numbers): Numbers => rowsOf(flip({ axis: [2, 3] })(imageOf(w)))

/** The cotangent with zeros between its cells, and a border as wide as the kernel less one. */
export const spread = ({ w, dy, stride }: Example): Numbers => {
  const side = stride * (dy.length - 1) + 1
  const between = Array.from({ length: side }, (_, i) =>
    Array.from({ length: side }, (_, j) => dy[i / stride]?.[j / stride] ?? 0),
  )
  const border = w.length - 1
  return rowsOf(pad({ padding: [border, border] })(imageOf(between)))
}
