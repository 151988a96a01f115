/**
 * @file The steps of a program. The instructions of a step are independent, so that threads compute them side by side: one
 * thread may be at the first of them while another is at the last.
 *
 * Small instructions join an earlier step that has everything they read, if it is near. Large ones have steps of their own:
 * threads share their units anyway, and their memory would be needed at once. An instruction that may refuse an index is
 * alone too, so that its refusal names it.
 *
 * Law: "what an instruction reads is computed in an earlier step, or is its view" (`test/backend/wasm/steps.test.ts`).
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Lowered } from './Lowering.ts'
import { bytesOf } from './Lowering.ts'
import type { WasmInstruction, WasmName, WasmProgram } from './WasmProgram.ts'

/** The positions of the instructions of a step. */
export type Together = readonly number[]

/** Instructions of a step, not counting those that hardly take time. */
const mostTogether = 4
/** Bytes that an instruction of a shared step may need. */
const smallBytes = 4 << 20
/** How many steps back an instruction may move. */
const reach = 12

/** What may refuse an index. */
const refusing: ReadonlySet<WasmName> = new Set<WasmName>(['gather', 'scatterAdd', 'scatterAddShallow', 'keyFoldIn'])

/** What takes no time worth counting. */
const slight: ReadonlySet<WasmName> = new Set<WasmName>(['constant', 'placeOnly'])

const joins = ({ name, shape }: WasmInstruction, { workspace }: Lowered): boolean =>
  !refusing.has(name) && bytesOf(sizeOf(shape)) + workspace <= smallBytes

/** The value besides its own that an instruction writes: its second input. */
export const alsoWritten = ({ name, inputs }: WasmInstruction): number | undefined =>
  name === 'indicesAndPool' || name === 'poolAndIndices' ? inputs[1] : undefined

/** The steps, in order. `roots` names the value whose memory each value is, or is a view of. */
export const stepsOf = (
  { inputs, instructions }: WasmProgram,
  lowered: readonly Lowered[],
  roots: readonly number[],
): readonly Together[] => {
  const steps: number[][] = []
  const open: boolean[] = []
  const counts: number[] = []
  /** The step in which each value is complete, by its root; inputs are from the start. */
  const complete = new Map<number, number>()
  const completeAt = (id: number): number => complete.get(roots[id]!) ?? -1
  instructions.forEach((instruction, at) => {
    const { isView } = lowered[at]!
    const ready = instruction.inputs.reduce((step, id) => Math.max(step, completeAt(id)), -1)
    if (isView && ready >= 0) {
      steps[ready]!.push(at)
      return
    }
    const mayJoin = joins(instruction, lowered[at]!)
    const count = isView || slight.has(instruction.name) ? 0 : 1
    let step = mayJoin ? Math.max(ready + 1, steps.length - reach) : steps.length
    while (step < steps.length && !(open[step]! && counts[step]! + count <= mostTogether)) step++
    if (step === steps.length) {
      steps.push([])
      open.push(mayJoin)
      counts.push(0)
    }
    steps[step]!.push(at)
    counts[step]! += count
    if (!isView) complete.set(roots[inputs.length + at]!, step)
    const also = alsoWritten(instruction)
    if (also !== undefined) complete.set(roots[also]!, step)
  })
  return steps
}
