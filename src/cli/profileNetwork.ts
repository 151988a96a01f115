/**
 * @file `cotangent profile`: the time of each instruction of a network, slowest first.
 */
import { Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { counts, numberFromText } from '../codecs/numbers.ts'
import type { Runtime, Tensor } from '../index.ts'
import {
  compile,
  defaultRuntime,
  key,
  makeRuntime,
  normal,
  profile,
  referenceRuntime,
  valueAndGrad,
  wasmBackend,
  zeros,
} from '../index.ts'
import type { NamedNetwork } from '../models/index.ts'
import { nativeRuntime, showNativeError } from '../native/index.ts'
import { crossEntropy, evalMode, trainMode } from '../nn/index.ts'
import type { Outcome } from './networkCommand.ts'
import { answer, messageOf, networkCommand, networkOf } from './networkCommand.ts'
import type { Terminal } from './runLaws.ts'

const backends = ['wasm', 'native', 'reference'] as const

const Options = t.intersection([
  t.type({ batch: numberFromText(counts), backend: t.keyof({ wasm: null, native: null, reference: null }) }),
  t.partial({ input: t.string, gradient: t.boolean, threads: numberFromText(counts) }),
])

type Chosen = t.TypeOf<typeof Options>

const runtimeOf = ({ backend, threads }: Chosen): E.Either<string, Runtime> => {
  const given = threads === undefined ? {} : { threads }
  if (backend === 'reference') return E.right(referenceRuntime)
  if (backend === 'native') return E.mapLeft(showNativeError)(nativeRuntime(given))
  return E.right(threads === undefined ? defaultRuntime : makeRuntime(wasmBackend(given)))
}

/** The profile, as text, of the scores of a batch, or of the loss and its gradient in training. */
const profiled = ({ network }: NamedNetwork, images: Tensor, gradient: boolean, runtime: Runtime): string => {
  const made = network()
  const [params, state] = made.init(key(0))
  type Params = typeof params
  if (!gradient) {
    const scores = compile((at: Params, x: Tensor): Tensor => made.apply(evalMode)(at, state, x)[0], { runtime })
    return profile(scores, params, images).text
  }
  const labels = zeros([images.shape[0] ?? 0])
  const mode = trainMode(key(1))
  const step = compile(
    (at: Params, x: Tensor) =>
      valueAndGrad((own: Params) => crossEntropy(made.apply(mode)(own, state, x)[0], labels))(at),
    { runtime },
  )
  return profile(step, params, images).text
}

const shown = (name: string, chosen: Chosen): Outcome =>
  pipe(
    networkOf('profile', name, chosen.input),
    E.chain(({ known, sides }) =>
      pipe(
        runtimeOf(chosen),
        E.chain((runtime) =>
          E.tryCatch(
            () => profiled(known, normal([chosen.batch, ...sides])(key(2)), chosen.gradient === true, runtime),
            messageOf,
          ),
        ),
      ),
    ),
  )

/** Runs `profile` on the words after its name, and returns the exit code: 0, or 2 if there is nothing to show. */
export const profileNetwork = (words: readonly string[], terminal: Terminal): number =>
  answer(
    networkCommand('profile', 'Shows where the time of a network goes: one line per instruction, slowest first.')
      .option('--batch <count>', 'images in the batch', '1')
      .option('--gradient', 'time the loss of a training step and its gradient instead of the scores')
      .addOption(new Option('--backend <name>', 'backend that computes').choices(backends).default('wasm'))
      .option('--threads <count>', 'number of threads (default: as many as the machine runs at once)'),
    words,
    terminal,
    (name, options) =>
      pipe(
        Options.decode(options),
        E.mapLeft(() => 'Cannot use --batch and --threads: expected whole numbers, 1 or more'),
        E.chain((chosen) => shown(name, chosen)),
      ),
  )
