/**
 * @file Images per second from a folder and from a tar shard, with 0, 1 and 2 worker threads, and the time that a LeNet step
 * waits for its batch; beside PyTorch's DataLoader on the same folder, where a `python3` has torchvision. The images are
 * drawn, in a temporary folder.
 */
import { Command } from 'commander'
import { defaultRuntime } from 'cotangent'
import { Source } from 'cotangent/data'
import { encode } from 'fast-png'
import * as E from 'fp-ts/lib/Either.js'
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { pack } from 'tar-stream'
import { lenetStep } from './lenet.ts'

const options = new Command()
  .option('--images <count>', 'images', '1024')
  .option('--side <pixels>', 'height and width of the files; they are resized to 32', '128')
  .option('--alone', 'without PyTorch')
  .parse()
  .opts<{ readonly images: string; readonly side: string; readonly alone?: true }>()

const [count, side, size] = [Number(options.images), Number(options.side), 32]
const folder = mkdtempSync(join(tmpdir(), 'bench-data-'))

const png = (k: number): Uint8Array =>
  encode({
    width: side,
    height: side,
    channels: 3,
    depth: 8,
    data: Uint8Array.from({ length: 3 * side * side }, (_, i) => (i * ((k % 64) + 7) + ((i * i) >> 9)) % 256),
  })

/** Writes the images as a folder of classes and as a shard. */
const write = async (): Promise<string> => {
  const archive = pack()
  for (let k = 0; k < count; k++) {
    const [name, label, bytes] = [String(k).padStart(6, '0'), String(k % 10), png(k)]
    mkdirSync(join(folder, 'images', label), { recursive: true })
    writeFileSync(join(folder, 'images', label, `${name}.png`), bytes)
    archive.entry({ name: `${name}.png` }, Buffer.from(bytes))
    archive.entry({ name: `${name}.cls` }, label)
  }
  archive.finalize()
  const shard = join(folder, 'shard.tar')
  await pipeline(archive, createWriteStream(shard))
  return shard
}

const tell = (what: string, value: string): void => console.log(`${what.padEnd(44)} ${value}`)

type Images = Parameters<ReturnType<typeof Source.batches>>[0]

/** One pass: images per second after the first batch, without a step, and how long a step waits for its batch. */
const pass = async (what: string, source: Images, workers: number): Promise<void> => {
  const batches = Source.batches({ size: 32, workers, ahead: 2 })(source)
  const start = performance.now()
  // Threads start when the first batch is asked for.
  let first = 0
  for await (const batch of batches) {
    if (E.isLeft(batch)) throw new RangeError(batch.left._tag)
    if (first === 0) first = performance.now()
  }
  const rate = (1000 * (count - 32)) / (performance.now() - first)
  const step = lenetStep(defaultRuntime, 32)
  step()
  const stream = batches[Symbol.asyncIterator]()
  let [waited, steps] = [0, 0]
  while (true) {
    const asked = performance.now()
    if ((await stream.next()).done === true) break
    waited += performance.now() - asked
    steps += 1
    step()
  }
  const wait = (waited / steps).toFixed(1)
  const begin = (first - start).toFixed(0)
  const found = `${rate.toFixed(0)} images/s after ${begin} ms for the first batch, a step waits ${wait} ms`
  tell(`${what}, ${String(workers)} workers`, found)
}

try {
  const shard = await write()
  const read = await Source.folder({ size })(join(folder, 'images'))()
  if (E.isLeft(read)) throw new RangeError(read.left._tag)
  for (const workers of [0, 1, 2]) await pass('folder', read.right.source, workers)
  for (const workers of [0, 1, 2]) await pass('tar', Source.tar({ size })([shard]), workers)
  if (options.alone !== true) {
    const script = fileURLToPath(new URL('peers/dataloader.py', import.meta.url))
    console.log(execFileSync('python3', [script, join(folder, 'images'), String(size)], { encoding: 'utf8' }).trim())
  }
} finally {
  rmSync(folder, { recursive: true })
}
