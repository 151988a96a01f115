/**
 * @file onnxruntime's WebAssembly build, from the packages of this folder. Nothing of the library needs it, so it is not known
 * to the compiler, and its types are those few that are used here.
 */

/** A tensor of onnxruntime. */
export interface OrtTensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: ArrayLike<number> | BigInt64Array
}

/** A model that is ready to run. */
export interface OrtSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly run: (feeds: Readonly<Record<string, OrtTensor>>) => Promise<Readonly<Record<string, OrtTensor>>>
  readonly release: () => Promise<void>
}

/** The part of onnxruntime that is used here. */
interface Ort {
  readonly env: { readonly wasm: { numThreads: number }; logLevel: string }
  readonly Tensor: new (type: string, data: Float32Array | BigInt64Array, dims: readonly number[]) => OrtTensor
  readonly InferenceSession: {
    readonly create: (bytes: Uint8Array, options?: { readonly externalData: readonly OrtFile[] }) => Promise<OrtSession>
  }
}

/** A file beside a model. */
interface OrtFile {
  readonly path: string
  readonly data: Uint8Array
}

/** What loads onnxruntime; it computes on so many threads. */
export interface Onnxruntime {
  readonly load: (bytes: Uint8Array, files?: readonly OrtFile[]) => Promise<OrtSession>
  readonly floats: (data: Float32Array, dims: readonly number[]) => OrtTensor
  readonly ints: (data: readonly number[], dims: readonly number[]) => OrtTensor
}

const isOrt = (loaded: unknown): loaded is Ort =>
  typeof loaded === 'object' && loaded !== null && 'InferenceSession' in loaded && 'env' in loaded

/** onnxruntime on so many threads; `null` if its package is not installed. */
export const onnxruntime = async (threads: number): Promise<Onnxruntime | null> => {
  // Resolved at run time, since the library's own packages do not have it.
  const specifier = 'onnxruntime-web'
  const ort: unknown = await import(specifier).catch(() => null)
  if (!isOrt(ort)) return null
  ort.env.wasm.numThreads = threads
  ort.env.logLevel = 'error'
  return {
    load: (bytes, files = []) => ort.InferenceSession.create(bytes, { externalData: files }),
    floats: (data, dims) => new ort.Tensor('float32', data, dims),
    ints: (data, dims) => new ort.Tensor('int64', BigInt64Array.from(data, BigInt), dims),
  }
}
