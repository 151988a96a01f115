/**
 * @file Every transform of trees, and compiled functions, tested by `treeOrder.ts`: what each takes, and whether it
 * pairs two trees.
 */
import type { Runtime } from '../../src/compile/Runtime.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaves, map, paths, zipWith } from '../../src/core/Tree.ts'
import { checkpoint } from '../../src/diff/checkpoint.ts'
import { customVjp } from '../../src/diff/customVjp.ts'
import { grad, valueAndGradWithAux } from '../../src/diff/grad.ts'
import { jacobian } from '../../src/diff/jacobian.ts'
import { hvp, innerProduct, jvp } from '../../src/diff/jvp.ts'
import { linearize } from '../../src/diff/linearize.ts'
import { scan } from '../../src/diff/scan.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { vmap } from '../../src/diff/vmap.ts'
import { concatAlong } from '../../src/ops/concat.ts'
import * as ops from '../../src/ops/index.ts'
import { compile } from '../../src/runtime/compile.ts'
import { permuted } from '../framework/arbitraries/named.ts'
import type { AnyTree } from '../framework/arbitraries/tree.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'
import type { Through } from '../kinds/treeOrder.ts'
import { othersOf, reordering, treeOrderLaws, treeSamples, treesOf } from '../kinds/treeOrder.ts'

type Scalar = Tensor<readonly []>
type Pair = readonly [AnyTree, AnyTree]
type Mapping = (tree: AnyTree) => AnyTree

/** The transforms for trees of unknown type: `Tree<T>` does not terminate for a recursive type. */
const on = { checkpoint, customVjp, grad, hvp, jvp, linearize, map, paths, scan, vjp, vmap, zipWith } as {
  readonly checkpoint: (f: Mapping) => Mapping
  readonly customVjp: (f: Mapping, pullback: (x: AnyTree) => (cotangent: AnyTree) => AnyTree) => Mapping
  readonly grad: (f: (x: AnyTree) => Scalar) => Mapping
  readonly hvp: (f: (x: AnyTree) => Scalar) => (x: AnyTree, direction: AnyTree) => AnyTree
  readonly jvp: (f: Mapping) => (x: AnyTree, tangent: AnyTree) => Pair
  readonly linearize: (f: Mapping) => (x: AnyTree) => readonly [AnyTree, Mapping]
  readonly map: (f: (t: Tensor, path: string) => Tensor) => Mapping
  readonly paths: (tree: AnyTree) => readonly (readonly [path: string, t: Tensor])[]
  readonly scan: (f: (carry: AnyTree, x: AnyTree) => Pair) => (carry: AnyTree, xs: AnyTree) => Pair
  readonly vjp: (f: Mapping) => (x: AnyTree) => readonly [AnyTree, Mapping]
  readonly vmap: <A extends readonly AnyTree[]>(f: (...xs: A) => AnyTree) => (...xs: A) => AnyTree
  readonly zipWith: (f: (a: Tensor, b: Tensor) => Tensor) => (a: AnyTree, b: AnyTree) => AnyTree
}

/** A number for a path, so that functions distinguish leaves by name. */
const weightOf = (path: string): number =>
  0.5 + (Array.from(path, (c) => c.charCodeAt(0)).reduce((a, b) => a * 3 + b, 7) % 97) / 50

const byName = (tree: AnyTree): readonly (readonly [path: string, t: Tensor])[] =>
  on.paths(tree).toSorted(([a], [b]) => (a < b ? -1 : 1))

const total = (t: Tensor): Scalar => ops.sum()(t)

const plus = (a: Scalar, b: Scalar): Scalar => ops.add(a, b)

/** A scalar of a tree. */
const energy = (tree: AnyTree): Scalar => {
  const bends = byName(tree).map(([path, t]) => total(ops.mul(ops.tanh(t), weightOf(path))))
  const cubes = byName(tree).map(([path, t]) => total(ops.mul(ops.mul(t, ops.mul(t, t)), weightOf(path) / 8)))
  const bend = bends.reduce(plus)
  return plus(ops.mul(bend, bend), cubes.reduce(plus))
}

/** A vector of a tree. */
const vectorOf = (tree: AnyTree): Tensor<readonly [2]> =>
  byName(tree)
    .map(([path, t]) => ops.mul(t, weightOf(path)) as Tensor<readonly [2]>)
    .reduce((a, b) => ops.add(a, b))

/** A tree from a tree, in which each leaf depends on all leaves; the seed determines the order of its keys. */
const spread =
  (seed: number): Mapping =>
  (tree) => {
    const all = energy(tree)
    const made = on.map((t, path): Tensor => ops.mul(ops.add(ops.mul(t, weightOf(path)), all), ops.tanh(t)))(tree)
    return permuted(made, seed)
  }

/** Three trees stacked: each leaf has an additional first axis. */
const batch: Mapping = on.map((t): Tensor => {
  const row: Tensor = ops.reshape([1, 2])(t)
  return ops.mul(row, ops.reshape([3, 1])(ops.arange(3)))
})

const valueAndPullback = (x: AnyTree, u: AnyTree): Pair => {
  const [y, pullback] = on.vjp(spread(1))(x)
  return [y, pullback(permuted(u, 2))]
}

/** A loop whose every step has another order of keys, and its gradient. */
const looped: Through = (start, xs) => {
  let steps = 0
  const step = (carry: AnyTree, entry: AnyTree): Pair => {
    steps += 1
    const next = on.zipWith((a, b): Tensor => ops.tanh(ops.add(ops.mul(a, 0.5), b)))(carry, entry)
    return [permuted(next, steps), permuted(on.map((t, path): Tensor => ops.mul(t, weightOf(path)))(next), steps + 9)]
  }
  const run = (carry: AnyTree, entries: AnyTree): Pair => on.scan(step)(carry, batch(entries))
  const loss = (pair: AnyTree): Scalar => {
    const [last, all] = run(...(pair as Pair))
    return plus(energy(last), energy(all))
  }
  return [run(start, xs), on.grad(loss)([start, xs])]
}

interface Row {
  readonly trees: number
  readonly pairs?: boolean
  readonly through: Through
}

/** Every transform. */
const transforms: Readonly<Record<string, Row>> = {
  'Tree.zipWith': { trees: 2, pairs: true, through: on.zipWith((x, y): Tensor => ops.sub(x, y)) },
  grad: { trees: 1, through: on.grad(energy) },
  valueAndGradWithAux: {
    trees: 1,
    through: (x) => {
      const both = valueAndGradWithAux((at: never) => [energy(at), spread(3)(at)] as const)
      return [...both(x as never)]
    },
  },
  vjp: { trees: 2, pairs: true, through: (x, u) => on.vjp(spread(1))(x)[1](u) },
  jvp: { trees: 2, pairs: true, through: (x, v) => [...on.jvp(spread(1))(x, v)] },
  linearize: {
    trees: 3,
    pairs: true,
    through: (x, v, w) => {
      const [y, push] = on.linearize(spread(1))(x)
      return [y, push(v), push(w)]
    },
  },
  hvp: { trees: 2, pairs: true, through: (x, v) => on.hvp(energy)(x, v) },
  innerProduct: { trees: 2, pairs: true, through: (x, y) => innerProduct(x, y) },
  jacobian: {
    trees: 2,
    pairs: true,
    through: (x, v) => {
      const along = (t: Tensor<readonly [2]>) => on.map((own): Tensor => ops.mul(own, t))(v)
      return jacobian((t: Tensor<readonly [2]>) => vectorOf(on.jvp(spread(1))(x, along(t))[1]))(ops.ones([2]))
    },
  },
  vmap: { trees: 1, through: (x) => on.vmap(spread(4))(batch(x)) },
  'vmap of a pullback': {
    trees: 2,
    pairs: true,
    through: (x, u) => on.vmap((a: AnyTree, b: AnyTree) => on.vjp(spread(1))(a)[1](b))(batch(x), batch(u)),
  },
  customVjp: {
    trees: 2,
    pairs: true,
    through: (x, u) => on.grad((at) => energy(on.customVjp(spread(5), () => () => u)(at)))(x),
  },
  checkpoint: {
    trees: 2,
    pairs: true,
    through: (x, u) => {
      const [y, pullback] = on.vjp(on.checkpoint(spread(6)))(x)
      return [y, pullback(u)]
    },
  },
  scan: { trees: 2, pairs: true, through: looped },
}

/** A function that reads its arguments by name. */
const named = (x: AnyTree, u: AnyTree): readonly [Scalar, AnyTree, Scalar] => [energy(x), on.grad(energy)(x), energy(u)]

const flat = (tree: AnyTree): Tensor => concatAlong(leaves(tree) as readonly [Tensor, ...(readonly Tensor[])], 0)

/** A sample as two trees, and as the same two with other orders of keys. */
const twice = (sample: Parameters<typeof treesOf>[0]): readonly [Pair, Pair] => {
  const trees = treesOf(sample, 2)
  return [trees, othersOf(trees, sample.seed)] as readonly [readonly AnyTree[], readonly AnyTree[]] as readonly [
    Pair,
    Pair,
  ]
}

/** The laws that, on a runtime, every transform and every compiled function pairs trees by name. */
export const transformOrderLaws = (runtime: Runtime): readonly Law[] => [
  ...Object.entries(transforms).flatMap(([name, { trees, pairs = false, through }]) =>
    treeOrderLaws(name, through, { trees, pairs, runtime }),
  ),
  ...treeOrderLaws('compile', (x, u) => [...compile(valueAndPullback, { runtime })(x, u)], { trees: 2, runtime }),
  law(
    `compile on ${runtime.name}: another order of keys compiles no other program`,
    treeSamples,
    (sample): Equation => {
      const compiled = compile(named, { runtime })
      const before = runtime.statistics().compiled
      const [trees, given] = twice(sample)
      const [right, left] = [compiled(...trees), compiled(...given)]
      return {
        left: [left, runtime.statistics().compiled - before],
        right: [right, 1],
        tolerance: reordering(runtime),
      }
    },
  ),
  law(
    `compile on ${runtime.name}: a function that reads the order of keys is itself`,
    treeSamples,
    (sample): Equation => {
      const compiled = compile(flat, { runtime })
      const [[tree], [given]] = twice(sample)
      return { left: [compiled(tree), compiled(given)], right: [flat(tree), flat(given)] }
    },
  ),
]
