/** @file A kernel that gpu.js computes in another mode is refused: its warning would be all that tells. */
import { describe, expect, it } from 'vitest'
import { makeDevice } from '../../../src/backend/gpu/Device.ts'

/** A gpu.js whose kernels are of a mode, and say why. */
const pretended = (mode: string, fallbackReason: string | null) => ({
  createKernel: () =>
    Object.assign(() => new Float32Array(2), { kernel: { constructor: { mode } }, fallbackReason }) as never,
  destroy: () => Promise.resolve(),
})

const step = { source: 'function () { return 1; }', cells: 2, each: 1, reads: [] } as never

describe('makeDevice', () => {
  it.each([
    ['webgpu', 'webgpu'],
    ['webgl2', 'gpu'],
    ['webgl', 'gpu'],
    ['cpu', 'cpu'],
  ] as const)('runs kernels of its mode: %s', async (mode, own) => {
    expect(await makeDevice(pretended(own, null), mode).run(step, [])).toEqual(new Float32Array(2))
  })

  it.each([
    ['webgpu', 'cpu', null],
    ['webgl2', 'cpu', 'no context'],
    ['webasm', 'cpu', null],
    ['webgl', 'gpu', 'it could not be built'],
  ] as const)('refuses kernels of another: asked for %s, computed in %s', async (mode, own, reason) => {
    await expect(makeDevice(pretended(own, reason), mode).run(step, [])).rejects.toThrow(
      `Cannot run a kernel in mode ${mode}: expected gpu.js to compute it in mode ${mode}, found mode ${own}`,
    )
  })
})
