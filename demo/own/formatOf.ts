/** @file The format of a file of weights, by what its name ends in. */

/** The formats that the library decodes. */
export type Format = 'safetensors' | 'torch' | 'onnx'

const formats: ReadonlyMap<string, Format> = new Map([
  ['.pth', 'torch'],
  ['.pt', 'torch'],
  ['.bin', 'torch'],
  ['.safetensors', 'safetensors'],
  ['.onnx', 'onnx'],
])

/** What the names of files that can be read end in. */
export const endings: readonly string[] = [...formats.keys()]

/** The format of a file; `null` if its name ends in none that the page reads. */
export const formatOf = (name: string): Format | null => {
  const ending = endings.find((one) => name.toLowerCase().endsWith(one))
  return (ending === undefined ? undefined : formats.get(ending)) ?? null
}
