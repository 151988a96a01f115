/**
 * @file Memory over many compiled training steps of LeNet: after a warm-up, resident memory should not grow. Prints what it
 * was along the way, and how much it grew; exits with 1 where that is 10 MB or more.
 */
import { Command } from 'commander'
import { defaultRuntime } from 'cotangent'
import { lenetStep } from './lenet.ts'

const options = new Command()
  .option('--steps <count>', 'training steps', '10000')
  .option('--batch <count>', 'digits in a step', '32')
  .parse()
  .opts<{ readonly steps: string; readonly batch: string }>()

const megabytes = (): number => process.memoryUsage.rss() / 1e6
const steps = Number(options.steps)
const step = lenetStep(defaultRuntime, Number(options.batch))
const warmUp = Math.ceil(steps / 5)
for (let k = 0; k < warmUp; k++) step()
const before = megabytes()
for (let k = 1; k <= steps; k++) {
  step()
  if (k % Math.ceil(steps / 10) === 0) console.log(`step ${k}: ${megabytes().toFixed(1)} MB resident`)
}
const growth = megabytes() - before
console.log(`grew by ${growth.toFixed(1)} MB over ${steps} steps, after ${warmUp} to warm up`)
process.exitCode = growth < 10 ? 0 : 1
