/** @file Which scatterAdds need totals in 64 bits: those whose updates may meet in one cell by the thousand. */
import { indexing, pooling } from '../../../../src/backend/families.ts'
import { describe, expect, it } from 'vitest'
import { planProgram } from '../../../../src/backend/wasm/index.ts'
import type { Program } from '../../../../src/compile/Program.ts'
import { windowOf } from '../../../../src/core/Window.ts'

const side = 80
const window = (kernel: number) =>
  windowOf({ operation: 'slide', shapes: [[side, side]], phrase: 'slide' }, [side, side], [kernel, kernel], {})

/** The pullback of a max pooling with a square window, or a scatterAdd at indices that are an input. */
const scattering = (kernel: number | null): Program => {
  const outputs = side - (kernel ?? 1) + 1
  const [image, pooled, flat] = [
    [1, 1, side, side],
    [1, 1, outputs, outputs],
    [1, 1, outputs ** 2],
  ]
  const pool = {
    name: 'maxPoolIndices',
    params: { window: window(kernel ?? 1) },
    inputs: [0],
    inputShapes: [image],
    shape: pooled,
    family: pooling,
  } as const
  const view = { name: 'reshape', params: { shape: flat }, inputs: [2], inputShapes: [pooled], shape: flat } as const
  const scatter = {
    name: 'scatterAdd',
    params: { axis: 2, size: side ** 2 },
    inputs: [kernel === null ? 0 : 3, 1],
    inputShapes: [flat, flat],
    shape: [1, 1, side ** 2],
    family: indexing,
  } as const
  return kernel === null
    ? { inputs: [flat, flat], instructions: [scatter], outputs: [2] }
    : { inputs: [image, flat], instructions: [pool, view, scatter], outputs: [4] }
}

const workspaceOf = (program: Program): number => planProgram(program).placements.at(-1)?.workspace?.bytes ?? 0

describe('scatterAdd on wasm', () => {
  it('adds up in 64 bits where many updates may meet', () => {
    expect(workspaceOf(scattering(null))).toBeGreaterThanOrEqual(8 * side ** 2)
  })

  it('stays in float32 behind max pooling, whose windows meet in a cell no more often than they cover it', () => {
    expect(workspaceOf(scattering(3))).toBe(0)
    expect(workspaceOf(scattering(40))).toBeGreaterThanOrEqual(8 * side ** 2)
  })
})
