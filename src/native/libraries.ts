/**
 * @file The libraries that have `cblas_sgemm`, by the names under which systems know them: those of the system's vendor first,
 * then OpenBLAS, MKL, BLIS, and whatever the system takes for its BLAS.
 */

const onMacOs = [
  '/System/Library/Frameworks/Accelerate.framework/Accelerate',
  '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
  '/usr/local/opt/openblas/lib/libopenblas.dylib',
  'libopenblas.dylib',
  'libmkl_rt.2.dylib',
  'libblis.dylib',
]

const onWindows = ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll', 'libblis.dll']

const elsewhere = [
  'libopenblas.so.0',
  'libopenblas.so',
  'libmkl_rt.so.2',
  'libmkl_rt.so',
  'libblis.so.4',
  'libblis.so',
  'libblas.so.3',
]

/** The names to try on a platform, in order. */
export const librariesOn = (platform: string): readonly string[] =>
  platform === 'darwin' ? onMacOs : platform === 'win32' ? onWindows : elsewhere

/** Functions that tell a library to use the calling thread alone, each with the number that says so, and its type. */
export const alone: readonly (readonly [name: string, type: string, value: number])[] = [
  ['openblas_set_num_threads', 'int', 1],
  ['MKL_Set_Num_Threads', 'int', 1],
  ['bli_thread_set_num_threads', 'int64_t', 1],
  ['BLASSetThreading', 'uint', 1],
]
