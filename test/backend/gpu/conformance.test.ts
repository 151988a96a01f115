import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import type { GpuMode } from '../../../src/backend/gpu/index.ts'
import { showGpuError } from '../../../src/gpu/GpuError.ts'
import { loadGpuJs, startDevice } from '../../../src/gpu/modes.ts'
import { few } from '../../samples.ts'
import { seed } from '../../seed.ts'
import { conformance } from './conformance.ts'
import { everyPrimitive } from './everyPrimitive.ts'

const js = await loadGpuJs()()

/** Headless GL needs the native package `gl` and a display, such as `xvfb-run` gives; where they are, it is tested too. */
const hasHeadlessGl = E.isRight(js) && js.right.GPU.isHeadlessGLSupported
const modes: readonly GpuMode[] = ['cpu', 'webasm', ...(hasHeadlessGl ? (['headlessgl'] as const) : [])]

describe.each(modes)('gpu backend in mode %s', async (mode) => {
  const device = E.isLeft(js) ? js : await startDevice(js.right, mode)()
  if (E.isLeft(device)) throw new Error(showGpuError(device.left))
  afterAll(device.right.close)

  // A kernel of headless GL takes its driver tens of milliseconds to build.
  const [runs, limit] = mode === 'headlessgl' ? [few(2), 600_000] : [few(5), 600_000]
  it(
    'agrees with the reference in every primitive and its gradients',
    async () => {
      const { disagreements, primitives } = await conformance(device.right, { runs, seed: seed() })
      expect(disagreements).toEqual([])
      expect(primitives).toEqual(everyPrimitive)
    },
    limit,
  )
})
