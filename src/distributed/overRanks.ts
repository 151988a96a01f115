/**
 * @file A backend that computes sums over the ranks of a group: each program runs in stages on another backend, and the
 * group sums values in between. Programs without such sums run there as they are.
 *
 * Values between stages stay in the memory of the backend, and belong to the run alone. A sum takes the memory of its
 * value if nothing else reads that, and what is no result is given back at the end.
 */
import type { Backend, Program, ResidentExecutable, ValueId } from '../compile/Program.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { arrayOf } from '../core/TensorNumbers.ts'
import type { Group } from './Group.ts'
import { agreementIn } from './Group.ts'
import type { Stage } from './stages.ts'
import { stagesOf } from './stages.ts'
import type { SumStage } from './sumStage.ts'
import { sumStage } from './sumStage.ts'

const none = new Float64Array(0)

/** A stage that is ready to run. */
interface Prepared {
  readonly stage: Stage
  readonly run: ResidentExecutable
  readonly sum: SumStage
}

/** Which values are the numbers of no other. */
const soleAmong = (values: readonly TensorNumbers[]): ((id: ValueId) => boolean) => {
  const times = new Map<TensorNumbers, number>()
  for (const numbers of values) times.set(numbers, (times.get(numbers) ?? 0) + 1)
  return (id) => times.get(values[id] ?? none) === 1
}

/** Gives back what a run has made and does not return. */
const releaseRest = (
  { own }: Backend,
  inputs: readonly TensorNumbers[],
  values: readonly TensorNumbers[],
  results: readonly TensorNumbers[],
): void => {
  if (own === undefined) return
  const kept = new Set([...inputs, ...results])
  for (const numbers of new Set(values)) if (!kept.has(numbers)) own.release(numbers)
}

const inStages =
  (backend: Backend, program: Program, stages: readonly Prepared[]): ResidentExecutable =>
  (inputs) => {
    const values: TensorNumbers[] = [...inputs]
    for (let id = inputs.length; id < inputs.length + program.instructions.length; id++) values.push(none)
    const at = (id: ValueId): TensorNumbers => values[id] ?? none
    for (const { stage, run, sum } of stages) {
      const compute = (): void => {
        const made = run(stage.reads.map(at))
        stage.gives.forEach((id, k) => (values[id] = made[k] ?? none))
      }
      if (stage.sums.length === 0) {
        compute()
        continue
      }
      let isSole: (id: ValueId) => boolean = () => false
      const totals = sum(
        () => {
          compute()
          isSole = soleAmong(values)
          return stage.sums.map(({ from }) => at(from))
        },
        (k) => stage.sums[k]?.isLast === true && isSole(stage.sums[k].from),
      )
      stage.sums.forEach(({ to }, k) => (values[to] = totals[k] ?? none))
    }
    const results = program.outputs.map(at)
    releaseRest(backend, inputs, values, results)
    return results
  }

/** A program on a backend whose values may stay in its memory. */
const residentOn = (backend: Backend, program: Program): ResidentExecutable => {
  if (backend.resident !== undefined) return backend.resident(program)
  const run = backend.compile(program)
  return (inputs) => run(inputs.map(arrayOf))
}

/** The backend, with sums over the ranks of a group between its programs. */
export const overRanks = (group: Group, backend: Backend): Backend => {
  const agreement = agreementIn(group)
  const { timed: _, ...rest } = backend
  const prepared = (stage: Stage): Prepared => ({
    stage,
    run: residentOn(backend, stage.program),
    sum: sumStage(agreement, backend, stage.sums),
  })
  const resident = (program: Program): ResidentExecutable =>
    program.instructions.some(({ name }) => name === 'rankSum')
      ? inStages(backend, program, stagesOf(program).map(prepared))
      : residentOn(backend, program)
  return {
    ...rest,
    compile: (program) => {
      const run = resident(program)
      return (inputs) => run(inputs).map(arrayOf)
    },
    resident,
  }
}
