/**
 * @file Finding an available mode of gpu.js.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Device, GpuJs, GpuMode, HostMode } from '../backend/gpu/index.ts'
import { makeDevice, synchronousBackend } from '../backend/gpu/index.ts'
import type { Backend } from '../compile/Program.ts'
import { isRecord } from '../core/isRecord.ts'
import type { Load } from '../core/loadPeer.js'
import { loadPeer } from '../core/loadPeer.js'
import { refuse } from '../core/TensorError.ts'
import type { GpuError } from './GpuError.ts'

/** What to run on: a mode, or the first one available. */
export type GpuModeOption = GpuMode | 'auto'

const isGpuJs = (loaded: unknown): loaded is GpuJs => isRecord(loaded) && typeof loaded['GPU'] === 'function'

/** Loads gpu.js, which is an optional peer: by the user's import, or by the platform's. */
export const loadGpuJs = (load: Load = loadPeer('gpu.js')): TE.TaskEither<GpuError, GpuJs> =>
  TE.tryCatch(
    async () => {
      const loaded = await load()
      const known = isRecord(loaded) ? [loaded['default'], loaded] : []
      return (
        known.find(isGpuJs) ??
        refuse('load', [], { expected: 'a module with a class GPU', found: 'another' }, 'load gpu.js')
      )
    },
    (): GpuError => ({ _tag: 'NotInstalled' }),
  )

/** The modes, fastest first. */
const preferred: readonly GpuMode[] = ['webgpu', 'webgl2', 'webgl', 'headlessgl', 'webasm', 'cpu']

const isThere = async ({ GPU }: GpuJs, mode: GpuMode): Promise<boolean> => {
  switch (mode) {
    case 'webgpu':
      return GPU.isWebGPUAvailable()
    case 'webgl2':
      return GPU.isWebGL2Supported
    case 'webgl':
      return GPU.isWebGLSupported
    case 'headlessgl':
      return GPU.isHeadlessGLSupported
    case 'webasm':
      return GPU.isWebAssemblySupported
    case 'cpu':
      return true
  }
}

const unavailable = (mode: GpuModeOption, reason: string): GpuError => ({ _tag: 'ModeUnavailable', mode, reason })

const start = (js: GpuJs, mode: GpuMode): TE.TaskEither<GpuError, Device> =>
  pipe(
    TE.tryCatch(
      () => isThere(js, mode),
      (thrown) => unavailable(mode, String(thrown)),
    ),
    TE.filterOrElse(
      (there) => there,
      () => unavailable(mode, 'this machine does not offer it'),
    ),
    TE.chainEitherK(() =>
      E.tryCatch(
        () => makeDevice(new js.GPU({ mode }), mode),
        (thrown) => unavailable(mode, String(thrown)),
      ),
    ),
  )

/** A device in a mode, or in the first mode available. */
export const startDevice = (js: GpuJs, mode: GpuModeOption): TE.TaskEither<GpuError, Device> =>
  mode === 'auto'
    ? preferred.reduce<TE.TaskEither<GpuError, Device>>(
        (before, next) =>
          pipe(
            before,
            TE.orElse(() => start(js, next)),
          ),
        TE.left(unavailable('auto', 'this machine offers no mode')),
      )
    : start(js, mode)

/** The synchronous backend in a mode. */
export const startSynchronous = (js: GpuJs, mode: HostMode): E.Either<GpuError, Backend> =>
  mode === 'webasm' && !js.GPU.isWebAssemblySupported
    ? E.left(unavailable(mode, 'this machine does not offer it'))
    : E.tryCatch(
        () => synchronousBackend(js, mode),
        (thrown) => unavailable(mode, String(thrown)),
      )
