/**
 * @file The wasm backend and the native one, case by case in turns within one run: what the system's BLAS brings. A last
 * column above 1 says how many times as fast it is.
 */
import { Command } from 'commander'
import { makeRuntime, wasmBackend } from 'cotangent'
import { nativeRuntime, showNativeError } from 'cotangent/native'
import * as E from 'fp-ts/lib/Either.js'
import { availableParallelism } from 'node:os'
import type { Case } from './cases.ts'
import { casesFor } from './cases.ts'
import { median, timesOf } from './statistics.ts'

const options = new Command()
  .option('--only <texts>', 'cases whose names contain one of these, parted by |', 'matmul|conv|LeNet')
  .option('--threads <count>', 'threads of both', String(availableParallelism()))
  .option('--rounds <count>', 'turns of each', '7')
  .option('--budget <milliseconds>', 'time of a turn', '150')
  .option('--library <path>', 'the library')
  .option('--fewest <count>', 'multiplications below which a product stays in WebAssembly')
  .parse()
  .opts<{
    readonly only: string
    readonly threads: string
    readonly rounds: string
    readonly budget: string
    readonly library?: string
    readonly fewest?: string
  }>()

const threads = Number(options.threads)
const budget = Number(options.budget)
const native = nativeRuntime({
  threads,
  ...(options.library === undefined ? {} : { library: options.library }),
  ...(options.fewest === undefined ? {} : { fewest: Number(options.fewest) }),
})

/** The median times of two functions, in turns. */
const compare = (makes: readonly Case[]): readonly number[] => {
  const functions = makes.map((make) => make())
  for (const f of functions) for (let k = 0; k < 5; k++) f()
  const times = functions.map((): number[] => [])
  for (let round = 0; round < Number(options.rounds); round++) {
    functions.forEach((f, k) => times[k]?.push(...timesOf(f, budget)))
  }
  return times.map(median)
}

if (E.isLeft(native)) {
  process.stderr.write(`${showNativeError(native.left)}\n`)
  process.exitCode = 2
} else {
  const wasm = makeRuntime(wasmBackend({ threads }))
  const [ofWasm, ofNative] = [casesFor(wasm), casesFor(native.right)]
  const texts = options.only.split('|')
  console.log(`${native.right.library}, ${String(threads)} threads; milliseconds on wasm, on native, ratio`)
  for (const [name, make] of ofWasm) {
    const other = ofNative.get(name)
    if (other === undefined || !texts.some((text) => name.includes(text))) continue
    const [before = NaN, now = NaN] = compare([make, other])
    console.log([name.padEnd(58), before.toFixed(3), now.toFixed(3), (before / now).toFixed(2)].join('  '))
  }
  wasm.close()
  native.right.close()
}
