/**
 * @file Two ranks of one thread against one rank of two threads, on training steps of LeNet and AlexNet; the time that the
 * ranks spend reducing; and what a reduction costs by its size. Beside it PyTorch's DistributedDataParallel over gloo, if
 * its build has that. `npm run bench:distributed -- --help`.
 *
 * The program starts itself as the ranks, by `mpirun`.
 */
import { Command } from 'commander'
import type { Tensor } from 'cotangent'
import { key, makeRuntime, normal, split, tensor, wasmBackend } from 'cotangent'
import type { Group } from 'cotangent/distributed'
import { dataParallel, mpi, showMpiError } from 'cotangent/distributed'
import { alexnet, lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './statistics.ts'

interface Options {
  readonly steps: string
  readonly only: string
  readonly launcher: string
  readonly alexnetBatch: string
  readonly rank?: string
  readonly threads: string
}

const options = new Command()
  .option('--steps <count>', 'steps of a turn', '10')
  .option('--only <text>', 'cases whose names contain it', '')
  .option('--alexnet-batch <count>', 'images in a batch of AlexNet, on all ranks together', '16')
  .option(
    '--launcher <words>',
    'what starts the ranks',
    'mpirun.openmpi --allow-run-as-root --oversubscribe --bind-to none',
  )
  .option('--rank <case>', 'runs as a rank of a case, or of "reduce"; used by the program itself')
  .option('--threads <count>', 'threads of a rank; used by the program itself', '1')
  .parse()
  .opts<Options>()

/** What a rank says of a case: milliseconds of a step, the median and the least, and of a reduction of all parameters. */
interface Timing {
  readonly step: number
  readonly least: number
  readonly reduce: number
}

const timed = (f: () => unknown): number => {
  const start = performance.now()
  f()
  return performance.now() - start
}

const cases = {
  LeNet: { images: 256, shape: [1, 28, 28], classes: 10 },
  AlexNet: { images: Number(options.alexnetBatch), shape: [3, 224, 224], classes: 1000 },
} as const

type CaseName = keyof typeof cases

const stepOf = async (group: Group, name: CaseName): Promise<Timing> => {
  const runtime = makeRuntime(wasmBackend({ threads: Number(options.threads) }))
  const { images, shape, classes } = cases[name]
  const own = images / group.size
  const optimizer = sgd({ learningRate: 0.001 })
  const network = name === 'LeNet' ? lenet : alexnet()
  const [params, state] = network.init(key(1))
  // The bench trains either network on images of its own shape, which their common type does not know.
  const objective = classify(network as typeof lenet, crossEntropy)
  const step =
    group.size === 1
      ? runtime.compile(trainStep(objective, optimizer))
      : dataParallel(group, { checkEvery: 1e9, metrics: 'sum', runtime })(objective, optimizer)
  const [forImages] = split(key(group.rank))
  const batch = runtime.force({
    images: normal([own, ...shape])(forImages) as Tensor as Tensor<readonly [number, 1, 28, 28]>,
    labels: tensor(
      Float32Array.from({ length: own }, (_, k) => k % classes),
      [own],
    ),
  })
  let training = startTraining(optimizer, params as never, state as never) as Parameters<typeof step>[0]
  /** A step, after which others may run, as in a training; values that are no longer reachable are found only then. */
  const once = async (): Promise<number> => {
    const time = timed(() => {
      const result = step(training, batch, key(2))
      runtime.item(result.loss)
      training = runtime.force<typeof training>(result.training as never)
    })
    // A timer would wake up the ranks at different times.
    await new Promise((resolve) => setImmediate(resolve))
    return time
  }
  for (let k = 0; k < 3; k++) await once()
  const steps: number[] = []
  for (let k = 0; k < Number(options.steps); k++) steps.push(await once())
  const reduces = Array.from({ length: Number(options.steps) }, () =>
    timed(() => group.allReduce('sum')(training.params as never)),
  )
  runtime.close()
  return { step: median(steps), least: Math.min(...steps), reduce: group.size === 1 ? 0 : median(reduces) }
}

/** Milliseconds of a reduction of so many float32 numbers, by their count. */
const reductions = (group: Group): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [1, 1_000, 61_706, 1_000_000, 16_000_000].map((count) => {
      const tree = { a: tensor(new Float32Array(count), [count]) }
      const times = Array.from({ length: count > 1e5 ? 5 : 50 }, () => timed(() => group.allReduce('sum')(tree)))
      return [String(count), median(times)]
    }),
  )

const asRank = async (task: string): Promise<void> => {
  const made = await mpi()()
  if (E.isLeft(made)) {
    process.stderr.write(`${showMpiError(made.left)}\n`)
    process.exitCode = 2
    return
  }
  const group = made.right
  const found = task === 'reduce' ? reductions(group) : await stepOf(group, task as CaseName)
  if (group.rank === 0) console.log(JSON.stringify(found))
  group.close()
}

const launched = <A>(ranks: number, task: string, threads: number): A | null => {
  const [command = '', ...words] = options.launcher.split(' ')
  const program = [process.execPath, '--import', 'tsx', fileURLToPath(import.meta.url)]
  const settings = ['--rank', task, '--threads', String(threads), '--steps', options.steps]
  const more = ['--alexnet-batch', options.alexnetBatch]
  const all = [...words, '-n', String(ranks), ...program, ...settings, ...more]
  const { stdout, stderr, status } = spawnSync(command, all, { encoding: 'utf8', timeout: 600_000 })
  if (status === 0) return JSON.parse(stdout) as A
  console.log(`${command} failed: ${stderr.split('\n')[0] ?? ''}`)
  return null
}

const shown = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 10 ? 2 : 0).padStart(8)

const compare = (name: CaseName): void => {
  const [one, two] = [launched<Timing>(1, name, 2), launched<Timing>(2, name, 1)]
  if (one === null || two === null) return
  const ratios = [one.step / two.step, one.least / two.least].map((ratio) => ratio.toFixed(2)).join(', least ')
  const title = `${name}, ${String(cases[name].images)} images`.padEnd(22)
  console.log(
    `${title} one rank ${shown(one.step)} ms  two ranks ${shown(two.step)} ms  ratio ${ratios}  reducing ${shown(two.reduce)} ms`,
  )
}

const comparePeer = (): void => {
  const script = fileURLToPath(new URL('peers/ddp.py', import.meta.url))
  const { stdout, status } = spawnSync('/usr/bin/python3', [script, options.steps], {
    encoding: 'utf8',
    timeout: 300_000,
  })
  console.log(status === 0 ? stdout.trimEnd() : 'PyTorch with gloo is not installed')
}

if (options.rank === undefined) {
  const isWanted = (name: string): boolean => name.includes(options.only)
  for (const name of ['LeNet', 'AlexNet'] as const) if (isWanted(name)) compare(name)
  if (isWanted('LeNet')) comparePeer()
  if (isWanted('reduce'))
    for (const [count, time] of Object.entries(launched<Record<string, number>>(2, 'reduce', 1) ?? {}))
      console.log(`a reduction of ${count.padStart(9)} numbers ${time.toFixed(3).padStart(10)} ms`)
} else {
  await asRank(options.rank)
}
