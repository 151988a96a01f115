/**
 * @file The libraries that have `cblas_sgemm`, by their names on each system: the vendor's own first, then OpenBLAS,
 * MKL, BLIS, and the system's default BLAS.
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

/**
 * Functions that restrict a library to the calling thread, each with its type and the number to pass. A library without
 * any of them either has no threads or keeps them.
 */
export const restrictions: readonly (readonly [name: string, type: string, value: number])[] = [
  ['openblas_set_num_threads', 'int', 1],
  ['MKL_Set_Num_Threads', 'int', 1],
  ['bli_thread_set_num_threads', 'int64_t', 1],
  ['BLASSetThreading', 'uint', 1],
]
