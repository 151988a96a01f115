/**
 * @file The five most likely classes of an image, by a network with given weights:
 * `npm run example:classify -- --help`.
 *
 * Weights are a PyTorch state_dict, such as torchvision provides for these networks, or safetensors with the same
 * names.
 */
import { Command } from 'commander'
import type { Tensor } from 'cotangent'
import { div, key, softmax, sub, tensor, toArray, topK } from 'cotangent'
import {
  decodeSafetensors,
  decodeStateDict,
  fromTorchNames,
  loadNetwork,
  readFile,
  showCheckpointError,
} from 'cotangent/checkpoint'
import { decodeImage, resized, showDecodeError } from 'cotangent/data'
import { networks } from 'cotangent/models'
import { evalMode } from 'cotangent/nn'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'

const command = new Command('classify')
  .description('Prints the five most likely classes of an image.')
  .argument('<image>', 'a PNG or JPEG file')
  .requiredOption('--weights <file>', 'a state_dict (.pth) or a safetensors file')
  .option('--network <name>', Object.keys(networks).join(', '), 'alexnet')
  .option('--labels <file>', 'names of the classes, one per line')
  .parse()
const [path = ''] = command.args
const flags = command.opts<{ readonly weights: string; readonly network: string; readonly labels?: string }>()

const end = (line: string): never => {
  console.error(line)
  return process.exit(2)
}
const bytesOf = async (file: string): Promise<Uint8Array> => {
  const bytes = await readFile(file)()
  return E.isRight(bytes) ? bytes.right : end(showCheckpointError(bytes.left))
}

const known = networks[flags.network] ?? end(`There is no network ${flags.network}`)
const network = known.network()
const weights = await bytesOf(flags.weights)
const tensors = pipe(
  /\.safetensors$/.test(flags.weights)
    ? E.Functor.map(decodeSafetensors(weights), (read) => read.tensors)
    : decodeStateDict()(weights),
  E.map(fromTorchNames),
  E.chain(loadNetwork(network.init(key(0)), { ignore: (name) => /^aux\d/.test(name) })),
)
const [params, state] = E.isRight(tensors) ? tensors.right : end(showCheckpointError(tensors.left))

const [channels = 3, height = 224, width = 224] = known.input
const read = decodeImage(await bytesOf(path))
const image = E.isRight(read) ? resized(read.right, height, width) : end(`${path}: ${showDecodeError(read.left)}`)

/** The scaling that torchvision's networks were trained with: bytes to 0 .. 1, then a mean and deviation per channel. */
const scale =
  channels === 3 ? { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } : { mean: [0.1307], std: [0.3081] }
const planes = image.planes.slice(0, channels * height * width)
const perChannel = (numbers: readonly number[]): Tensor => tensor(numbers, [channels, 1, 1])
const x = div(
  sub(div(tensor(planes, [1, channels, height, width]), 255), perChannel(scale.mean)),
  perChannel(scale.std),
)

const [scores] = network.apply(evalMode)(params, state, x)
const { values, indices } = topK(Math.min(5, scores.shape[1] ?? 1))(softmax()(scores))
const names = flags.labels === undefined ? [] : new TextDecoder().decode(await bytesOf(flags.labels)).split('\n')
const [shares, places] = [toArray(values), toArray(indices)]
places.forEach((place, k) => {
  console.log(`${(100 * (shares[k] ?? 0)).toFixed(2).padStart(6)} %  ${names[place]?.trim() ?? `class ${place}`}`)
})
