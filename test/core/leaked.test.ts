/** @file Tensors that a function leaves behind which was called without numbers: what the user is told of them. */
import { compile, exp, foldIn, grad, key, mul, sum, tensor, toArray, uniform, vmap } from 'cotangent'
import type { Key, Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'

const x = tensor([1, 2], [2])
const square = (v: Tensor): Tensor => mul(v, v)

/** What a function under a transform saw, taken out of it. */
const leakedBy = (run: (keep: (t: Tensor) => void) => unknown): Tensor => {
  const kept: Tensor[] = []
  run((t) => kept.push(t))
  return kept[0]!
}
const inCompile = (keep: (t: Tensor) => void) => (v: Tensor) => {
  keep(v)
  return square(v)
}
const inVmap = inCompile

const leaks: Readonly<Record<string, readonly [Tensor, RegExp]>> = {
  'an argument of compile': [
    leakedBy((keep) => compile(inCompile(keep))(x)),
    /found a placeholder left over from compile/,
  ],
  'what compile computed': [
    leakedBy((keep) => compile((v: Tensor) => (keep(exp(v)), square(v)))(x)),
    /depends on a placeholder left over from compile/,
  ],
  'a key of compile': [
    leakedBy((keep) => compile((k: Key) => (keep(uniform([2])(foldIn(k, 1))), uniform([2])(k)))(key(1))),
    /depends on a placeholder left over from compile/,
  ],
  'an example of vmap': [
    leakedBy((keep) => vmap(inVmap(keep))(x)),
    /an example, which has no numbers of its own, left over from vmap/,
  ],
  'an example of vmap in compile': [
    leakedBy((keep) => compile((v: Tensor) => vmap(inVmap(keep))(v))(x)),
    /left over from vmap/,
  ],
  'a variable of grad in compile': [
    leakedBy((keep) => compile((v: Tensor) => grad((w: Tensor) => sum()(inCompile(keep)(w)))(v))(x)),
    /left over from compile/,
  ],
}

describe.each(Object.entries(leaks))('%s, leaked', (_, [leaked, message]) => {
  it('is said to be left over, to be returned instead, and not to lie on a device', () => {
    expect(() => toArray(leaked)).toThrow(message)
    expect(() => toArray(leaked)).toThrow('return it instead')
    expect(() => toArray(mul(leaked, 2))).not.toThrow('device')
  })
})
