/**
 * @file Equations of derivatives, for any function of tensors at any point:
 *
 *     finite differences     (f(x + h v) - f(x - h v)) / 2h = J v        entry by entry, or <u, .> in one direction
 *     adjointness            <J v, u> = <v, J^T u>
 *     pullback linearity     J^T (a u + b w) = a J^T u + b J^T w
 *     second order           finite differences of  x, u -> J(x)^T u
 *     second symmetry        <D^2 f(v) w, u> = <D^2 f(w) v, u>
 *     zero cotangent         J^T u = 0
 *
 * Finite differences are computed on plain numbers in float64. Two steps, h and 2h, give two estimates: where they
 * disagree the point is ill conditioned, and says nothing.
 */
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { hvp, innerProduct, jvp } from '../../src/diff/jvp.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { add } from '../../src/ops/add.ts'
import { zeros } from '../../src/ops/constant.ts'
import { mul } from '../../src/ops/mul.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Equation } from '../Equation.ts'

type Tensors = readonly Tensor[]

/** A function of tensors to tensors. */
export type MultiFunction = (xs: Tensors) => Tensors

const numbersOf = (tensors: Tensors): readonly NumberArray[] => referenceRuntime.evaluate(tensors)

const dot = (a: readonly NumberArray[], b: readonly NumberArray[]): number => {
  let total = 0
  a.forEach((left, k) => {
    const right = b[k]
    for (let i = 0; i < left.length; i++) total += (left[i] ?? 0) * (right?.[i] ?? 0)
  })
  return total
}

/** (f(x + h v) - f(x - h v)) / 2h, computed. */
const centralDifference = (f: MultiFunction, xs: Tensors, vs: readonly NumberArray[], step: number) => {
  const values = numbersOf(xs)
  const moved = (by: number): readonly NumberArray[] =>
    numbersOf(
      f(
        xs.map(({ shape }, k) => {
          const [x, v] = [values[k] ?? [], vs[k] ?? []]
          return leaf(
            Float64Array.from({ length: x.length }, (_, i) => (x[i] ?? 0) + by * (v[i] ?? 0)),
            shape,
          )
        }),
      ),
    )
  const [above, below] = [moved(step), moved(-step)]
  return above.map((y, k) =>
    Float64Array.from({ length: y.length }, (_, i) => ((y[i] ?? 0) - (below[k]?.[i] ?? 0)) / (2 * step)),
  )
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

/** How a finite difference is taken and judged. */
export interface DifferenceOptions {
  readonly step: number
  readonly tolerance: number
  /** Whether the step makes no error, so that there is nothing to compare estimates for. */
  readonly exact: boolean
}

/** Jacobians of at most this many entries are compared whole. */
const small = 60

const wholeJacobian = (f: MultiFunction, xs: Tensors, step: number) =>
  basis(shapesOf(xs)).map((unit) => flat(centralDifference(f, xs, unit, step)))

const columnsOf = (f: MultiFunction, xs: Tensors): readonly (readonly number[])[] => {
  const [ys, pullback] = vjp(f)(xs)
  const outputs = shapesOf(ys)
  const rows = basis(outputs).map((unit) => flat(numbersOf(pullback(leavesOf(unit, outputs)))))
  const inputs = shapesOf(xs).reduce((total, shape) => total + sizeOf(shape), 0)
  return Array.from({ length: inputs }, (_, column) => rows.map((row) => row[column] ?? 0))
}

/** Each column of the Jacobian: by central differences, and by the pullback. */
export const jacobianByDifferences = (f: MultiFunction, xs: Tensors, options: DifferenceOptions): Equation => {
  const { step, tolerance, exact } = options
  const left = wholeJacobian(f, xs, step)
  return {
    left,
    right: columnsOf(f, xs),
    tolerance,
    finite: true,
    ...(exact ? {} : { estimates: [left, wholeJacobian(f, xs, 2 * step)] as const }),
  }
}

/** <u, J v>: by a central difference along `v`, and as <J^T u, v>. */
export const directionByDifferences = (
  f: MultiFunction,
  xs: Tensors,
  along: Tensors,
  cotangent: (shape: Shape, k: number) => Tensor,
  { step, tolerance, exact }: DifferenceOptions,
): Equation => {
  const [ys, pullback] = vjp(f)(xs)
  const us = ys.map(({ shape }, k) => cotangent(shape, k))
  const [u, v] = [numbersOf(us), numbersOf(along)]
  const estimate = (h: number): number => dot(u, centralDifference(f, xs, v, h))
  const left = estimate(step)
  return {
    left,
    right: dot(numbersOf(pullback(us)), v),
    tolerance,
    finite: true,
    ...(exact ? {} : { estimates: [left, estimate(2 * step)] as const }),
  }
}

/** Finite differences: the whole Jacobian where it is small, else one direction by inner products. */
export const finiteDifferences = (
  f: MultiFunction,
  xs: Tensors,
  along: Tensors,
  cotangent: (shape: Shape, k: number) => Tensor,
  options: DifferenceOptions,
): Equation => {
  const total = (tensors: Tensors): number => tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return total(xs) * total(f(xs)) <= small
    ? jacobianByDifferences(f, xs, options)
    : directionByDifferences(f, xs, along, cotangent, options)
}

/** <J v, u> = <v, J^T u>, with J v by forward mode. */
export const adjointness = (f: MultiFunction, xs: Tensors, along: Tensors, cotangent: Tensors): Equation => {
  const [, derivative] = jvp(f)(xs, along)
  const [, pullback] = vjp(f)(xs)
  return {
    left: innerProduct(derivative, cotangent),
    right: innerProduct(along, pullback(cotangent)),
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
export const zeroCotangent = (f: MultiFunction, xs: Tensors, cotangent: Tensors): Equation => ({
  left: vjp(f)(xs)[1](cotangent),
  right: xs.map(({ shape }) => zeros(shape)),
})
