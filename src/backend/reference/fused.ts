/**
 * @file fused: elementwise primitives one after another, over inputs broadcast to one shape.
 *
 *     y = the value of the last step; step k reads inputs and the values of steps before it
 *
 * Each step is its primitive's own kernel, so that fusing changes no digit here.
 */
import { sameShape } from '../../core/Shape.ts'
import { elementwise } from './elementwise.ts'
import type { Kernel, Value } from './Kernel.ts'
import { broadcastTo } from './views.ts'

export const fused: Kernel<'fused'> = ({ steps }, inputs, shape) => {
  const values = inputs.map((x): Value =>
    sameShape(x.shape, shape) ? x : { data: broadcastTo({ shape }, [x], shape), shape },
  )
  for (const { op, args } of steps) {
    // The step's name chooses kernel and arity together, which their union cannot say.
    const kernel = elementwise[op] as (params: object, inputs: readonly Value[], shape: Value['shape']) => Float64Array
    const read = args.map((k) => values[k]!)
    values.push({ data: kernel({}, read, shape), shape })
  }
  return values.at(-1)!.data
}
