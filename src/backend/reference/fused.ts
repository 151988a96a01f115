/**
 * @file fused: elementwise primitives one after another, over inputs broadcast to one shape.
 *
 *     y = the value of the last step; step k reads inputs and the values of steps before it
 *
 * Each step is its primitive's own kernel, so that fusing changes no digit here.
 */
import type { ElementwiseName } from '../../core/elementwise.ts'
import type { Shape } from '../../core/Shape.ts'
import { sameShape } from '../../core/Shape.ts'
import { elementwise } from './elementwise.ts'
import type { Kernel, Value } from './Kernel.ts'
import { inputsOf } from './Kernel.ts'
import { broadcastTo } from './views.ts'

const computed = <N extends ElementwiseName>(op: N, read: readonly Value[], shape: Shape): Float64Array =>
  elementwise[op]({}, inputsOf<N>(read), shape)

export const fused: Kernel<'fused'> = ({ steps }, inputs, shape) => {
  const values = inputs.map((x): Value =>
    sameShape(x.shape, shape) ? x : { data: broadcastTo({ shape }, [x], shape), shape },
  )
  for (const { op, args } of steps) {
    const read = args.map((k) => values[k]!)
    values.push({ data: computed(op, read, shape), shape })
  }
  return values.at(-1)!.data
}
