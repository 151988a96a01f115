/**
 * @file Layers whose parameters lie in one record, as in the blocks of PyTorch's networks: each takes the parts with its
 * own names from it.
 */
import { split } from '../core/Key.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Mode, SomeLayer } from '../nn/index.ts'
import { erase, splitMode } from '../nn/Layer.ts'
import { add } from '../ops/add.ts'
import type { Network, Parts } from './Network.ts'
import { asNetwork } from './Network.ts'

/** What becomes of an input by the layers, each a function of a tensor. */
type Joining = (x: Tensor, layers: readonly ((x: Tensor) => Tensor)[]) => Tensor

const merge = (records: readonly unknown[]): Parts =>
  records.reduce<Parts>((all, record) => Object.assign({}, all, record), {})

/**
 * Layers with names that differ, in one record; `join` makes one function of theirs. Each may be applied once, since its
 * next state is that of its last application.
 */
export const inOneRecord = (given: readonly SomeLayer[], join: Joining): Network => {
  const all = given.map(erase)
  const apply = (mode: Mode) => (params: Parts, state: Parts, x: Tensor) => {
    const modes = splitMode(mode, all.length)
    const states = new Map<number, unknown>()
    const y = join(
      x,
      all.map((each, k) => (input) => {
        const [output, next] = each.apply(modes[k] ?? mode)(params, state, input)
        states.set(k, next)
        return output
      }),
    )
    return [y, merge([state, ...states.values()])] as const
  }
  return asNetwork({
    composition: { parts: given.map((layer) => ['', layer]), of: (others) => inOneRecord(others, join) },
    init: (key) => {
      const keys = split(key, all.length)
      const made = all.map((each, k) => each.init(keys[k] ?? key))
      return [merge(made.map(([params]) => params)), merge(made.map(([, state]) => state))]
    },
    apply,
  })
}

/** One after another. */
export const merged = (...layers: readonly SomeLayer[]): Network =>
  inOneRecord(layers, (x, all) => all.reduce((input, layer) => layer(input), x))

/** The sum of two layers on the same input, such as a block and the projection beside it. */
export const summed = (block: SomeLayer, beside: SomeLayer): Network =>
  inOneRecord([block, beside], (x, [first, second]) => {
    if (first === undefined || second === undefined) return x
    const [y, z] = [first(x), second(x)]
    return sameShape(y.shape, z.shape)
      ? add(y, z)
      : refuse('add', [y.shape, z.shape], {
          expected: 'a block and what is beside it of one shape',
          found: `${showShape(y.shape)} and ${showShape(z.shape)}`,
        })
  })
