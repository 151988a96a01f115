/**
 * @file gpu.js as a backend that answers at once, like the others: in the modes whose numbers are in host memory. It
 * runs the kernels of the device backend, and the laws test those kernels through it; for speed, run programs as tasks.
 */
import { knownIndices } from '../../compile/knownIndices.ts'
import type { Backend, Program, ValueId } from '../../compile/Program.ts'
import { recentlyUsed } from '../../compile/recentlyUsed.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { GpuJs, GpuKernel, NestedFours } from './Device.ts'
import { checkMode, flatHere, formOf, kernelSettings, nameOf, neverEmpty } from './Device.ts'
import { argumentsOf, fusedInputs, ordersOf } from './program.ts'
import type { KernelStep } from './Step.ts'

/** Modes of gpu.js that answer at once. */
export type HostMode = 'webasm' | 'cpu'

type Kernel = ((...args: readonly Float32Array[]) => Float32Array | NestedFours) &
  Pick<GpuKernel, 'destroy' | 'kernel' | 'fallbackReason'>

/** The number of kernels that are kept; an engine has memory for some thousands. */
const mostKernels = 512

/** Runs steps; kernels are kept, up to a number. */
const stepRunner = (js: GpuJs, mode: HostMode) => {
  const gpu = new js.GPU({ mode })
  const kernels = recentlyUsed<Kernel>(mostKernels, (kernel) => {
    kernel.destroy()
  })
  // Without `asyncMode` a kernel answers at once, and without `pipeline` it returns numbers on the host.
  const build = (step: KernelStep): Kernel => gpu.createKernel(step.source, kernelSettings(step)) as Kernel
  return (step: KernelStep, args: readonly Float32Array[]): Float32Array => {
    if (step.cells === 0) return new Float32Array(0)
    const given = args.map(neverEmpty)
    const kernel = kernels(nameOf(step, given), () => build(step))
    const made = kernel(...given)
    checkMode(kernel, mode)
    return made instanceof Float32Array ? made : flatHere(made, step.cells)
  }
}

/** How many numbers a value has. */
const sizeIn = ({ inputs, instructions }: Program, id: ValueId): number =>
  sizeOf(inputs[id] ?? instructions[id - inputs.length]?.shape ?? [])

/** A backend over gpu.js in a mode that answers at once. */
export const synchronousBackend = (js: GpuJs, mode: HostMode): Backend => {
  const run = stepRunner(js, mode)
  return {
    name: `gpu ${mode}`,
    fuses: true,
    fusedInputs,
    bytesPerNumber: 4,
    compile: (program) => {
      const { works, outputs } = ordersOf(program, formOf(mode))
      const check = knownIndices(program)
      return (inputs) => {
        check((id) => inputs[id] ?? null)
        const held: Float32Array[] = inputs.map((numbers) => new Float32Array(numbers))
        for (const { makes, inputs: from, steps } of works) {
          const results: Float32Array[] = []
          for (const step of steps) {
            results.push(run(step, argumentsOf<Float32Array>(step, from, held, results)))
          }
          held[makes] = results.at(-1) ?? new Float32Array(0)
        }
        return outputs.map((id, k) => held[id]!.slice(0, sizeIn(program, program.outputs[k]!)))
      }
    },
  }
}
