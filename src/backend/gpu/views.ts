/**
 * @file Shape primitives: each output reads one entry, or none.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { coordinates, decimal, place, placeAt, placeBroadcast, quotient } from './source.ts'
import type { KernelLowering, Read, KernelStep } from './Step.ts'
import { input, result, step } from './Step.ts'

const read = (output: Shape, at: string): readonly KernelStep[] => [
  step(sizeOf(output), ['x'], `${coordinates(output)}\nreturn x[${at}];`),
]

export const transpose: KernelLowering<'transpose'> = ({ permutation }, [shape], output) => {
  const strides = stridesOf(shape!)
  return read(output, place(permutation.map((axis, k) => [`i${String(k)}`, strides[axis]!])))
}

export const broadcastTo: KernelLowering<'broadcastTo'> = (_, [shape], output) =>
  read(output, placeBroadcast(shape!, output.length))

export const slice: KernelLowering<'slice'> = ({ start, step: by }, [shape], output) => {
  const strides = stridesOf(shape!)
  const first = start.reduce((sum, from, axis) => sum + from * strides[axis]!, 0)
  return read(
    output,
    place(
      by.map((stride, axis) => [`i${String(axis)}`, stride * strides[axis]!]),
      first,
    ),
  )
}

export const flip: KernelLowering<'flip'> = ({ axes }, [shape], output) => {
  const strides = stridesOf(shape!)
  const last = axes.reduce((sum, axis) => sum + (shape![axis]! - 1) * strides[axis]!, 0)
  const terms = output.map(
    (_, axis) => [`i${String(axis)}`, axes.includes(axis) ? -strides[axis]! : strides[axis]!] as const,
  )
  return read(output, place(terms, last))
}

export const pad: KernelLowering<'pad'> = ({ low, interior }, [shape], output) => {
  if (sizeOf(shape!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  const along = shape!.map((length, axis) => {
    const [i, by] = [`i${String(axis)}`, interior[axis]! + 1]
    const j = `j${String(axis)}`
    return `const ${j}f = ${i} - ${decimal(low[axis]!)};
    const ${j} = ${quotient(`${j}f`, by)};
    if (${j} < 0.0 || ${j} > ${decimal(length - 1)} || ${j} * ${decimal(by)} != ${j}f) { inside = 0.0; }`
  })
  return [
    step(
      sizeOf(output),
      ['x'],
      `${coordinates(output)}
      let inside = 1.0;
      ${along.join('\n')}
      let value = 0.0;
      if (inside > 0.5) { value = x[${placeAt(shape!, (axis) => `j${String(axis)}`)}]; }
      return value;`,
    ),
  ]
}

const withLength = (shape: Shape, axis: number, length: number): Shape =>
  shape.map((own, k) => (k === axis ? length : own))

/** Two arrays, concatenated along an axis. */
const join = (axis: number, first: Shape, second: Shape, reads: readonly [Read, Read]): KernelStep => {
  const length = first[axis]!
  const output = withLength(first, axis, length + second[axis]!)
  const i = `i${String(axis)}`
  const strides = stridesOf(second)
  const behind = place(
    second.map((_, k) => [`i${String(k)}`, strides[k]!]),
    -length * strides[axis]!,
  )
  return step(
    sizeOf(output),
    ['a', 'b'],
    `${coordinates(output)}
    let value = 0.0;
    if (${i} < ${decimal(length)}) { value = a[${placeAt(first)}]; } else { value = b[${behind}]; }
    return value;`,
    reads,
  )
}

export const concat: KernelLowering<'concat'> = ({ axis }, inputs) => {
  const parts = inputs.flatMap((shape, index) => (sizeOf(shape) === 0 ? [] : [{ shape, index }]))
  const [first, ...others] = parts
  if (first === undefined) return []
  if (others.length === 0) {
    return [step(sizeOf(first.shape), ['x'], 'return x[this.thread.x];', [input(first.index)])]
  }
  const steps: KernelStep[] = []
  let sofar = first.shape
  for (const { shape, index } of others) {
    const before = steps.length === 0 ? input(first.index) : result(steps.length - 1)
    steps.push(join(axis, sofar, shape, [before, input(index)]))
    sofar = withLength(sofar, axis, sofar[axis]! + shape[axis]!)
  }
  return steps
}
