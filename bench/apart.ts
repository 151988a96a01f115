/**
 * @file How far two ranks end from one, after an epoch of LeNet, and how far one rank ends from itself if it adds the
 * examples of each batch in other orders: rounding that training amplifies. In float32 and in float64.
 *
 *     mpirun -n 2 npx tsx bench/apart.ts --digits 8000 --batch 200 --rate 0.02
 */
import { Command } from 'commander'
import type { Runtime, Tensor } from 'cotangent'
import { key, makeRuntime, permutation, referenceRuntime, split, tensor, toArray, Tree, wasmBackend } from 'cotangent'
import { Dataset, mnistPixels, readMnist } from 'cotangent/data'
import type { Group } from 'cotangent/distributed'
import { alone, dataParallel, mpi, showMpiError } from 'cotangent/distributed'
import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'

const options = new Command()
  .option('--digits <count>', 'digits of the epoch', '8000')
  .option('--batch <count>', 'digits of a batch', '200')
  .option('--rate <number>', 'the learning rate', '0.02')
  .option('--momentum <number>', 'the momentum', '0.9')
  .option('--float64', 'on the reference backend, which is slow')
  .option('--orders <count>', 'other orders of the examples in each batch', '6')
  .option('--every <steps>', 'steps between the lines that are printed', '10')
  .parse()
  .opts<
    Readonly<Record<'digits' | 'batch' | 'rate' | 'momentum' | 'every' | 'orders', string>> & {
      readonly float64?: true
    }
  >()

const runtime: Runtime = options.float64 === true ? referenceRuntime : makeRuntime(wasmBackend({ threads: 1 }))
const [digits, size] = [Number(options.digits), Number(options.batch)]

/** The examples of a tensor in another order. */
const reordered = <S extends readonly number[]>(t: Tensor<S>, order: ArrayLike<number>): Tensor<S> => {
  const numbers = toArray(t, runtime)
  const each = numbers.length / order.length
  const rows = Array.from(order, (from) => [...numbers.slice(from * each, (from + 1) * each)])
  return tensor(rows.flat(), t.shape as S)
}

type Digits = Dataset<readonly [1, 28, 28]>

/** The weights after each step of an epoch, whose batches are in their own order, 0, or in another. */
function* training(group: Group, order: number, data: Digits): Generator<Float64Array, undefined, undefined> {
  const optimizer = sgd({ learningRate: Number(options.rate), momentum: Number(options.momentum) })
  const step = dataParallel(group, { metrics: 'sum', runtime })(classify(lenet, crossEntropy), optimizer)
  const [params, state] = lenet.init(key(1))
  let now = startTraining(optimizer, params, state)
  for (const batch of Dataset.batches({ size, key: key(2), pixels: mnistPixels, part: group })(data)) {
    const places = order === 0 ? null : toArray(permutation(batch.labels.shape[0])(key(order)))
    const given =
      places === null ? batch : { images: reordered(batch.images, places), labels: reordered(batch.labels, places) }
    now = runtime.run(step(now, given, split(key(3))[0]).training)
    yield Float64Array.from(Tree.leaves(now.params).flatMap((t) => [...toArray(t, runtime)]))
  }
  return undefined
}

const distance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k]!)), 0)

const made = await mpi()()
const group = E.isRight(made) ? made.right : alone
if (E.isLeft(made)) console.log(showMpiError(made.left))
const read = await readMnist('data/mnist')()
if (E.isLeft(read)) throw new RangeError(read.left._tag)
const data = Dataset.take(digits)(read.right.train)
const orders = group.rank === 0 ? Number(options.orders) : 0
const [ranks, whole] = [training(group, 0, data), training(alone, 0, data)]
const others = Array.from({ length: orders }, (_, k) => training(alone, k + 1, data))
const shown = (value: number): string => value.toExponential(1)
for (let step = 1; step <= digits / size; step++) {
  const [mine, one] = [ranks.next().value, whole.next().value]
  const all = others.map((other) => other.next().value)
  if (mine === undefined || one === undefined || group.rank > 0) continue
  if (step % Number(options.every) > 0 && step < digits / size) continue
  const selves = all.map((other) => distance(one, other ?? one)).toSorted((a, b) => a - b)
  const title = `step ${String(step).padStart(4)}  ${String(group.size)} ranks from one: ${shown(distance(mine, one))}`
  console.log(`${title}  one in other orders: ${selves.map(shown).join(' ')}`)
}
group.close()
runtime.close()
