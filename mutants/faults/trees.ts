/** @file Mistakes in what pairs two trees: by the order of keys in place of names, or with a tree of another form. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const tests = ['test/laws/kinds/treeOrder.test.ts'] as const

/** Mistakes with trees. */
export const treeFaults: readonly Fault[] = [
  at(
    'src/core/Tree.ts',
    'trees: a leaf is paired with the one at its place',
    'Object.hasOwn(other, name) ? other[name] : undefined',
    'other[Object.keys(other)[Object.keys(own).indexOf(name)] ?? name]',
    ...tests,
  ),
  at(
    'src/core/Tree.ts',
    'trees: an entry too many goes unseen',
    'if (surplus !== undefined) unlike(',
    'if (surplus === path) unlike(',
    ...tests,
  ),
  at(
    'src/diff/vjp.ts',
    'vjp: a cotangent is taken in the order of its keys',
    'leavesLike(value, cotangent, likeValue)',
    'leaves(leavesLike(value, cotangent, likeValue).length === 0 ? value : cotangent)',
    ...tests,
  ),
  at(
    'src/diff/linearize.ts',
    'linearize: a tangent is taken in the order of its keys',
    'push(rebuild(x, leavesLike(x, tangent, likeArgument)))',
    'push(rebuild(x, leaves(leavesLike(x, tangent, likeArgument).length === 0 ? x : tangent)))',
    ...tests,
  ),
  at(
    'src/diff/customVjp.ts',
    'customVjp: what the pullback gives is taken in the order of its keys',
    'leavesLike(x, answered(curried(pullback(x, y))(cotangent)), likeArgument)',
    'leaves(leavesLike(x, x, likeArgument).length === 0 ? x : answered(pullback(x, y)(cotangent)))',
    ...tests,
  ),
  at(
    'src/diff/scan.ts',
    'scan: values of a step are taken in the order of their keys',
    'values.map((y) => leavesLike(form, y, likeFirstValue))',
    'values.map((y) => leaves(leavesLike(form, y, likeFirstValue).length === 0 ? form : y))',
    ...tests,
  ),
  at(
    'src/optim/perTensor.ts',
    'optimizers: what is held for parameters is taken in the order of its keys',
    'tensorsOf<P>(rebuild(form, leavesLike(',
    'tensorsOf<P>(form === tree ? form : tree) ?? tensorsOf<P>(rebuild(form, leavesLike(',
    ...tests,
  ),
  at(
    'src/train/trainStep.ts',
    'accumulated: metrics of batches are taken in the order of their keys',
    'all.map(({ metrics }) => leavesLike(first.metrics, metrics, likeFirst))',
    'all.map(({ metrics }) => leaves(leavesLike(first.metrics, metrics, likeFirst).length === 0 ? first.metrics : metrics))',
    ...tests,
  ),
  at(
    'src/compile/arguments.ts',
    'compile: leaves are numbered in the order of keys',
    '.toSorted((a, b) => (a.name < b.name ? -1 : 1))',
    '.toSorted(() => 0)',
    ...tests,
  ),
  at(
    'src/diff/customVjp.ts',
    'customVjp: a cotangent of another shape passes',
    "name: 'the cotangent',\n  shaped: true,",
    "name: 'the cotangent',",
    'test/diff/customVjp.test.ts',
  ),
  at(
    'src/ops/broadcastTo.ts',
    'sumTo: axes are added behind',
    'reshapeTo(sumAxes(x, broadcastAxes(shape, x.shape)), shape)',
    'reshapeTo(sumAxes(x, broadcastAxes(shape.toReversed(), x.shape)), shape)',
    'test/ops/sumTo.test.ts',
  ),
]
