/**
 * @file The peak of resident memory over training steps of a network on two images of 224 x 224: loss, gradient and plain
 * gradient descent. Prints megabytes after the initial parameters, after each step, and the peak. `peers/memory.py` does
 * the same in PyTorch. Linux only.
 */
import { Command } from 'commander'
import type { Runtime, Tensor } from 'cotangent'
import { compile, force, item, key, makeRuntime, mul, sub, tensor, Tree, valueAndGrad, wasmBackend } from 'cotangent'
import type { Network } from 'cotangent/models'
import { alexnet, asNetwork, vgg16 } from 'cotangent/models'
import { crossEntropy, trainMode } from 'cotangent/nn'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { random } from './lenet.ts'

const options = new Command()
  .option('--network <name>', 'alexnet or vgg16', 'alexnet')
  .option('--steps <count>', 'training steps', '6')
  .option('--batch <count>', 'images of a step', '2')
  .option('--loaded', 'parameters as arrays, as they come from a file; otherwise they are drawn')
  .option('--at-once', 'all steps in one synchronous loop')
  .parse()
  .opts<{
    readonly network: string
    readonly steps: string
    readonly batch: string
    readonly loaded?: boolean
    readonly atOnce?: boolean
  }>()

const megabytes = (name: 'VmHWM' | 'VmRSS'): string => {
  const line = new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))
  return (Number(line?.[1]) / 1024).toFixed(0)
}

const report = (what: string, loss?: number): void =>
  console.log(
    `${what.padEnd(12)} now ${megabytes('VmRSS')} MB, peak ${megabytes('VmHWM')} MB` +
      (loss === undefined ? '' : `, loss ${loss.toFixed(4)}`),
  )

/** Initial parameters, which nobody else holds. */
const start = (runtime: Runtime, network: Network) => {
  const [drawn] = network.init(key(0))
  const params = options.loaded === true ? Tree.map((t: Tensor) => random(t.shape, 0.02))(drawn) : drawn
  return force(params, runtime)
}

const train = async (runtime: Runtime, network: Network, batch: number): Promise<void> => {
  let params = start(runtime, network)
  const [, state] = network.init(key(0))
  const images = random([batch, 3, 224, 224])
  const labels = tensor(
    Array.from({ length: batch }, (_, k) => k),
    [batch],
  )
  report('parameters')
  const step = compile(
    (weights: typeof params, x: Tensor) => {
      const lossOf = (at: typeof params) => crossEntropy(network.apply(trainMode(key(1)))(at, state, x)[0], labels)
      const [loss, gradient] = valueAndGrad(lossOf)(weights)
      return { loss, next: Tree.zipWith((w: Tensor, g: Tensor) => sub(w, mul(g, 0.01)))(weights, gradient) }
    },
    { runtime },
  )
  for (let k = 0; k < Number(options.steps); k++) {
    const begin = performance.now()
    const { loss, next } = step(params, images)
    params = next
    report(`step ${String(k)}, ${(performance.now() - begin).toFixed(0)} ms`, item(loss, runtime))
    if (options.atOnce !== true) await setImmediate()
  }
}

const made = asNetwork(options.network === 'vgg16' ? vgg16() : alexnet())
await train(makeRuntime(wasmBackend()), made, Number(options.batch))
