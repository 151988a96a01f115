/** @file Mistakes in what reads and writes files. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const test = 'test/files/replaceFile.test.ts'
const replace = 'src/files/replaceFile.ts'
const regular = 'src/files/regularFile.ts'
const temporaries = 'src/files/temporaries.ts'
const folders = 'test/data/imageFolder.test.ts'
const formats = 'src/codecs/FileFormat.ts'
const image = 'test/data/readImage.test.ts'

/** Mistakes in files. */
export const fileFaults: readonly Fault[] = [
  at(
    'src/checkpoint/dtype.ts',
    'dtype: arrays of other element types are written',
    'tagOf(data) !== arrayNames[dtype]',
    'tagOf(data) === arrayNames[dtype] && Number.isNaN(data.length)',
    'test/checkpoint/numpy/npy.test.ts',
  ),
  at(
    formats,
    'formats: a reader is told that it is given its own',
    'found === null || read.includes(found)',
    'found === null',
    'test/codecs/FileFormat.test.ts',
  ),
  at(
    formats,
    'formats: the length of a header is taken for a pickle',
    "['safetensors', /^.{3}[\\0-\\x05]\\0{4}\\{/s],",
    "['safetensors', /^[^\\x80].{2}[\\0-\\x05]\\0{4}\\{/s],",
    'test/codecs/FileFormat.test.ts',
  ),
  at(
    'src/checkpoint/safetensorsFile.ts',
    'formats: a file that is read in parts is not looked at',
    'await read(0, headBytes)',
    'await read(0, 0)',
    'test/checkpoint/otherFormats.test.ts',
  ),
  at(
    'src/checkpoint/CheckpointError.ts',
    'formats: what is no class is advised to be a state_dict',
    '/^[A-Z]/.test(name)',
    "name !== ''",
    'test/checkpoint/otherFormats.test.ts',
  ),
  at(
    'src/checkpoint/tensorFromEntry.ts',
    'tensors of files: the shape is shared',
    'ownList(entry.shape)',
    'entry.shape',
    'test/checkpoint/tensorFromEntry.test.ts',
  ),
  at(replace, 'files: a link is replaced', 'found?.isSymbolicLink() !== true', 'links >= 0', test),
  at(replace, 'files: the mode is not kept', 'if (old !== null) await become(handle, old)', '', test),
  at(replace, 'files: a FIFO is replaced', '  checkRegular(old)\n', '', test),
  at(replace, 'files: the half-written one stays', 'await files.rm(temporary, { force: true })', '', test),
  at(
    replace,
    'files: the old one is written over',
    'const temporary = paths.join(folder, await temporaryName(name))',
    'const temporary = target; await files.rm(target, { force: true })',
    test,
  ),
  at(
    replace,
    'files: folders are made by Node',
    '  for (const each of missing) {',
    '  for (const each of [folder]) {',
    test,
  ),
  at(replace, 'files: what was left behind stays', 'await removeLeftBehind(folder, name)', '', test),
  at(
    temporaries,
    'files: live ones are taken away',
    'if (!isAlive(pid)) return true',
    'if (isAlive(pid)) return true',
    test,
  ),
  at(temporaries, 'files: those of other machines are taken away', 'where === (await machine())', "where !== ''", test),
  at(
    temporaries,
    'files: those of other files are taken away',
    'if (parts?.[1] !== hash) continue',
    'if (parts === null) continue',
    test,
  ),
  at(temporaries, 'files: names grow too long', 'name.slice(0, 40)', 'name.slice(0, 400)', test),
  at(regular, 'files: what is no file is opened', '  checkRegular(await files.stat(path))\n', '', test),
  at(regular, 'files: the kernel is asked', 'if (pseudo.has(type))', 'if (type < 0)', test),
  at(
    regular,
    'files: the size is not held to the budget',
    'if (over !== null) return',
    'if (over === undefined) return',
    test,
  ),
  at(
    'src/data/imageFolder.ts',
    'folders: a folder without classes is read',
    'classes.length > 0',
    'classes.length >= 0',
    folders,
  ),
  at(
    'src/data/imageFolder.ts',
    'folders: the broken image is not named',
    'E.left(inFile(file.path)(read.left))',
    'read',
    folders,
  ),
  at('src/data/readImage.ts', 'images: the scale is not applied', 'imageTensor(pixels)', 'imageTensor()', image),
  at(
    'src/data/imageFile.ts',
    'images: the size is not applied',
    'sides === null ? E.right',
    'sides !== undefined ? E.right',
    image,
  ),
  at(
    'src/data/imageFolder.ts',
    'folders: a name is taken for text',
    'Buffer.from(String(name)).equals(name)',
    'name.length > 0',
    folders,
  ),
  at('src/data/imageFile.ts', 'images: the limits are not applied', ', ...limits })', ' })', image),
  at(
    'src/backend/wasm/interleaved.ts',
    'kernels: what is packed is taken in another order',
    '{ of, from: within(of, k)',
    "{ of: of === 'plain' ? 'relaxed' : 'plain', from: within(of, k)",
    'test/backend/wasm/interleaved.test.ts',
  ),
]
