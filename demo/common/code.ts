/** @file What copied programs begin with: how they get the digits and the weights of the page, or weights of a visitor's. */

/** Where a program finds what it computes with. */
export interface Source {
  /** The address of the page. */
  readonly page: string
  /** The visitor's file whose weights the network has; `null` for those of the page. */
  readonly weights: string | null
}

/** A text as a literal. */
export const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

/** Lines that define how a program fetches a file that lies beside the page. */
export const fetching = (page: string): string => `const page = ${quoted(new URL('.', page).href)}

/** A file that lies beside the page. */
const fetched = async (name: string): Promise<Uint8Array> => {
  const answer = await fetch(new URL(name, page))
  if (!answer.ok) throw new Error(\`\${name}: \${answer.status}\`)
  return new Uint8Array(await answer.arrayBuffer())
}`

/** Lines that fetch the digits of the page, and leave out those of the other part. */
export const digitsCode = (part: 'seen' | 'unseen'): string => `const images = await fetched('digits/images.bin')
const digits = decodeMnist()({ images, labels: await fetched('digits/labels.bin') })
if (E.isLeft(digits)) throw new Error(showDecodeError(digits.left))
// 1,600 digits to learn from, and 400 that no step sees.
const ${part === 'seen' ? '[, seen]' : '[unseen]'} = Dataset.split(key(2026), 400)(digits.right)`

const isTorch = (path: string): boolean => /\.(pth|pt|bin)$/i.test(path)

/** What {@link weightsCode} imports from `cotangent/checkpoint`. */
export const weightsImports = (path: string): readonly string[] =>
  [
    ...(isTorch(path) ? ['decodeStateDict', 'fromTorchNames'] : ['decodeSafetensors']),
    'showCheckpointError',
    'treeFromTensors',
  ].toSorted()

/** Lines that decode weights of LeNet; `bytes` is what gives the bytes of the file, whose name tells its format. */
export const weightsCode = (path: string, bytes: string): string => `${
  isTorch(path)
    ? `const read = decodeStateDict()(${bytes})
if (E.isLeft(read)) throw new Error(showCheckpointError(read.left))
const tensors = fromTorchNames(read.right)`
    : `const read = decodeSafetensors(${bytes})
if (E.isLeft(read)) throw new Error(showCheckpointError(read.left))
const { metadata } = read.right
// Weights in one byte are whole numbers; the metadata says what they are multiples of.
const tensors = new Map(
  Array.from(read.right.tensors, ([name, { shape, data }]) => {
    const step = Number(metadata.get(name) ?? 1)
    const scaled = Float32Array.from({ length: data.length }, (_, k) => Number(data[k]) * step)
    return [name, { dtype: 'F32', shape, data: scaled } as const]
  }),
)`
}
const loaded = treeFromTensors<LenetParams>(lenet.init(key(0))[0])(tensors)
if (E.isLeft(loaded)) throw new Error(showCheckpointError(loaded.left))
const params = loaded.right`

/** Where a program finds weights: those of the page beside it, others in the visitor's file. */
export const weightsFrom = (weights: Source['weights']): { readonly path: string; readonly bytes: string } =>
  weights === null
    ? { path: 'lenet.safetensors', bytes: `await fetched('lenet.safetensors')` }
    : { path: weights, bytes: `await readFile(${quoted(weights)})` }
