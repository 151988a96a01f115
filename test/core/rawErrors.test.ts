/** @file What callers from JavaScript may pass by mistake: refused in the library's words, not by the engine's errors. */
import {
  compile,
  force,
  item,
  jacobian,
  mul,
  ones,
  scan,
  sum,
  tensor,
  TensorError,
  toArray,
  toNested,
  Tree,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { saveTree } from 'cotangent/checkpoint'
import { describe, expect, it } from 'vitest'

const nested = (levels: number): unknown => {
  let tree: unknown = tensor(1, [])
  for (let level = 0; level < levels; level++) tree = { a: tree }
  return tree
}

const endless: Record<string, unknown> = { x: tensor(1, []) }
endless['self'] = endless

const tooDeep = 'expected a tree of at most 1000 levels, found a deeper one, or one that contains itself'

describe('trees that are too deep, or contain themselves', () => {
  it.each<readonly [string, () => unknown]>([
    ['force', () => force(nested(20_000) as Tensor)],
    ['saveTree', () => saveTree(nested(20_000) as Tensor)],
    ['Tree.map', () => Tree.map((t) => t)(endless as never)],
    ['Tree.leavesLike', () => Tree.leavesLike(nested(2000), nested(2000))],
    ['an argument of compile', () => compile((x: unknown) => x as Tensor)(endless)],
    ['a result of compile', () => compile((_: Tensor) => endless as never)(ones([]))],
  ])('are refused by %s', (_, run) => {
    expect(run).toThrow(TensorError)
    expect(run).toThrow(tooDeep)
  })

  it('are no trees', () => {
    expect([Tree.isTree(endless), Tree.isTree(nested(20_000)), Tree.isTree(nested(1000))]).toEqual([false, false, true])
    expect(() => force(nested(900) as Tensor)).not.toThrow()
  })
})

describe('what is no tensor', () => {
  it.each<readonly [string, (x: never) => unknown]>([
    ['item', item],
    ['toArray', toArray],
    ['toNested', toNested],
  ])('is refused by %s', (_, read) => {
    for (const value of [undefined, null, 3, [1, 2], { shape: [2] }]) {
      expect(() => read(value as never)).toThrow('Cannot read the numbers of a tensor: expected a tensor, found')
    }
  })
})

describe('functions that return something else', () => {
  it('scan refuses steps that return no pair', () => {
    for (const returned of [undefined, tensor(1, []), [tensor(1, [])]]) {
      const run = (length: number) => () => scan(() => returned as never)(tensor(0, []), ones([length]))
      expect(run(2)).toThrow('Cannot loop over a tree: expected steps that return a pair [carry, value], found')
      expect(run(0)).toThrow(TensorError)
    }
  })

  it('jacobian takes a plain number for a scalar', () => {
    for (const mode of ['reverse', 'forward'] as const) {
      expect(toNested(jacobian((_: Tensor) => 3 as never, { mode })(ones([2])) as Tensor)).toEqual([0, 0])
    }
    expect(() => jacobian((_: Tensor) => 'x' as never)(ones([2]))).toThrow(TensorError)
  })
})

describe('a number among the arguments of a compiled function', () => {
  it('is refused by JSON.stringify, and by arithmetic', () => {
    const written = compile((x: Tensor, n: number) => mul(x, JSON.stringify({ n }).length))
    expect(() => written(ones([2]), 3)).toThrow('close over the number instead')
    expect(() => compile((x: Tensor, n: number) => mul(x, n + 1))(ones([2]), 3)).toThrow(TensorError)
    expect(item(sum()(compile((x: Tensor, n: number) => mul(x, n))(ones([2]), 3)))).toBe(6)
  })
})
