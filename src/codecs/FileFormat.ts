/**
 * @file The formats of files that are taken for one another, recognized by their first bytes. A reader that refuses a file
 * says so with what the bytes look like; what is accepted does not depend on it.
 */

/** What files of each format are called where one is refused, and what helps. */
const names = {
  pth: 'a .pth file of PyTorch, which decodeStateDict reads',
  pickle: 'a pickle that torch.save did not write; save the tensors with torch.save, or as safetensors',
  npy: 'a .npy file of NumPy, which decodeNpy reads',
  npz: 'an .npz file of NumPy, which decodeNpz reads',
  safetensors: 'a safetensors file, which decodeSafetensors reads',
  onnx: 'an ONNX model, which decodeOnnx reads',
  zip: 'a zip archive of other files; unpack it first',
  gzip: 'a gzip file, which gunzip unpacks',
  png: 'a PNG image, which decodeImage reads',
  jpeg: 'a JPEG image, which decodeImage reads',
  hdf5: 'an HDF5 file, which no function here reads; save the tensors as safetensors or .npz',
  gitLfs: 'a pointer of Git LFS in place of the file; run git lfs pull',
  html: 'a web page in place of the file; download the file itself',
  text: 'text in place of the file; it may say why',
} as const

/** A format that is recognized by the first bytes of a file. */
export type FileFormat = keyof typeof names

/** What refused bytes look like, where that is a format other than those that their reader reads. */
export interface LooksLike {
  readonly looksLike?: FileFormat
}

/** How many bytes of a file are looked at: more than any beginning has, and enough to tell text from numbers. */
export const headBytes = 1024

/**
 * How files begin, a character a byte. The first match holds: the length of a header of safetensors may have the bytes that
 * begin a pickle. An ONNX model begins with its version, followed by its producer, its graph or its operators.
 */
const beginnings: readonly (readonly [FileFormat, RegExp])[] = [
  ['safetensors', /^.{3}[\0-\x05]\0{4}\{/s],
  ['pth', /^\x80[\x02-\x05](?:\x95.{8})?\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19/s],
  ['pickle', /^\x80[\x02-\x05]./s],
  ['npy', /^\x93NUMPY/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['jpeg', /^\xff\xd8\xff/],
  ['gzip', /^\x1f\x8b\x08/],
  ['hdf5', /^\x89HDF\r\n\x1a\n/],
  [
    'onnx',
    /^\x08[\x01-\x1f](?:\x12[\x01-\x7f][ -~]{2}|\x3a[\x80-\xff]{0,4}[\0-\x7f][\x0a\x12\x2a\x5a\x62]|\x42[\x02-\x7f][\x0a\x10])/,
  ],
  ['gitLfs', /^version https:\/\/git-lfs/],
  ['html', /^(?:\xef\xbb\xbf)?\s*<(?:!--|(?:!doctype|\?xml|html|head|body)\b)/i],
  ['text', /^[^\0-\x08\x0b\x0e-\x1f\x7f\xc0\xc1\xf5-\xff]{8,}$/],
]

const zipBeginning = 'PK\u0003\u0004'
const zipName = { length: 26, begin: 30 }

/** The kind of an archive by its first member: PyTorch writes the pickle first, and NumPy nothing but arrays. */
const archiveFormat = (head: string): FileFormat => {
  const length = head.charCodeAt(zipName.length) + 256 * head.charCodeAt(zipName.length + 1)
  const name = head.slice(zipName.begin, zipName.begin + length)
  if (name === 'data.pkl' || name.endsWith('/data.pkl')) return 'pth'
  return name.endsWith('.npy') ? 'npz' : 'zip'
}

/** The format that a file seems to be of, by its first bytes; `null` if they are of none that is known. */
export const fileFormat = (bytes: Uint8Array): FileFormat | null => {
  const length = Math.min(bytes.length, headBytes)
  const head = String.fromCharCode(...Array.from({ length }, (_, at) => bytes[at] ?? 0))
  if (head.startsWith(zipBeginning)) return archiveFormat(head)
  return beginnings.find(([, begins]) => begins.test(head))?.[0] ?? null
}

/** Adds to an error what the refused bytes look like, unless it is a format that their reader reads. */
export const lookingLike =
  (bytes: Uint8Array, ...read: readonly FileFormat[]) =>
  <A extends LooksLike>(error: A): A => {
    const found = fileFormat(bytes)
    return found === null || read.includes(found) ? error : { ...error, looksLike: found }
  }

/** What the bytes look like, as the end of a sentence; nothing if that is not known. */
export const showLooksLike = ({ looksLike }: LooksLike): string =>
  looksLike === undefined ? '' : `; the bytes look like ${names[looksLike]}`
