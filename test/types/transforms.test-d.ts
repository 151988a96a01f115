/**
 * @file Transforms in types: a map over examples adds an axis to every tensor, and refuses what is no batch of its
 * argument.
 */
import type { Key, Tensor } from 'cotangent'
import {
  checkpoint,
  grad,
  hessian,
  hvp,
  key,
  keyBatch,
  linearize,
  matmul,
  mul,
  ones,
  scan,
  sum,
  tanh,
  uniform,
  valueAndGrad,
  valueAndGradWithAux,
  vmap,
  zeros,
} from 'cotangent'
import { expectType } from './Equal.ts'

type Vector = Tensor<readonly [3]>
type Scalar = Tensor<readonly []>

const square = (x: Vector) => sum()(mul(x, x))

// gradients are of functions that return a scalar, or may
const doubled = (x: Vector) => mul(x, 2)
expectType<Vector>()(grad(square)(ones([3])))
expectType<Vector>()(grad(sum())(ones([3])))
expectType<Vector>()(grad((x: Vector, by: number) => mul(square(x), by))(ones([3]), 2))
expectType<Vector>()(grad((x: Vector): Tensor => square(x))(ones([3])))
expectType<Vector>()(grad((x: Vector, plain: boolean) => (plain ? square(x) : 1))(ones([3]), true))
// @ts-expect-error -- the function returns shape [3]
grad(doubled)
// @ts-expect-error -- the function returns shape [3]
valueAndGrad(doubled)
// @ts-expect-error -- the function returns shape [3]
valueAndGradWithAux((x: Vector) => [doubled(x), 1] as const)
// @ts-expect-error -- the function returns shape [3]
hvp(doubled)
// @ts-expect-error -- the function returns shape [3]
hessian(doubled)
// @ts-expect-error -- the function returns shape [1]
grad((x: Vector) => sum({ axis: 0, keepDims: true })(x))

// vmap adds an axis in front
expectType<Tensor<readonly [number]>>()(vmap(square)(ones([5, 3])))
expectType<Tensor<readonly [number, 3]>>()(vmap((k: Key) => uniform([3])(k))(keyBatch(key(1), 5)))
expectType<{ readonly y: Tensor<readonly [number, 3]> }>()(
  vmap(({ x }: { readonly x: Vector }) => ({ y: tanh(x) }))({ x: ones([5, 3]) }),
)
// @ts-expect-error -- a batch has one axis more than an example
vmap(square)(ones([3]))
// @ts-expect-error -- examples have three entries
vmap(square)(ones([5, 4]))
// @ts-expect-error -- two arguments are two batches
vmap((x: Vector, y: Vector) => mul(x, y))(ones([5, 3]))

// a tensor of any shape stays one
const anything: Tensor = ones([5, 3])
expectType<Tensor>()(vmap((x: Tensor): Tensor => tanh(x))(anything))

// with axes named, shapes are left to run time
expectType<Tensor<readonly [number]>>()(vmap(square, { axes: [1] })(ones([3, 5])))

// linearize and checkpoint keep the types of the function
const [y, push] = linearize((x: Vector) => matmul(ones([2, 3]), x))(ones([3]))
expectType<Tensor<readonly [2]>>()(y)
expectType<Tensor<readonly [2]>>()(push(zeros([3])))
// @ts-expect-error -- a tangent has the argument's shape
push(zeros([2]))
expectType<Scalar>()(checkpoint(square)(ones([3])))

// scan takes a first axis away and gives it back
const step = (state: Scalar, x: Vector) => [mul(state, square(x)), tanh(x)] as const
const [last, all] = scan(step)(ones([]), ones([7, 3]))
expectType<Scalar>()(last)
expectType<Tensor<readonly [number, 3]>>()(all)
// @ts-expect-error -- entries have three entries of their own
scan(step)(ones([]), ones([7, 2]))
