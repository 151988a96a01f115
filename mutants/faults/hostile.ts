/** @file Mistakes in what holds input from outside to its claims, and in the pixels of images. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const bombs = 'test/hostile/bombs.test.ts'
const pth = 'test/checkpoint/decodePth.test.ts'
const png = 'test/data/image/decodePng.test.ts'
const zip = 'src/checkpoint/pth/zip.ts'

/** Mistakes in decoders. */
export const hostileFaults: readonly Fault[] = [
  at(
    'src/checkpoint/pth/opcodes.ts',
    'pth: copies of a dictionary are not counted',
    'machine.count(from.entries.length)',
    'machine.count(0)',
    bombs,
  ),
  at(
    'src/checkpoint/pth/extras.ts',
    'pth: any name is harmless',
    'of === undefined ? null : extra(of)',
    'extra(of ?? name)',
    pth,
  ),
  at(
    'src/data/gunzip.ts',
    'gzip: the checksum of the last member alone is verified',
    'return found === expected ?',
    'return found === expected || end < bytes.length ?',
    'test/data/gunzip.test.ts',
  ),
  at(zip, 'zip: members may share bytes', 'end = member.end', 'end = 0', bombs),
  at(
    zip,
    'zip: the count of members is not held to the budget',
    "'maxMembers', directory.count",
    "'maxMembers', 0",
    bombs,
  ),
  at(zip, 'zip: checksums are not verified', 'return found === member.checksum', 'return found !== -1', pth),
  at(
    'src/checkpoint/pth/tensors.ts',
    'pth: views may come to any size',
    'madeBytes > Math.max(freeBytes, mostTimes * fileBytes)',
    'madeBytes < 0',
    bombs,
  ),
  at(
    'src/checkpoint/pth/Machine.ts',
    'pth: whole numbers may have any length',
    'if (length > longestNumber)',
    'if (length < 0)',
    bombs,
  ),
  at('src/codecs/json.ts', 'JSON: depth is not counted', 'depth += 1', 'depth += 0', bombs),
  at('src/codecs/json.ts', 'JSON: records are not counted', 'records += 1', 'records += 0', bombs),
  at(
    'src/codecs/inflate.ts',
    'inflate: a size that the stream cannot reach is allocated',
    'if (!(size <= most))',
    'if (size < 0)',
    'test/codecs/inflate.test.ts',
  ),
  at(
    'src/data/image/DecodedImage.ts',
    'images: pixels are not held to the budget',
    "'maxPixels', width * height",
    "'maxPixels', 0",
    bombs,
  ),
  at(
    'src/data/image/averaged.ts',
    'images: what lies between two sizes is not held to the budget',
    "'maxBytes', 3 * image.height * width",
    "'maxBytes', 0",
    'test/data/image/resized.test.ts',
  ),
  at(
    'src/core/numberRules.ts',
    'budgets: a limit may be no number',
    "typeof value === 'number' && value >= 0",
    '!(value < 0)',
    'test/data/index.test.ts',
  ),
  at(
    'src/data/pixels.ts',
    'images: pixels need not fill their shape',
    '.length === expected',
    '.length <= expected',
    'test/data/source/read.test.ts',
  ),
  at(
    'src/data/image/jpegClaims.ts',
    'JPEG: blocks are not held to the bytes',
    'if (frame.blocks > 8 * scanBytes)',
    'if (frame.blocks < 0)',
    bombs,
  ),
  at(
    'src/models/architecture.ts',
    'architectures: cells are not held to the budget',
    "refuseOver(overBudget(budget, 'maxCells', cells(x)))",
    "refuseOver(overBudget(budget, 'maxCells', cells(x) * 0))",
    bombs,
  ),
  at(
    'src/cli/networkCommand.ts',
    'summary: a name is looked up in what every object has',
    'Object.hasOwn(networks, name) ? networks[name] : undefined',
    'networks[name]',
    bombs,
  ),
  at(
    'src/data/image/pngChunks.ts',
    'PNG: checksums of chunks are not verified',
    'if (expected !== found)',
    'if (found < 0)',
    png,
  ),
  at(
    'src/data/image/decodePng.ts',
    'PNG: the checksum of the pixels is not verified',
    'return found === expected',
    'return found >= 0',
    png,
  ),
  at(
    'src/data/image/pngRows.ts',
    'PNG: a pass begins a column too late',
    'left: 1, top: 0, across: 2',
    'left: 0, top: 0, across: 2',
    png,
  ),
  at(
    'src/data/image/pngRows.ts',
    'PNG: samples are packed from the lowest bit on',
    '(8 - depth - ((k * depth) & 7))',
    '((k * depth) & 7)',
    png,
  ),
  at(
    'src/data/image/pngRows.ts',
    'PNG: of equals the filter takes the one above to the left',
    'toAbove <= toBoth ? above : aboveLeft',
    'toAbove < toBoth ? above : aboveLeft',
    png,
  ),
  at(
    'src/data/image/orientation.ts',
    'EXIF: turned to the right is turned to the left',
    'const from = (upsideDown ?',
    'const from = (upsideDown !== isTransposed ?',
    'test/data/image/orientation.test.ts',
  ),
  at(
    'src/data/image/averaged.ts',
    'resized: a pixel sees only those next to it',
    'const width = Math.max(1, step)',
    'const width = Math.min(1, step)',
    'test/data/image/resized.test.ts',
  ),
]
