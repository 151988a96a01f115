/**
 * @file Networks that were exported and imported again, beside the library's own form and onnxruntime's WebAssembly build on as
 * many threads, in turns within one run. Run `npm --prefix conformance/onnxruntime ci` first.
 */
import { Command } from 'commander'
import { compile, force, makeRuntime, tensor, wasmBackend } from 'cotangent'
import type { Tensor } from 'cotangent'
import { alexnet, asNetwork, resnet18, vgg16 } from 'cotangent/models'
import type { Network, Parts } from 'cotangent/models'
import { evalMode } from 'cotangent/nn'
import type { TensorsByName } from 'cotangent/onnx'
import { decodeOnnx, exportNetwork, onnxNetwork, showOnnxError, showOnnxExportError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { availableParallelism } from 'node:os'
import { drawnFor, noise } from '../conformance/onnxruntime/networks.ts'
import { onnxruntime } from '../conformance/onnxruntime/session.ts'
import type { Onnxruntime } from '../conformance/onnxruntime/session.ts'
import { median } from './statistics.ts'

const options = new Command()
  .option('--only <text>', 'networks whose names contain this', '')
  .option('--threads <count>', 'threads of each', String(availableParallelism()))
  .option('--rounds <count>', 'turns of each', '5')
  .option('--batch <count>', 'images', '1')
  .parse()
  .opts<{ readonly only: string; readonly threads: string; readonly rounds: string; readonly batch: string }>()

const threads = Number(options.threads)
const shape = [Number(options.batch), 3, 224, 224]
const runtime = makeRuntime(wasmBackend({ threads }))

const networks: Readonly<Record<string, () => Network>> = {
  AlexNet: () => asNetwork(alexnet()),
  'ResNet-18': () => asNetwork(resnet18()),
  'VGG-16': () => asNetwork(vgg16()),
}

type Run = () => unknown

const failed = (line: string): never => {
  throw new Error(line)
}

/** A network in its own form, imported, and in onnxruntime: the same weights, and the same image. */
const formsOf = async (ort: Onnxruntime, network: Network): Promise<readonly Run[]> => {
  const [params, state] = drawnFor(network)
  const file = exportNetwork(network, params, state, shape)
  const bytes = E.isRight(file) ? file.right : failed(showOnnxExportError(file.left))
  const read = E.chain(onnxNetwork())(decodeOnnx(bytes))
  const imported = E.isRight(read) ? read.right : failed(showOnnxError(read.left))
  const numbers = noise(
    shape.reduce((a, b) => a * b),
    1,
  )
  const image = tensor(numbers, shape)
  const own = compile((p: Parts, s: Parts, x: Tensor) => network.apply(evalMode)(p, s, x)[0], { runtime })
  const again = compile(
    (p: TensorsByName, s: TensorsByName, input: Tensor) => imported.apply(evalMode)(p, s, { input })[0],
    { runtime },
  )
  const session = await ort.load(bytes)
  const fed = ort.floats(numbers, shape)
  return [
    () => force(own(params, state, image), runtime),
    () => force(again(imported.params, imported.state, image), runtime),
    () => session.run({ input: fed }),
  ]
}

/** The median milliseconds of each function, in turns. */
const timed = async (runs: readonly Run[]): Promise<readonly number[]> => {
  const times = runs.map((): number[] => [])
  for (let round = -1; round < Number(options.rounds); round++) {
    for (const [k, run] of runs.entries()) {
      const start = performance.now()
      await run()
      if (round >= 0) times[k]?.push(performance.now() - start)
    }
  }
  return times.map(median)
}

const ort = await onnxruntime(threads)
if (ort === null) {
  console.error('Cannot load onnxruntime-web: run npm --prefix conformance/onnxruntime ci first')
  process.exit(2)
}
console.log(`${String(threads)} threads, batch ${options.batch}; milliseconds`)
console.log('network      own form   imported   onnxruntime-web   onnxruntime / imported')
for (const [name, network] of Object.entries(networks).filter(([one]) => one.includes(options.only))) {
  const [own = NaN, again = NaN, theirs = NaN] = await timed(await formsOf(ort, network()))
  const cells = [own.toFixed(1).padStart(8), again.toFixed(1).padStart(10), theirs.toFixed(1).padStart(17)]
  console.log(name.padEnd(12), ...cells, (theirs / again).toFixed(2).padStart(24))
}
process.exit()
