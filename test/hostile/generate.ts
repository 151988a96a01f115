/** @file Inputs that are made whole, so that their damage is not seen at the first checksum: claims and contents at odds. */
import { deflateRawSync, gzipSync } from 'node:zlib'
import { crc32 } from '../../src/codecs/checksums.ts'
import { leafKinds } from '../../src/models/architectureKinds.ts'
import { bytesOfRows } from '../../src/data/image/pngRows.ts'
import type { PngClaims } from './pngParts.ts'
import { chunk, packed, pngOf } from './pngParts.ts'
import { archive, bytesOf, memberHeader, pickle } from './pthParts.ts'
import type { Random } from './random.ts'

const sizes = [0, 1, 2, 3, 5, 8, 17, 255, 65536, 1e9, 2 ** 31, 2 ** 32 - 1]

/** The bytes that the pixels of a PNG take, filters included; 0 where its claims are no PNG's. */
export const bytesOfPixels = ({ width, height, depth, type, interlace = 0 }: PngClaims): number => {
  const channels = [1, 0, 3, 1, 2, 0, 4][type] ?? 0
  return bytesOfRows({ width, height, depth, channels, isIndexed: type === 3, isInterlaced: interlace === 1 })
}

/** A PNG of any claims, mostly with as many rows as it needs, and right checksums. */
export const anyPng = ({ below, oneOf, once, bytes }: Random): Uint8Array => {
  const side = (): number => (once(8) ? oneOf(sizes) : 1 + below(20))
  const claims = {
    ...{ width: side(), height: side(), depth: oneOf([1, 2, 4, 8, 16]), type: oneOf([0, 2, 3, 4, 6]) },
    interlace: oneOf([0, 0, 1, 1, 2]),
  }
  const needed = once(8) ? below(2000) : Math.min(5000, bytesOfPixels(claims))
  // Bytes up to 4 are filters too.
  const raw = once(3) ? new Uint8Array(needed) : bytes(needed).map((byte) => byte % 5)
  const before = once(4) ? [] : [chunk('PLTE', bytes(3 * (once(4) ? below(300) : 5)))]
  return pngOf(claims, packed(raw), ...before)
}

/** A value of a pickle. */
const anyValue = (random: Random, depth: number): Uint8Array => {
  const { below, oneOf, once } = random
  const several = (): readonly Uint8Array[] => Array.from({ length: below(4) }, () => anyValue(random, depth - 1))
  const counts = (): readonly number[] =>
    Array.from({ length: below(3) }, () => (once(6) ? oneOf([0, 2 ** 31 - 1, -1]) : below(4)))
  if (depth === 0 || once(4))
    return oneOf([pickle.int(below(9)), pickle.text('name'), Uint8Array.of(0x4e), Uint8Array.of(0x68, below(3))])
  if (once(3)) {
    const shape = counts()
    return pickle.tensor(
      pickle.storage(String(below(2)), oneOf([4, 4, 4, 0, 1e9])),
      shape,
      once(2) ? counts() : shape.map(() => below(2)),
    )
  }
  if (once(3)) return bytesOf(']', Uint8Array.of(0x71, below(3)), '(', ...several(), 'e')
  if (once(4)) {
    const [module, name] = oneOf([
      ['argparse', 'Namespace'],
      ['collections', 'Counter'],
      ['collections', 'defaultdict'],
      ['torch', 'device'],
      ['builtins', 'set'],
      ['builtins', 'getattr'],
    ] as const)
    const made = bytesOf(pickle.global(module, name), pickle.tuple(...several()), oneOf(['R', Uint8Array.of(0x81)]))
    return once(2) ? bytesOf(made, '}(', ...several().flatMap((value) => [pickle.text('k'), value]), 'ub') : made
  }
  if (once(6)) return bytesOf(Uint8Array.of(0x8f), '(', ...several(), Uint8Array.of(0x90))
  if (once(6)) return bytesOf(oneOf(['B', Uint8Array.of(0x8e)]), [4, oneOf(sizes)], [4, 0], random.bytes(below(9)))
  return bytesOf('}(', ...several().flatMap((value, k) => [pickle.text(`k${k}`), value]), 'u')
}

/** An archive of a random pickle and storages that may be missing, shared, or of another size. */
export const anyPth = (random: Random): Uint8Array => {
  const { below, oneOf, once, bytes } = random
  const contents = [
    ['data.pkl', bytesOf(pickle.start, anyValue(random, 4), pickle.stop)],
    ['data/0', bytes(16)],
    ['data/1', bytes(once(4) ? below(20) : 16)],
  ] as const
  let body = new Uint8Array(0)
  const members = contents.map(([name, content]) => {
    const isDeflated = once(3)
    const stream = isDeflated ? new Uint8Array(deflateRawSync(content)) : content
    const claims = {
      name,
      method: isDeflated ? 8 : 0,
      checksum: once(30) ? 0 : crc32(content),
      packed: once(30) ? below(200) : stream.length,
      size: once(30) ? oneOf(sizes.slice(0, 9)) : content.length,
    } as const
    const at = once(30) ? below(body.length + 1) : body.length
    body = new Uint8Array(bytesOf(body, memberHeader(claims), stream))
    return { ...claims, at }
  })
  return archive(body, members, once(20) ? below(5) : members.length)
}

const anyNumber = ({ oneOf, below, once }: Random): unknown =>
  once(6) ? oneOf<unknown>([0, -1, 1.5, 1e9, 1e308, '1', null, [], [1], {}, true]) : 1 + below(6)

/** An architecture as JSON: any layers, with options that it has and values that it may not. */
export const anyArchitecture = (random: Random, depth = 4): unknown => {
  const { oneOf, below, once } = random
  const inner = (): unknown => anyArchitecture(random, depth - 1)
  const several = (): readonly unknown[] => Array.from({ length: below(4) }, inner)
  if (depth > 0 && once(2)) {
    const names = ['a', 'b', '__proto__', 'constructor', '0', '']
    return oneOf<() => unknown>([
      () => ({ layer: 'sequential', layers: several() }),
      () => ({ layer: 'layers', layers: Object.fromEntries(several().map((one) => [oneOf(names), one])) }),
      () => ({ layer: 'branches', branches: Object.fromEntries(several().map((one) => [oneOf(names), one])) }),
      () => ({ layer: 'residual', inner: inner() }),
    ])()
  }
  const name = oneOf([...Object.keys(leafKinds), 'constructor'])
  const kind = Object.hasOwn(leafKinds, name) ? leafKinds[name] : undefined
  const options = [...Object.keys(kind?.required ?? {}), ...Object.keys(kind?.optional ?? {}).filter(() => once(2))]
  return {
    layer: name,
    ...Object.fromEntries(
      options.map((option) => [option, once(8) ? oneOf([true, 'bilinear', 'area', -1]) : anyNumber(random)]),
    ),
  }
}

/** A safetensors file whose header claims at random. */
export const anySafetensors = (random: Random): Uint8Array => {
  const { below, oneOf, once } = random
  const count = (): unknown => (once(10) ? oneOf<unknown>([-1, 1e308, 2 ** 53, null, 'x', [], 1.5]) : below(4))
  const entry = (): unknown =>
    once(12)
      ? oneOf<unknown>([null, [], 5, {}, anyArchitecture(random)])
      : {
          dtype: oneOf(['F32', 'F16', 'BF16', 'I64', 'U8', 'BOOL', 'C64', 'constructor']),
          shape: Array.from({ length: below(3) }, count),
          data_offsets: [count(), count()],
        }
  const names = ['a', 'b', '__metadata__', '__proto__', 'constructor', '']
  const text = JSON.stringify(Object.fromEntries(Array.from({ length: below(4) }, () => [oneOf(names), entry()])))
  return bytesOf([8, once(10) ? below(1000) : Buffer.byteLength(text)], text, new Uint8Array(below(24)))
}

/** A gzip file, of IDX or not, whose trailer may lie. */
export const anyGzip = ({ below, oneOf, once, bytes }: Random): Uint8Array => {
  const rank = below(4)
  const dimensions = Array.from({ length: rank }, () => (once(6) ? oneOf(sizes) : below(4)))
  const header = Buffer.alloc(4 + 4 * rank)
  header.set([0, 0, oneOf([8, 9, 11, 12, 13, 14, 15]), rank])
  dimensions.forEach((dimension, k) => header.writeUInt32BE(dimension, 4 + 4 * k))
  const whole = new Uint8Array(gzipSync(Buffer.concat([header, bytes(below(64))])))
  if (once(4)) new DataView(whole.buffer).setUint32(whole.length - 4, oneOf(sizes), true)
  const more = once(3) ? Array.from({ length: below(4) }, () => gzipSync(bytes(below(64)))) : []
  return new Uint8Array(Buffer.concat([whole, ...more]))
}
