/**
 * @file A process that works on files, to be killed, to be watched for a hang, or to run on a disk of its own. Its argument is a
 * list of tasks as JSON; it prints a line for each.
 */
import { readdirSync, readFileSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { readFile, writeFile } from '../../src/checkpoint/file.ts'
import { codeOf } from '../../src/files/FileError.ts'
import { replaceFile } from '../../src/files/replaceFile.ts'

/** What the process is asked to do. */
export type FileTask =
  | readonly [action: 'read' | 'readBytes' | 'readSafetensors' | 'readImageFolder', path: string]
  /** Prints what is in the folder, how many bytes the file has, and which. */
  | readonly [action: 'look', path: string]
  | readonly [action: 'write', path: string, bytes: number, fill: number]
  /** Writes one half, prints `half`, waits for a line, and writes the other. */
  | readonly [action: 'pause', path: string]
  /** Writes over and over, each time with the next fill, and prints that when it is safe. */
  | readonly [action: 'forever', path: string, bytes: number]

const print = (line: string): void => void writeSync(1, `${line}\n`)

const codeIn = (read: E.Either<object, unknown>): string =>
  E.isRight(read) ? 'fine' : 'code' in read.left ? String(read.left.code) : JSON.stringify(read.left)

function* halves(): Generator<string, void, void> {
  yield 'one half, '
  print('half')
  readSync(0, Buffer.alloc(1))
  yield 'the other'
}

const outcome = async (task: FileTask): Promise<string> => {
  const [action, path] = task
  switch (action) {
    case 'read':
      return codeIn(await readFile(path)())
    case 'readBytes':
      return codeIn(await (await import('../../src/data/readMnist.ts')).readBytes(path)())
    case 'readSafetensors':
      return codeIn(await (await import('../../src/checkpoint/safetensorsFile.ts')).readSafetensors(path)())
    case 'readImageFolder':
      return codeIn(await (await import('../../src/data/imageFolder.ts')).readImageFolder()(path)())
    case 'look': {
      const found = readFileSync(path)
      const isWhole = found.every((byte) => byte === found[0])
      return `${readdirSync(dirname(path)).join(' ')}: ${String(found.length)} of ${isWhole ? String(found[0]) : 'many'}`
    }
    case 'write':
      return codeIn(await writeFile(path)(new Uint8Array(task[2]).fill(task[3]))())
    case 'pause':
      return replaceFile(path, halves()).then(() => 'fine', codeOf)
    case 'forever':
      for (let fill = 1; ; fill++) {
        const written = await writeFile(path)(new Uint8Array(task[2]).fill(fill))()
        if (E.isLeft(written)) return codeIn(written)
        print(String(fill))
      }
  }
}

for (const task of JSON.parse(process.argv[2] ?? '[]')) print(await outcome(task))
