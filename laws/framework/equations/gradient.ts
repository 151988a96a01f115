/**
 * @file Equations of derivatives, for any function of tensors at any point:
 *
 *     finite differences     (f(x + h v) - f(x - h v)) / 2h = J v        entry by entry, or <u, .> in one direction
 *     adjointness            <J v, u> = <v, J^T u>
 *     pullback linearity     J^T (a u + b w) = a J^T u + b J^T w
 *     second order           finite differences of  x, u -> J(x)^T u
 *     second symmetry        <D^2 f(v) w, u> = <D^2 f(w) v, u>
 *     zero cotangent         J^T u = 0
 *     compilation            compile(f) = f, and compile(J^T) = J^T
 *
 * Finite differences are computed on plain numbers in float64, and know their own error (`difference.ts`). Slopes may
 * differ by the tolerance, relative to their size if the largest is less than 1, or by that error if it is more. If the
 * error is more than the tolerance of slopes of size 1, the point is ill conditioned and inconclusive, unless the slopes
 * differ by many times as much. A point where the function has a kink (`kink.ts`) is inconclusive too.
 */
import type { Shape } from '../../../src/core/Shape.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../../src/core/Tensor.ts'
import { leaf } from '../../../src/core/Tensor.ts'
import { hvp, innerProduct, jvp } from '../../../src/diff/jvp.ts'
import { vjp } from '../../../src/diff/vjp.ts'
import { add } from '../../../src/ops/add.ts'
import { zeros } from '../../../src/ops/constant.ts'
import { mul } from '../../../src/ops/mul.ts'
import { compile } from '../../../src/runtime/compile.ts'
import { referenceRuntime } from '../../../src/runtime/referenceRuntime.ts'
import type { Equation } from '../Equation.ts'
import type { DifferenceOptions, MultiFunction, Slopes } from './slopes.ts'
import { slopesAlong } from './slopes.ts'

export type { DifferenceOptions, MultiFunction, Slopes } from './slopes.ts'

type Tensors = readonly Tensor[]

const numbersOf = (tensors: Tensors): readonly NumberArray[] => referenceRuntime.evaluate(tensors)

const dot = (a: readonly NumberArray[], b: readonly NumberArray[]): number => {
  let total = 0
  a.forEach((left, k) => {
    const right = b[k]
    for (let i = 0; i < left.length; i++) total += (left[i] ?? 0) * (right?.[i] ?? 0)
  })
  return total
}

/** The arrays that are 1 at one entry of one of these shapes, and 0 elsewhere. */
const basis = (shapes: readonly Shape[]): readonly (readonly NumberArray[])[] =>
  shapes.flatMap((shape, at) =>
    Array.from({ length: sizeOf(shape) }, (_, index) =>
      shapes.map((other, k) => {
        const unit = new Float64Array(sizeOf(other))
        if (k === at) unit[index] = 1
        return unit
      }),
    ),
  )

const shapesOf = (tensors: Tensors): readonly Shape[] => tensors.map(({ shape }) => shape)

const leavesOf = (arrays: readonly NumberArray[], like: readonly Shape[]): Tensors =>
  arrays.map((array, k) => leaf(array, like[k] ?? [array.length]))

const flat = (arrays: readonly NumberArray[]): readonly number[] => arrays.flatMap((array) => [...array])

/** Jacobians of at most this many entries are compared whole. */
const small = 60

const jacobianSlopes = (f: MultiFunction, xs: Tensors, options: DifferenceOptions): Slopes => {
  const [ys, pullback] = vjp(f)(xs)
  const outputs = shapesOf(ys)
  const rows = basis(outputs).map((unit) => flat(numbersOf(pullback(leavesOf(unit, outputs)))))
  const directions = basis(shapesOf(xs))
  const analytic = directions.map((_, column) => rows.map((row) => row[column] ?? 0))
  const size = (outputs: readonly NumberArray[]) => flat(outputs).map(Math.abs)
  return slopesAlong({ f, xs, directions, weigh: flat, size, analytic }, options)
}

const sizes = (numbers: NumberArray): NumberArray => new Float64Array(numbers).map(Math.abs)

type Cotangent = (shape: Shape, k: number) => Tensor

/** Slopes along one direction and one cotangent. */
export const directionSlopes = (
  f: MultiFunction,
  xs: Tensors,
  along: Tensors,
  cotangent: Cotangent,
  options: DifferenceOptions,
): Slopes => {
  const [ys, pullback] = vjp(f)(xs)
  const us = ys.map(({ shape }, k) => cotangent(shape, k))
  const [u, v] = [numbersOf(us), numbersOf(along)]
  const analytic = [[dot(numbersOf(pullback(us)), v)]]
  const weigh = (outputs: readonly NumberArray[]) => [dot(u, outputs)]
  const size = (outputs: readonly NumberArray[]) => [dot(u.map(sizes), outputs.map(sizes))]
  return slopesAlong({ f, xs, directions: [v], weigh, size, analytic }, options)
}

/** Slopes along every axis where the Jacobian is small, else along one direction and one cotangent. */
export const slopesOf = (
  f: MultiFunction,
  xs: Tensors,
  along: Tensors,
  cotangent: Cotangent,
  options: DifferenceOptions,
): Slopes => {
  const total = (tensors: Tensors): number => tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return total(xs) * total(f(xs)) <= small
    ? jacobianSlopes(f, xs, options)
    : directionSlopes(f, xs, along, cotangent, options)
}

/** Numeric slopes are the analytic ones, unless a kink explains the difference. */
export const slopesAgree = ({ numeric, analytic, least, uncertainty, kink }: Slopes, tolerance: number): Equation => ({
  left: numeric,
  right: analytic,
  labels: ['finite differences', 'pullback'],
  tolerance,
  least,
  finite: true,
  kink,
  ...(uncertainty === null ? {} : { uncertainty }),
})

/** Each column of the Jacobian: by central differences, and by the pullback. */
export const jacobianByDifferences = (f: MultiFunction, xs: Tensors, options: DifferenceOptions): Equation =>
  slopesAgree(jacobianSlopes(f, xs, options), options.tolerance)

/** <u, J v>: by a central difference along `v`, and as <J^T u, v>. */
export const directionByDifferences = (
  f: MultiFunction,
  xs: Tensors,
  along: Tensors,
  cotangent: Cotangent,
  options: DifferenceOptions,
): Equation => slopesAgree(directionSlopes(f, xs, along, cotangent, options), options.tolerance)

/** Finite differences: the whole Jacobian where it is small, else one direction by inner products. */
export const finiteDifferences = (
  f: MultiFunction,
  xs: Tensors,
  along: Tensors,
  cotangent: Cotangent,
  options: DifferenceOptions,
): Equation => slopesAgree(slopesOf(f, xs, along, cotangent, options), options.tolerance)

/** <J v, u> = <v, J^T u>, with J v by forward mode. */
export const adjointness = (f: MultiFunction, xs: Tensors, along: Tensors, cotangent: Tensors): Equation => {
  const [, derivative] = jvp(f)(xs, along)
  const [, pullback] = vjp(f)(xs)
  return {
    left: innerProduct(derivative, cotangent),
    right: innerProduct(along, pullback(cotangent)),
    labels: ['forward mode', 'pullback'],
    tolerance: 1e-10,
    finite: true,
  }
}

const combine = (a: number, us: Tensors, b: number, ws: Tensors): Tensors =>
  us.map((u, k): Tensor => add(mul(u, a), mul(ws[k] ?? u, b)))

/** J^T (a u + b w) = a J^T u + b J^T w. */
export const pullbackLinearity = (
  f: MultiFunction,
  xs: Tensors,
  us: Tensors,
  ws: Tensors,
  [a, b]: readonly [number, number],
): Equation => {
  const [, pullback] = vjp(f)(xs)
  return {
    left: pullback(combine(a, us, b, ws)),
    right: combine(a, pullback(us), b, pullback(ws)),
    labels: ['pullback of a sum', 'sum of pullbacks'],
    tolerance: 1e-10,
    finite: true,
  }
}

/** The derivative as a function of its own: (x, u) -> J(x)^T u, with `count` tensors in x. */
export const derivativeOf =
  (f: MultiFunction, count: number): MultiFunction =>
  (xus) =>
    vjp(f)(xus.slice(0, count))[1](xus.slice(count))

/** <D^2 f(v) w, u> = <D^2 f(w) v, u>. */
export const secondSymmetry = (f: MultiFunction, xs: Tensors, us: Tensors, vs: Tensors, ws: Tensors): Equation => {
  const along = (first: Tensors, second: Tensors) =>
    innerProduct(hvp((at: Tensors) => innerProduct(f(at), us))(xs, first), second)
  return { left: along(vs, ws), right: along(ws, vs), tolerance: 1e-9, finite: true }
}

/** J^T u = 0. */
export const zeroCotangent = (f: MultiFunction, xs: Tensors, cotangent: Tensors): Equation => {
  const cotangents = vjp(f)(xs)[1](cotangent)
  return {
    left: { inputs: cotangents.length, cotangents },
    right: { inputs: xs.length, cotangents: xs.map(({ shape }) => zeros(shape)) },
  }
}

/** A compiled function is the function, in its value and in its pullback. */
export const compilation = (f: MultiFunction, xs: Tensors, cotangent: Tensors): Equation => {
  const both = (at: Tensors, us: Tensors): readonly [Tensors, Tensors] => {
    const [ys, pullback] = vjp(f)(at)
    return [ys, pullback(us)]
  }
  return {
    left: compile(both, { runtime: referenceRuntime })(xs, cotangent),
    right: both(xs, cotangent),
    labels: ['compiled', 'not compiled'],
  }
}
