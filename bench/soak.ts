/**
 * @file The soak: 10,000 compiled training steps of LeNet, and whether resident memory stays flat after a warm-up. Prints
 * the memory every thousand steps, and fails where it grew by 10 MB or more.
 */
import { Command } from 'commander'
import { makeRuntime } from 'cotangent'
import { wasmBackend } from '../src/backend/wasm/index.ts'
import { lenetStep } from './lenet.ts'

const options = new Command()
  .option('--steps <count>', 'steps after the warm-up', '10000')
  .option('--warm-up <count>', 'steps before memory is read first', '2000')
  .option('--batch <count>', 'images of a step', '32')
  .parse()
  .opts<{ readonly steps: string; readonly warmUp: string; readonly batch: string }>()

const mostGrowth = 10

const backend = wasmBackend()
const step = lenetStep(makeRuntime(backend), Number(options.batch))
const megabytes = (): number => process.memoryUsage().rss / 1e6
const take = (count: number): void => {
  for (let k = 0; k < count; k++) step()
}

take(Number(options.warmUp))
const start = megabytes()
const steps = Number(options.steps)
console.log(`after the warm-up: ${start.toFixed(1)} MB resident`)
let now = start
for (let done = 0; done < steps; done += 1000) {
  take(Math.min(1000, steps - done))
  now = megabytes()
  console.log(`${String(Math.min(steps, done + 1000))} steps: ${now.toFixed(1)} MB`)
}
backend.close()
const growth = now - start
console.log(`growth: ${growth.toFixed(1)} MB`)
if (growth >= mostGrowth) process.exitCode = 1
