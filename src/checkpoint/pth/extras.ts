/**
 * @file Harmless Python objects that appear beside tensors in checkpoints: options, paths, dates, types, devices, sets.
 *
 * A name in this table stands for a {@link PthExtra}. Whatever is made from it, by a call or otherwise, is one too, and
 * keeps nothing but that name. A file that holds such objects can thus be read, without reading the objects.
 */
import type { PthExtra } from './PthValue.ts'

const factories = ['bool', 'bytearray', 'bytes', 'complex', 'dict', 'float', 'frozenset', 'int', 'list', 'set', 'str']

const dtypes = ['float64', 'float32', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool']
const moreDtypes = [
  'complex32',
  'complex64',
  'complex128',
  'uint16',
  'uint32',
  'uint64',
  'float8_e4m3fn',
  'float8_e5m2',
]
const quantized = ['qint8', 'quint8', 'qint32']

const paths = ['PosixPath', 'WindowsPath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PurePath']

/** The name under which each is listed. */
const names: ReadonlyMap<string, string> = new Map<string, string>([
  ['argparse.Namespace', 'argparse.Namespace'],
  ['types.SimpleNamespace', 'types.SimpleNamespace'],
  // Python 2 has other names for its built-ins, and protocol 2, which PyTorch writes, has no opcode for bytes.
  ...['builtins', '__builtin__'].flatMap((module) => factories.map((name) => [`${module}.${name}`, name] as const)),
  ['_codecs.encode', 'bytes'],
  ...['numpy.core', 'numpy._core'].map((module) => [`${module}.multiarray.scalar`, 'NumPy scalar'] as const),
  ['numpy.dtype', 'numpy.dtype'],
  ['torch.device', 'torch.device'],
  ...[...dtypes, ...moreDtypes, ...quantized].map((name) => [`torch.${name}`, `torch.${name}`] as const),
  ['torch.serialization._get_layout', 'torch.layout'],
  ...['pathlib', 'pathlib._local'].flatMap((module) =>
    paths.map((name) => [`${module}.${name}`, `pathlib.${name}`] as const),
  ),
  ...['datetime', 'date', 'time', 'timedelta'].map((name) => [`datetime.${name}`, `datetime.${name}`] as const),
])

/** An extra of this name. */
export const extra = (of: string): PthExtra => ({ _tag: 'Extra', of })

/** The meaning of a Python name; `null` if it is not known to be harmless. */
export const findExtra = (module: string, name: string): PthExtra | null => {
  const of = names.get(`${module}.${name}`)
  return of === undefined ? null : extra(of)
}
