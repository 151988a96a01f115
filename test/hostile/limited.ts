/**
 * @file Work in a process of its own, with limits on time and memory: a decoder that hangs cannot be stopped in any other way.
 */
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { bundled, ownEnvironment } from '../bundled.ts'

/** Limits of one question. */
export interface Limits {
  /** Of the processor, where the operating system tells them; else of the clock, which other programs push on. */
  readonly seconds: number
  readonly megabytes: number
}

/** What came of a question. */
export type Outcome =
  | { readonly _tag: 'Answered'; readonly answer: string; readonly seconds: number; readonly megabytes: number }
  | { readonly _tag: 'Stopped'; readonly why: string }

/** Asks a process, one question after another. */
export interface Asked {
  readonly ask: (question: string) => Promise<Outcome>
  readonly end: () => void
}

interface Reply {
  readonly answer: string
  readonly seconds: number
  /** By how much the most memory that the process ever held has grown. */
  readonly megabytes: number
}

const megabytesHeld = (): number => process.resourceUsage().maxRSS / 1024

/** In the process: answers the questions of `limited`. */
export const answering = (answer: (question: string) => string | Promise<string>): void => {
  process.on('message', (question: string) => {
    const [began, held] = [performance.now(), megabytesHeld()]
    const reply = async (): Promise<Reply> => {
      let text: string
      try {
        text = await answer(question)
      } catch (thrown) {
        text = `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`
      }
      return {
        answer: text,
        seconds: (performance.now() - began) / 1000,
        megabytes: Math.round(megabytesHeld() - held),
      }
    }
    void reply().then((told) => process.send?.(told))
  })
  process.send?.('ready')
}

/** Ticks of the processor in a second, as Linux counts them for programs. */
const ticks = 100

/** Seconds that a process has spent on the processor; `null` where they are not told. */
const secondsSpent = (pid: number | undefined): number | null => {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    // After the name, which may hold anything, come eleven fields, and then the ticks of the program and of the system for it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticks
  } catch {
    return null
  }
}

/** Calls back once a process has spent so many seconds, counted from now; what it gives ends the watch. */
const watchSeconds = (pid: number | undefined, seconds: number, late: () => void): (() => void) => {
  const [before, began] = [secondsSpent(pid), performance.now()]
  const watch = setInterval(() => {
    const now = secondsSpent(pid)
    const spent = before === null || now === null ? (performance.now() - began) / 1000 : now - before
    // A process that waits spends nothing: twenty times the limit by the clock is a hang as well.
    if (spent > seconds || performance.now() - began > 20_000 * seconds) late()
  }, 100)
  return () => clearInterval(watch)
}

/** A process that runs a module, which calls `answering`; it is started again when it was stopped. */
export const limited = (module: URL, { seconds, megabytes }: Limits): Asked => {
  const start = async (): Promise<ChildProcess> => {
    const child = fork(await bundled(module), { execArgv: [`--max-old-space-size=${megabytes}`], env: ownEnvironment })
    await new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', () => reject(new Error('the process did not start')))
    })
    child.removeAllListeners('exit')
    return child
  }
  const state: { child: Promise<ChildProcess> | null } = { child: null }
  const ask = async (question: string): Promise<Outcome> => {
    state.child ??= start()
    const child = await state.child
    const outcome = await new Promise<Outcome>((resolve) => {
      const stopped = (why: string): void => {
        end()
        resolve({ _tag: 'Stopped', why })
      }
      const end = watchSeconds(child.pid, seconds, () => stopped(`no answer within ${seconds} s`))
      child.once('message', (reply: Reply) => {
        end()
        if (reply.megabytes > megabytes) stopped(`it took ${reply.megabytes} MB`)
        else resolve({ _tag: 'Answered', ...reply })
      })
      child.once('exit', (code, signal) => {
        stopped(`the process ended with ${String(code ?? signal)}`)
      })
      child.send(question)
    })
    child.removeAllListeners()
    if (outcome._tag === 'Stopped') {
      child.kill('SIGKILL')
      state.child = null
    }
    return outcome
  }
  return {
    ask,
    end: () => {
      void state.child?.then((child) => child.kill())
    },
  }
}
