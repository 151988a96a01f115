/**
 * @file What all elementwise operations share: the shape rule, and constructors of primitives and functions.
 *
 * A single operand keeps its shape. Two operands are first broadcast to a common shape by `broadcastTo`, so that the
 * pullback of an elementwise primitive sees equal shapes only, and the sum over stretched axes is written once.
 */
import type { BinaryName, UnaryName } from '../core/elementwise.ts'
import { sameShape } from '../core/Shape.ts'
import type { HasRule, SameShape } from '../core/ShapedFunction.ts'
import { broadcastShapes } from '../core/shapeRules.ts'
import type { Broadcast, BroadcastOperand } from '../core/ShapeTypes.ts'
import type { Operand, Primitive, ShapeOf, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, asTensor, ofShape } from '../core/Tensor.ts'
import { refuse, showShapes } from '../core/TensorError.ts'
import { broadcastTo } from './broadcastTo.ts'

/** Takes the cotangent `g` of `y = f(x)` to that of `x`; `null` means zero everywhere. */
export type UnaryPullback = (g: Tensor, x: Tensor, y: Tensor) => Tensor | null

/** Takes the cotangent `g` of `y = f(a, b)` to those of `a` and `b`, all of one shape. */
export type BinaryPullback = (g: Tensor, a: Tensor, b: Tensor, y: Tensor) => readonly [Tensor | null, Tensor | null]

/** The primitive of this name among those over one operand. */
type UnaryPrimitive<N extends UnaryName> = Primitive<UnaryName> & { readonly name: N }

/** The primitive of this name among those over two operands. */
type BinaryPrimitive<N extends BinaryName> = Primitive<BinaryName> & { readonly name: N }

/** An elementwise primitive over one operand. */
export const unaryPrimitive = <N extends UnaryName>(name: N, pullback: UnaryPullback): UnaryPrimitive<N> => {
  const primitive: Primitive<UnaryName> = {
    name,
    shape: (_, [x]) => x,
    pullback: (g, { inputs: [x], output }) => [pullback(g, x, output)],
  }
  return { ...primitive, name }
}

/** An elementwise primitive over two operands of one shape. */
export const binaryPrimitive = <N extends BinaryName>(name: N, pullback: BinaryPullback): BinaryPrimitive<N> => {
  const primitive: Primitive<BinaryName> = {
    name,
    shape: (_, [a, b]) =>
      sameShape(a, b) ? a : refuse(name, [a, b], { expected: 'one shape', found: showShapes([a, b]) }),
    pullback: (g, { inputs: [a, b], output }) => pullback(g, a, b, output),
  }
  return { ...primitive, name }
}

/** A function over every entry of a tensor or number. */
export interface UnaryOperation extends HasRule<SameShape> {
  <X extends Operand>(x: X): Tensor<ShapeOf<X>>
}

/** A function over two tensors or numbers, broadcast to a common shape. */
export type BinaryOperation = <A extends Operand, B extends Operand>(
  a: A,
  b: BroadcastOperand<A, B>,
) => Tensor<Broadcast<ShapeOf<A>, ShapeOf<B>>>

/** The function of a primitive over one operand. */
export const unaryOperation =
  (primitive: Primitive<UnaryName>): UnaryOperation =>
  (x) =>
    applyPrimitive(primitive, {}, [asTensor(x)])

/** The function of a primitive over two operands. */
export const binaryOperation =
  (primitive: Primitive<BinaryName>): BinaryOperation =>
  (a, b) => {
    const [x, y] = broadcastPair(primitive.name, a, b)
    return applyPrimitive(primitive, {}, [x, y])
  }

/** Two operands, broadcast to their common shape. */
const broadcastPair = (operation: string, a: Operand, b: Operand): readonly [Tensor, Tensor] => {
  const [x, y] = [asTensor(a), asTensor(b)]
  if (sameShape(x.shape, y.shape)) return [x, y]
  const stretch = broadcastTo(broadcastShapes(operation, x.shape, y.shape))
  return [stretch(x), stretch(y)]
}

/** A function of every entry, composed of other functions. */
export const composedUnary =
  (f: (x: Tensor) => Tensor): UnaryOperation =>
  (x) =>
    ofShape(f(asTensor(x)))

/** A function of two operands, broadcast to a common shape, composed of other functions. */
export const composedBinary =
  (operation: string, f: (a: Tensor, b: Tensor) => Tensor): BinaryOperation =>
  (a, b) => {
    const [x, y] = broadcastPair(operation, a, b)
    return ofShape(f(x, y))
  }
