/**
 * @file A backend that computes sums over the ranks of a group: each program runs in stages on another backend, and the
 * group reduces values in between. Programs without such sums run there as they are.
 */
import type { Backend, Program, ResidentExecutable } from '../compile/Program.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { arrayOf } from '../core/TensorNumbers.ts'
import { leaf, valueOf } from '../core/Tensor.ts'
import type { Group } from './Group.ts'
import type { RankSum, Stage } from './stages.ts'
import { stagesOf } from './stages.ts'

const none = new Float64Array(0)

/** A stage that is ready to run. */
interface Prepared {
  readonly stage: Stage
  readonly run: ResidentExecutable
}

const summed = (group: Group, sums: readonly RankSum[], values: readonly TensorNumbers[]): readonly TensorNumbers[] =>
  group
    .allReduce('sum')(sums.map(({ shape }, k) => leaf(arrayOf(values[k] ?? none), shape)))
    .map((t) => valueOf(t) ?? none)

const inStages =
  (group: Group, program: Program, stages: readonly Prepared[]): ResidentExecutable =>
  (inputs) => {
    const values: TensorNumbers[] = [...inputs]
    const at = (id: number): TensorNumbers => values[id] ?? none
    for (const { stage, run } of stages) {
      const made = run(stage.reads.map(at))
      stage.gives.forEach((id, k) => (values[id] = made[k] ?? none))
      if (stage.sums.length === 0) continue
      const totals = summed(
        group,
        stage.sums,
        stage.sums.map(({ from }) => at(from)),
      )
      stage.sums.forEach(({ to }, k) => (values[to] = totals[k] ?? none))
    }
    return program.outputs.map(at)
  }

/** A program on a backend whose values may stay in its memory. */
const residentOn = (backend: Backend, program: Program): ResidentExecutable => {
  if (backend.resident !== undefined) return backend.resident(program)
  const run = backend.compile(program)
  return (inputs) => run(inputs.map(arrayOf))
}

/** The backend, with sums over the ranks of a group between its programs. */
export const overRanks = (group: Group, backend: Backend): Backend => {
  const { timed: _, ...rest } = backend
  const resident = (program: Program): ResidentExecutable =>
    program.instructions.some(({ name }) => name === 'rankSum')
      ? inStages(
          group,
          program,
          stagesOf(program).map((stage) => ({ stage, run: residentOn(backend, stage.program) })),
        )
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
