/**
 * @file The soak: 10,000 compiled training steps of LeNet, and then products and convolutions of 500 shapes that were not seen
 * before; whether resident memory stays flat after a warm-up of each. Prints the memory as it goes, and fails where it grew by
 * 10 MB or more.
 */
import { Command } from 'commander'
import type { Runtime, Tensor } from 'cotangent'
import { compile, conv, force, makeRuntime, matmul, sum, vjp, wasmBackend } from 'cotangent'
import { nativeRuntime, showNativeError } from 'cotangent/native'
import * as E from 'fp-ts/lib/Either.js'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { lenetStep, random } from './lenet.ts'

const options = new Command()
  .option('--steps <count>', 'steps after the warm-up', '10000')
  .option('--warm-up <count>', 'steps before memory is read first', '2000')
  .option('--batch <count>', 'images of a step', '32')
  .option('--shapes <count>', 'shapes after a warm-up of 200 others', '500')
  .option('--backend <name>', 'wasm or native', 'wasm')
  .parse()
  .opts<{
    readonly steps: string
    readonly warmUp: string
    readonly batch: string
    readonly shapes: string
    readonly backend: string
  }>()

const mostGrowth = 10
const shapesBefore = 200

const runtimeOf = (name: string): Runtime => {
  if (name === 'wasm') return makeRuntime(wasmBackend())
  const made = nativeRuntime()
  if (E.isRight(made)) return made.right
  process.stderr.write(`${showNativeError(made.left)}\n`)
  process.exit(2)
}

const runtime = runtimeOf(options.backend)
// A heap that is not collected grows for a while wherever it can.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const megabytes = (): number => {
  collect()
  return process.memoryUsage().rss / 1e6
}

/** Does something so often, and gives by how much memory grew after the first `before` times. */
const growthOver = (what: string, before: number, count: number, every: number, act: (k: number) => void): number => {
  for (let k = 0; k < before; k++) act(k)
  const start = megabytes()
  console.log(`after ${before} ${what}: ${start.toFixed(1)} MB resident`)
  for (let done = 0; done < count; done++) {
    act(before + done)
    if ((done + 1) % every === 0) console.log(`${done + 1} ${what}: ${megabytes().toFixed(1)} MB`)
  }
  const growth = megabytes() - start
  console.log(`growth over ${count} ${what}: ${growth.toFixed(1)} MB`)
  return growth
}

/** A product and a convolution with their gradients, of a shape of their own, compiled. */
const tryShape = compile(
  (a: Tensor, b: Tensor, x: Tensor, w: Tensor) => {
    const [y, ofMatrices] = vjp(([p, q]: readonly [Tensor, Tensor]) => sum()(matmul(p, q) as Tensor))([a, b])
    const [z, ofImages] = vjp(([p, q]: readonly [Tensor, Tensor]) => sum()(conv({ padding: 1 })(p, q)))([x, w])
    return [...ofMatrices(y), ...ofImages(z)]
  },
  { runtime },
)
const shape = (k: number): void => {
  const [m, n, side] = [20 + (k % 37), 20 + (k % 41), 8 + (k % 17)]
  const [a, b] = [random([m, 60]), random([60, n])]
  const [x, w] = [random([2, 12, side, side + 3]), random([16, 12, 3, 3])]
  force(tryShape(a, b, x, w), runtime)
}

const step = lenetStep(runtime, Number(options.batch))
const growths = [
  growthOver('steps', Number(options.warmUp), Number(options.steps), 1000, step),
  growthOver('shapes', shapesBefore, Number(options.shapes), 100, shape),
]
runtime.close()
if (growths.some((growth) => growth >= mostGrowth)) process.exitCode = 1
