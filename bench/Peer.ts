/**
 * @file A peer: another library in a process of its own, which times one case whenever it is asked to. It says first
 * which cases it has.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What a peer says first. */
interface Greeting {
  readonly peer: string
  readonly threads: number | string
  readonly cases: readonly string[]
  /** What it could also time if this were installed. */
  readonly lacks?: string | null
}

/** A library to compare with. */
export interface Peer extends Greeting {
  /** Milliseconds of each run of a case, within about `budget` milliseconds. */
  readonly time: (name: string, budget: number) => Promise<readonly number[]>
  readonly close: () => void
}

interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

const script = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url))

/** The commands of all peers; a Python without PyTorch, or a package that is not installed, just does not answer. */
const commands = (threads: number): readonly Command[] => [
  ...['python3', '/usr/bin/python3'].map((file) => ({
    file,
    args: [script('pytorch.py'), String(threads)],
    environment: { OPENBLAS_NUM_THREADS: String(threads) },
  })),
  { file: process.execPath, args: [script('tfjs.mjs'), 'wasm'], environment: {} },
  { file: process.execPath, args: [script('tfjs.mjs'), 'cpu'], environment: {} },
  { file: process.execPath, args: [script('jaxjs.mjs')], environment: {} },
]

/** Settings that make OpenBLAS think of another machine, and so look slower than it is. */
const misleading: ReadonlySet<string> = new Set(['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE'])

const environmentOf = (own: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.has(name))),
  ...own,
})

const linesOf = (child: ChildProcessWithoutNullStreams): (() => Promise<string | null>) => {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async () => {
    const next = (await lines.next()) as IteratorResult<string, undefined>
    return next.value ?? null
  }
}

const parsed = (line: string | null): unknown => {
  if (line?.startsWith('{') !== true) return null
  return JSON.parse(line)
}

const start = async ({ file, args, environment }: Command): Promise<Peer | null> => {
  const child = spawn(file, [...args], { env: environmentOf(environment) })
  const failed = new Promise<null>((resolve) => {
    child.on('error', () => {
      resolve(null)
    })
  })
  const nextLine = linesOf(child)
  const nextAnswer = async (): Promise<unknown> => {
    for (;;) {
      const line = await nextLine()
      const answer = parsed(line)
      if (line === null || answer !== null) return answer
    }
  }
  const greeting = (await Promise.race([nextAnswer(), failed])) as Greeting | null
  if (greeting === null) return null
  const time = async (name: string, budget: number): Promise<readonly number[]> => {
    child.stdin.write(`${JSON.stringify({ name, budget })}\n`)
    const answer = (await nextAnswer()) as { readonly times: readonly number[] } | null
    return answer?.times ?? []
  }
  return {
    ...greeting,
    time,
    close: () => {
      child.stdin.end()
    },
  }
}

/** The peers that can be started here, each once. */
export const startPeers = async (threads: number): Promise<readonly Peer[]> => {
  const started = await Promise.all(commands(threads).map(start))
  const peers = started.filter((peer) => peer !== null)
  const doubled = peers.filter(({ peer }, k) => peers.findIndex((other) => other.peer === peer) !== k)
  for (const peer of doubled) peer.close()
  return peers.filter((peer) => !doubled.includes(peer))
}
