/**
 * @file A backend that reports what it does: each program, the time that each instruction takes, and the first
 * instruction that produces a NaN.
 */
import { checkOptions } from '../core/options.ts'
import { recordOrigins } from '../core/origins.ts'
import { showShape } from '../core/Shape.ts'
import type { NumberArray } from '../core/Tensor.ts'
import { explainProgram } from './explain.ts'
import type { Backend, Executable, Program } from './Program.ts'
import type { Step } from './stepwise.ts'
import { stepwise } from './stepwise.ts'

/** What can be reported: each program once, the time per instruction of each run, the first NaN of each run. */
export type DebugWord = 'program' | 'time' | 'nan'

/** What each word reports. */
export const debugWords: Readonly<Record<DebugWord, true>> = { program: true, time: true, nan: true }

/** What is reported, and where. */
export interface DebugOptions {
  readonly show: readonly DebugWord[]
  /** Receives each text; `console.error` by default. */
  readonly write?: (text: string) => void
}

const nanAt = (values: NumberArray): number => values.findIndex((value) => Number.isNaN(value))

const at = ({ instruction: { origin } }: Step): string => (origin === undefined ? '' : `, made at ${origin}`)

const nameOf = ({ id, instruction: { name, shape } }: Step): string => `%${String(id)} = ${name} ${showShape(shape)}`

/** Whether a step produces a NaN from inputs without NaN. */
const makesNaN = ({ inputs, value }: Step): boolean => nanAt(value) >= 0 && inputs.every((input) => nanAt(input) < 0)

/** The message about the step that produces the first NaN. */
const blamed = (step: Step): string => {
  const entry = nanAt(step.value)
  const read = step.inputs.map((input) => String(input[input.length === step.value.length ? entry : 0])).join(', ')
  return `NaN first in ${nameOf(step)}, entry ${String(entry)}${read === '' ? '' : `, of ${read}`}${at(step)}`
}

const inColumns = (milliseconds: number, share: number, text: string): string =>
  `${milliseconds.toFixed(3).padStart(10)} ms ${(100 * share).toFixed(1).padStart(5)} %  ${text}`

/** The steps of a run, slowest first. */
const timed = (steps: readonly Step[]): string => {
  const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const slowest = [...steps].sort((a, b) => b.milliseconds - a.milliseconds)
  const rows = slowest.map((step) =>
    inColumns(step.milliseconds, step.milliseconds / total, `${nameOf(step)}${at(step)}`),
  )
  return [inColumns(total, 1, `${String(steps.length)} instructions, one at a time`), ...rows].join('\n')
}

// eslint-disable-next-line no-console -- debugging writes to the console by default
const toConsole = (text: string): void => console.error(text)

/**
 * A backend that computes what another one does and reports on it. With `'program'` it prints each program that it
 * compiles. With `'time'` and `'nan'` it runs instructions one at a time, unfused for `'nan'`: slower, and the times
 * are those of separate instructions. `'nan'` names the instruction that produces a NaN from inputs without NaN, and
 * the line that built it: from then on, until the backend is closed, each tensor records where it is made, which is
 * slow.
 *
 * The environment variable `COTANGENT_DEBUG`, such as `COTANGENT_DEBUG=program,nan`, does this to the default runtime.
 *
 * @example
 * ```ts
 * import { debugBackend, log, makeRuntime, referenceBackend, sub, tensor, toArray } from 'cotangent'
 *
 * const told: string[] = []
 * const runtime = makeRuntime(debugBackend(referenceBackend, { show: ['nan'], write: (text) => told.push(text) }))
 * toArray(log(sub(tensor([3, 1], [2]), 2)), runtime)
 * told[0]?.split(', made')[0] // => 'NaN first in %4 = log [2], entry 1, of -1'
 * ```
 */
export const debugBackend = (backend: Backend, options: DebugOptions): Backend => {
  const { show, write = toConsole } = checkOptions('debugBackend', options, { show: true, write: true })
  const shows = (word: DebugWord): boolean => show.includes(word)
  const stopRecording = shows('nan') ? recordOrigins() : () => undefined
  const observed = (program: Program): Executable => {
    const run = stepwise(backend, program)
    return (inputs) => {
      const { outputs, steps } = run(inputs)
      if (shows('time')) write(timed(steps))
      const first = shows('nan') ? steps.find(makesNaN) : undefined
      if (first !== undefined) write(blamed(first))
      return outputs
    }
  }
  // Values that are inspected are arrays.
  const { resident: _, ...onArrays } = backend
  return {
    ...onArrays,
    fuses: backend.fuses === true && !shows('nan'),
    close: () => {
      stopRecording()
      backend.close?.()
    },
    compile: (program) => {
      if (shows('program')) write(explainProgram(program, backend).text)
      return shows('time') || shows('nan') ? observed(program) : backend.compile(program)
    },
  }
}
