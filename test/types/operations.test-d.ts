/**
 * @file Operations in types: results have literal shapes, and what does not fit is refused by the compiler.
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Scalar, Tensor } from 'cotangent'
import {
  add,
  argmax,
  at,
  avgPool2d,
  concat,
  conv1d,
  conv2d,
  expandDims,
  grad,
  hessian,
  matmul,
  maxPool2d,
  mean,
  mul,
  ones,
  relu,
  reshape,
  softmax,
  slice,
  squeeze,
  stack,
  sum,
  tensor,
  transpose,
  valueAndGrad,
  variance,
  where,
  zeros,
} from 'cotangent'
import { expectType } from './Equal.ts'

const images = zeros([32, 1, 28, 28])
const anything: Tensor = images
const batch: number = images.shape[0]
const some = zeros([batch, 1, 28, 28])

// Leaves
expectType<Tensor<readonly [2, 2]>>()(tensor([1, 2, 3, 4], [2, 2]))
// A shape may be written with or without `readonly`.
expectType<Tensor<readonly [3]>>()(tensor([1, 2, 3]))
expectType<Tensor<readonly []>>()(tensor(1))
expectType<Tensor<readonly [2, 3]>>()(
  tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]),
)
expectType<Tensor<readonly [1, 2, 1]>>()(tensor([[[1], [2]]]))
expectType<Tensor<readonly [number]>>()(tensor(Float32Array.of(1, 2)))

// Parts
const grid = ones([4, 6, 3])
expectType<Tensor<readonly [4, 2, 3]>>()(slice([{}, { start: 1, stop: 3 }])(grid))
expectType<Tensor<readonly [1, 3, 3]>>()(slice([{ start: -1 }, { step: 2 }])(grid))
expectType<Tensor<readonly [2, 2, 0]>>()(slice([{ step: 3 }, { stop: 99, start: 4 }, { start: 2, stop: 1 }])(grid))
expectType<Tensor<readonly [4, 5, 3]>>()(slice([{ start: -99 }, { stop: -1 }])(grid))
expectType<Tensor<readonly [number, 6, 3]>>()(slice([{ start: measuredCount }])(grid))
expectType<Tensor<readonly [number, number, number]>>()(slice(someRanges)(grid))
expectType<Tensor<readonly [number, 2]>>()(slice([{ stop: 5 }, { stop: 2 }])(ones([measuredCount, 3])))
expectType<Tensor>()(slice([{}])(grid as Tensor))
// @ts-expect-error -- expected at most 1 ranges for [2], found 2
slice([{}, {}])(ones([2]))
// @ts-expect-error -- a range has a stop and no end
slice([{ end: 2 }])(ones([2]))
expectType<Tensor<readonly [6, 3]>>()(at(1)(grid))
expectType<Tensor<readonly [4, 6]>>()(at(-1, { axis: -1 })(grid))
// @ts-expect-error -- expected one of the 3 axes of [4, 6, 3], found 3
at(0, { axis: 3 })(grid)
declare const measuredCount: number
declare const someRanges: readonly { readonly start?: number }[]
declare const measured: readonly number[]
declare const rows: readonly (readonly number[])[]
expectType<Tensor<readonly [number]>>()(tensor(measured))
expectType<Tensor<readonly [number, number]>>()(tensor(rows))
expectType<Tensor<readonly [0]>>()(tensor([]))
// @ts-expect-error -- text is no number
tensor(['1'])
// @ts-expect-error -- nested arrays have a shape of their own
tensor([[1, 2]], [2])
export const written: Tensor<[2, 2]> = tensor([1, 2, 3, 4], [2, 2])

// Elementwise operations keep the shape, and broadcast
expectType<Tensor<readonly [32, 1, 28, 28]>>()(relu(images))
expectType<Tensor<readonly [32, 10]>>()(add(zeros([32, 10]), zeros([10])))
expectType<Tensor<readonly [32, 10]>>()(mul(zeros([32, 1]), zeros([1, 10])))
expectType<Tensor<readonly [3]>>()(add(zeros([3]), 1))
expectType<Tensor<readonly [3]>>()(add(1, zeros([3])))
expectType<Scalar>()(add(1, 2))
expectType<Tensor>()(add(anything, zeros([3])))
expectType<Tensor<readonly [number, 10]>>()(add(zeros([batch, 10]), zeros([10])))
expectType<Tensor<readonly [3]>>()(where(zeros([3]), 1, zeros([3])))
// @ts-expect-error cannot broadcast [32, 10] with [7]
add(zeros([32, 10]), zeros([7]))
// @ts-expect-error cannot broadcast
where(zeros([3]), zeros([2]), zeros([3]))

// Products
expectType<Tensor<readonly [32, 10]>>()(matmul(zeros([32, 400]), zeros([400, 10])))
expectType<Tensor<readonly [8, 2, 4]>>()(matmul(zeros([8, 2, 3]), zeros([3, 4])))
// @ts-expect-error cannot multiply [32, 400] by [256, 120]
matmul(zeros([32, 400]), zeros([256, 120]))

// In a pipe
expectType<Tensor<readonly [32]>>()(pipe(images, reshape([32, 784]), sum({ axis: 1 })))
expectType<Tensor<readonly [32, 784]>>()(pipe(images, reshape([32, -1])))
expectType<Tensor<readonly [32, 1]>>()(pipe(images, reshape([32, 784]), mean({ axis: -1, keepDims: true })))
expectType<Tensor<readonly [28, 28]>>()(pipe(images, sum({ axis: [0, 1] })))
expectType<Scalar>()(pipe(images, sum()))
expectType<Scalar>()(pipe(anything, sum()))
expectType<Tensor<readonly [32]>>()(pipe(zeros([32, 10]), argmax({ axis: 1 })))
expectType<Tensor<readonly [32, 10]>>()(pipe(zeros([32, 10]), softmax()))
expectType<Tensor<readonly [10]>>()(pipe(zeros([32, 10]), variance({ axis: 0 })))
// @ts-expect-error cannot reshape to [32, 100]: expected a shape of 25088 numbers
pipe(images, reshape([32, 100]))
// @ts-expect-error expected one of the 4 axes
pipe(images, sum({ axis: 4 }))

// Layout
const reversed = transpose(images)
expectType<Tensor<readonly [28, 28, 1, 32]>>()(reversed)
expectType<Tensor<readonly [32, 28, 28, 1]>>()(transpose([0, 2, 3, 1])(images))
expectType<Tensor<readonly [32, 28, 28]>>()(squeeze(1)(images))
expectType<Tensor<readonly [1, 3]>>()(expandDims(0)(zeros([3])))
expectType<Tensor<readonly [2, 7]>>()(concat({ axis: 1 })([zeros([2, 3]), zeros([2, 4])]))
expectType<Tensor<readonly [2, 3]>>()(stack({ axis: 0 })([zeros([3]), zeros([3])]))
// @ts-expect-error expected to have 1 entry
squeeze(0)(images)
// @ts-expect-error expected each axis once
transpose([0, 0, 1, 2])(images)

// Windows
expectType<Tensor<readonly [32, 6, 28, 28]>>()(conv2d({ padding: 2 })(images, zeros([6, 1, 5, 5])))
expectType<Tensor<readonly [32, 6, 12, 12]>>()(conv2d({ stride: 2 })(images, zeros([6, 1, 5, 5])))
expectType<Tensor<readonly [number, 6, 24, 24]>>()(conv2d()(some, zeros([6, 1, 5, 5])))
expectType<Tensor<readonly [1, 4, 8]>>()(conv1d()(zeros([1, 2, 10]), zeros([4, 2, 3])))
expectType<Tensor<readonly [32, 1, 14, 14]>>()(maxPool2d({ kernel: 2 })(images))
expectType<Tensor<readonly [32, 1, 13, 13]>>()(maxPool2d({ kernel: 3, stride: 2 })(images))
expectType<Tensor<readonly [32, 1, 14, 14]>>()(avgPool2d({ kernel: 3, stride: 2, ceilMode: true })(images))
// @ts-expect-error the kernel expects 3 input channels, the input has 1
conv2d()(images, zeros([6, 3, 5, 5]))
// @ts-expect-error expected a padded input of at least 31 cells
conv2d()(images, zeros([6, 1, 31, 31]))

// Derivatives
const energy = (x: Tensor<readonly [3]>): Scalar => sum()(mul(x, x))
expectType<Tensor<readonly [3]>>()(grad(energy)(zeros([3])))
expectType<Tensor<readonly [3, 3]>>()(hessian(energy)(zeros([3])))
const [value, slope] = valueAndGrad((p: { readonly w: Tensor<readonly [2]> }) => sum()(p.w))({ w: zeros([2]) })
expectType<Scalar>()(value)
expectType<Tensor<readonly [2]>>()(slope.w)
// @ts-expect-error the argument has another shape
grad(energy)(zeros([4]))
// @ts-expect-error a tree leaf is a tensor or a key
grad((p: { readonly w: Tensor; readonly name: string }) => sum()(p.w))({ w: anything, name: 'w' })

interface Parameters {
  readonly weight: Tensor<readonly [2, 3]>
  readonly layers: readonly [{ readonly bias: Tensor<readonly [3]> }]
}
const loss = ({ weight, layers: [{ bias }] }: Parameters): Scalar => sum()(add(weight, bias))
export const gradient: Parameters = grad(loss)({ weight: zeros([2, 3]), layers: [{ bias: zeros([3]) }] })
