/** @file Linking: the modules that a machine has are compiled once each, and linked to the one that runs commands. */
import { refuse } from '../../core/TensorError.ts'
import type { ModuleName } from './interface/commands.ts'
import type { KernelModule } from './modules.ts'

/** What the module that runs commands exports. */
interface Exports {
  readonly prepare: (control: number, scratch: number) => void
  readonly run: (from: number, to: number, base: number, workers: number) => number
  readonly abandon: () => void
}

/** Compiled modules by their names. */
export type Compiled = Partial<Readonly<Record<ModuleName, WebAssembly.Module>>>

/** What modules are linked with. */
interface Linking {
  /** The memory, and the products of the host. */
  readonly imports: WebAssembly.Imports
  /** Whether to use fused multiply-add if the engine has it. */
  readonly relaxedSimd: boolean
  readonly isShared: boolean
  /** The address of the scratch of the calling thread. */
  readonly scratchAt: number
}

/** Modules that are linked. */
interface Linked {
  readonly modules: Compiled
  readonly exports: Exports
  /** The address of the words that they share with workers. */
  readonly controlAt: number
}

/** Address of the first control words, after the data of the modules, and the distance to those of the next link. */
const controlsAt = 1 << 16
const controlBytes = 128

const chooseBinary = ({ binaries }: KernelModule, relaxedSimd: boolean): Uint8Array<ArrayBuffer> => {
  const { plain, relaxed } = binaries()
  if (relaxedSimd && WebAssembly.validate(relaxed)) return relaxed
  return WebAssembly.validate(plain)
    ? plain
    : refuse(
        'run',
        [],
        { expected: 'a JavaScript engine with WebAssembly SIMD', found: 'one without' },
        'run on the wasm backend',
      )
}

/** The same module, importing memory that is not shared. */
const withoutSharing = (module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const name = Array.from('memory', (c) => c.charCodeAt(0))
  const at = module.findIndex((_, start) => name.every((code, k) => module[start + k] === code))
  const patched = module.slice()
  // After the name come the kind of import and the flags of the limits.
  patched[at + name.length + 1] = 1
  return patched
}

/** What a module that is not linked executes: nothing, since no program has its commands. */
const unlinked = { execute: () => undefined }

/** The module that runs commands, linked to the others. */
const instantiate = ({ entries, ...others }: Compiled, shared: WebAssembly.Imports): Exports => {
  const imports = { products: unlinked, windows: unlinked, ...shared }
  const linked = Object.entries(others).map(
    ([name, module]) => [name, new WebAssembly.Instance(module, shared).exports] as const,
  )
  const instance = new WebAssembly.Instance(entries!, { ...imports, ...Object.fromEntries(linked) })
  // The module is the one that `npm run build:wasm` built, and these are its exports.
  return instance.exports as WebAssembly.Exports & Exports
}

/**
 * Links these modules, and those that it linked before. The first ones include the one that runs commands. Each time there
 * are control words of their own, so that workers of the last time that are slow to leave find nothing to do.
 */
export const linking = ({
  imports,
  relaxedSimd,
  isShared,
  scratchAt,
}: Linking): ((needed: readonly KernelModule[]) => Linked) => {
  let modules: Compiled = {}
  let controlAt = controlsAt - controlBytes
  return (needed) => {
    const missing = needed.filter(({ name }) => modules[name] === undefined)
    modules = missing.reduce<Compiled>((all, module) => {
      const binary = chooseBinary(module, relaxedSimd)
      return { ...all, [module.name]: new WebAssembly.Module(isShared ? binary : withoutSharing(binary)) }
    }, modules)
    const exports = instantiate(modules, imports)
    controlAt += controlBytes
    exports.prepare(controlAt, scratchAt)
    return { modules, exports, controlAt }
  }
}
