/**
 * @file A check of a device before it is trusted: the hot paths, and functions that devices are known to compute
 * incorrectly, on small inputs, against the reference.
 */
import { familyOf } from '../backend/families.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Device } from '../backend/gpu/index.ts'
import { prepareProgram } from '../backend/gpu/index.ts'
import { referenceBackend } from '../backend/reference/index.ts'
import type { InstructionName, Program, ProgramSet } from '../compile/Program.ts'
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import type { WindowAxis } from '../core/Window.ts'
import type { GpuError } from './GpuError.ts'

interface Check<N extends InstructionName = InstructionName> {
  readonly name: N
  readonly params: ProgramSet[N]['params']
  readonly inputs: readonly Shape[]
  readonly shape: Shape
}

const check = <N extends InstructionName>(
  name: N,
  params: ProgramSet[N]['params'],
  inputs: readonly Shape[],
  shape: Shape,
): Check => ({ name, params, inputs, shape })

const axis = (changes: Partial<WindowAxis>): WindowAxis => ({
  input: 5,
  kernel: 3,
  stride: 2,
  low: 1,
  high: 1,
  dilation: 1,
  inputDilation: 1,
  output: 3,
  ...changes,
})

const window = [axis({}), axis({ input: 4, kernel: 2, stride: 1, high: 0, output: 4 })]
const [x, w, y]: readonly Shape[] = [
  [2, 2, 5, 4],
  [4, 1, 3, 2],
  [2, 4, 3, 4],
]
const pooled: Shape = [2, 2, 3, 4]

/**
 * Stride 1 and as many channels as a vector has lanes: these select the fast formulations; other cases use the general
 * ones.
 */
const whole = [axis({ stride: 1, output: 5 }), axis({ input: 6, kernel: 2, stride: 1, output: 7 })]
const [wide, wideWeights, wideCotangent]: readonly Shape[] = [
  [2, 4, 5, 6],
  [4, 4, 3, 2],
  [2, 4, 5, 7],
]

const checks: readonly Check[] = [
  check('conv', { window, groups: 2 }, [x ?? [], w ?? []], y ?? []),
  check('convInput', { window, groups: 2 }, [y ?? [], w ?? []], x ?? []),
  check('convFilter', { window, groups: 2 }, [x ?? [], y ?? []], w ?? []),
  check('conv', { window: whole, groups: 1 }, [wide ?? [], wideWeights ?? []], wideCotangent ?? []),
  check('convInput', { window: whole, groups: 1 }, [wideCotangent ?? [], wideWeights ?? []], wide ?? []),
  check('convFilter', { window: whole, groups: 1 }, [wide ?? [], wideCotangent ?? []], wideWeights ?? []),
  check('maxPool', { window }, [x ?? []], pooled),
  check('maxPoolIndices', { window }, [x ?? []], pooled),
  check('sumPool', { window }, [x ?? []], pooled),
  check('sumPoolInput', { window }, [pooled], x ?? []),
  check(
    'matmul',
    {},
    [
      [3, 7],
      [7, 5],
    ],
    [3, 5],
  ),
  check(
    'matmul',
    {},
    [
      [4, 7],
      [7, 8],
    ],
    [4, 8],
  ),
  check('tanh', {}, [[40]], [40]),
  check('logsumexp', { axes: [1] }, [[4, 10]], [4]),
  check('uniform', { shape: [9] }, [[4]], [9]),
]

const programOf = ({ name, params, inputs, shape }: Check): Program => ({
  inputs,
  instructions: [{ name, params, inputs: inputs.map((_, id) => id), inputShapes: inputs, shape, ...familyOf(name) }],
  outputs: [inputs.length],
})

/** Numbers spread over -60 to 60, all different; for a key, words. */
const numbersFor = ({ name }: Check, shape: Shape, k: number): Float32Array =>
  Float32Array.from({ length: sizeOf(shape) }, (_, i) =>
    name === 'uniform' ? (i * 25_013 + 7) % 65_536 : (((i * 37 + k * 11) % 121) - 60) / (name === 'tanh' ? 1 : 16),
  )

const largest = (numbers: ArrayLike<number>): number => Math.max(1, ...Array.from(numbers, Math.abs))

const wrongIn = async (device: Device, one: Check): Promise<GpuError | null> => {
  const inputs = one.inputs.map((shape, k) => numbersFor(one, shape, k))
  const [expected = new Float64Array(0)] = referenceBackend.compile(programOf(one))(inputs)
  const [held = new Float32Array(0)] = await prepareProgram(programOf(one), device)(inputs)
  const found = await device.download(held, expected.length)
  device.free(held)
  const tolerance = 1e-5 * largest(expected)
  const at = Array.from(expected).findIndex((value, k) => !(Math.abs(value - (found[k] ?? Number.NaN)) <= tolerance))
  return at < 0
    ? null
    : {
        _tag: 'ComputesWrongly',
        mode: device.mode,
        primitive: one.name,
        expected: expected[at] ?? Number.NaN,
        found: found[at] ?? Number.NaN,
      }
}

/** The device, if it computes correctly. */
export const selfCheck = (device: Device): TE.TaskEither<GpuError, Device> =>
  pipe(
    TE.tryCatch(
      async () => {
        for (const one of checks) {
          const wrong = await wrongIn(device, one)
          if (wrong !== null) return wrong
        }
        return null
      },
      (thrown): GpuError => ({ _tag: 'ModeUnavailable', mode: device.mode, reason: String(thrown) }),
    ),
    TE.chainEitherK((wrong) => (wrong === null ? E.right(device) : E.left(wrong))),
  )
