/**
 * @file Conformance with onnxruntime: what this library exports gives the same numbers there, and models that npm packages ship
 * give the same numbers here. `npm run conformance:onnxruntime`, after `npm --prefix conformance/onnxruntime ci`.
 */
import { compile, tensor, toArray } from 'cotangent'
import type { Shape, Tensor } from 'cotangent'
import { evalMode } from 'cotangent/nn'
import { decodeOnnx, exportNetwork, onnxNetwork, showOnnxError, showOnnxExportError } from 'cotangent/onnx'
import type { TensorsByName } from 'cotangent/onnx'
import type { Parts } from 'cotangent/models'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { drawnFor, exportedNetworks, noise } from './networks.ts'
import type { Exported } from './networks.ts'
import { numbersOf, shipped } from './shipped.ts'
import type { Shipped } from './shipped.ts'
import { onnxruntime } from './session.ts'
import { difference, numbersIn } from './difference.ts'
import { comparedForms } from './forms.ts'
import { comparedImports } from './imported.ts'
import { comparedOperations } from './operations.ts'
import type { Onnxruntime } from './session.ts'

const options = new Command()
  .description('Compares exports and shipped models with onnxruntime.')
  .option('--only <text>', 'networks and files whose name has this text', '')
  .option('--tolerance <number>', 'the greatest difference, relative to the largest output', '1e-5')
  .parse()
  .opts<{ readonly only: string; readonly tolerance: string }>()

/** A line of the table: the greatest difference, or why there is none; and whether that is as it should be. */
interface Line {
  readonly name: string
  readonly what: string
  readonly isFine: boolean
}

const judged = (name: string, worst: number, allowed?: Shipped['allowed']): Line => ({
  name,
  what: worst.toExponential(1) + (allowed === undefined ? '' : ` (${allowed[1]})`),
  isFine: worst <= (allowed?.[0] ?? Number(options.tolerance)),
})

/** All operations of the catalog as one line, and one for each that differs by more than float32 explains. */
const comparedCatalog = async (ort: Onnxruntime): Promise<readonly Line[]> => {
  const all = await comparedOperations(ort, 3)
  const wrong = all.filter(({ worst }) => worst !== null && !(worst <= 1e-4))
  const left = all.filter(({ worst }) => worst === null).length
  const agree = all.length - wrong.length - left
  return [
    {
      name: 'operations of the catalog',
      what: `${String(agree)} agree to 1e-4, ${String(left)} cannot be exported`,
      isFine: agree > 0 && wrong.length === 0,
    },
    ...wrong.map(({ name, worst }): Line => ({ name, what: String(worst), isFine: false })),
  ]
}

const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1)

const comparedNetwork = async (
  ort: Onnxruntime,
  name: string,
  { network, input }: Exported,
): Promise<readonly Line[]> => {
  const own = network()
  const [params, state] = drawnFor(own)
  const bytes = exportNetwork(own, params, state, [1, ...input])
  if (E.isLeft(bytes)) return [{ name, what: showOnnxExportError(bytes.left), isFine: false }]
  const session = await ort.load(bytes.right)
  const apply = compile((p: Parts, s: Parts, x: Tensor) => own.apply(evalMode)(p, s, x)[0])
  const lines: Line[] = []
  for (const batch of [1, 3]) {
    const shape = [batch, ...input]
    const x = noise(sizeOf(shape), batch)
    const { output } = await session.run({ input: ort.floats(x, shape) })
    const ours = toArray(apply(params, state, tensor(x, shape)))
    lines.push(
      judged(`${name}, batch ${String(batch)}`, output === undefined ? Infinity : difference(ours, numbersIn(output))),
    )
  }
  await session.release()
  return lines
}

const comparedFile = async (ort: Onnxruntime, { file, inputs, allowed }: Shipped): Promise<readonly Line[]> => {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const path = fileURLToPath(new URL(`node_modules/${file}`, import.meta.url))
  if (!existsSync(path)) return [{ name, what: `${file} is not installed`, isFine: false }]
  const bytes = readFileSync(path)
  const imported = E.chain(onnxNetwork())(decodeOnnx(bytes))
  if (E.isLeft(imported)) {
    const said = showOnnxError(imported.left)
    return [{ name, what: `not imported: ${said.slice(0, 80)}…`, isFine: false }]
  }
  const { params, state, apply } = imported.right
  const numbers = Object.entries(inputs).map(([own, given], k) => [own, given, numbersOf(given, k + 1)] as const)
  const session = await ort.load(bytes)
  const expected = await session.run(
    Object.fromEntries(
      numbers.map(([own, given, data]) => [
        own,
        data instanceof Float32Array ? ort.floats(data, given.shape) : ort.ints(data, given.shape),
      ]),
    ),
  )
  const xs: TensorsByName = Object.fromEntries(
    numbers.map(([own, { shape }, data]): readonly [string, Tensor] => [own, tensor(Float32Array.from(data), shape)]),
  )
  const [found] = apply(evalMode)(params, state, xs)
  const worst = Object.entries(expected).map(([own, output]) => {
    const ours = found[own]
    return ours === undefined ? Infinity : difference(toArray(ours), numbersIn(output))
  })
  await session.release()
  return [judged(name, Math.max(...worst), allowed)]
}

const ort = await onnxruntime(1)
if (ort === null) {
  console.error('Cannot load onnxruntime-web: run npm --prefix conformance/onnxruntime ci first')
  process.exitCode = 2
} else {
  const isAsked = (name: string): boolean => name.includes(options.only)
  const work = [
    ...Object.entries(exportedNetworks).map(([name, one]) => [name, () => comparedNetwork(ort, name, one)] as const),
    ...shipped.map((one) => [one.file, () => comparedFile(ort, one)] as const),
    ['operations', () => comparedCatalog(ort)] as const,
    ['forms', async () => (await comparedForms(ort)).map(([name, worst]) => judged(name, worst))] as const,
    ['imported', async () => (await comparedImports(ort)).map(([name, worst]) => judged(name, worst))] as const,
  ].filter(([name]) => isAsked(name))
  console.log('relative difference from onnxruntime, of its largest output')
  let bad = 0
  for (const [, run] of work) {
    for (const { name, what, isFine } of await run()) {
      console.log(`${isFine ? ' ' : '!'} ${name.padEnd(36)} ${what}`)
      if (!isFine) bad += 1
    }
  }
  if (work.length === 0 || bad > 0) process.exitCode = 1
}
process.exit()
