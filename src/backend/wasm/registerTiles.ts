/**
 * @file The register tiles of the product as AssemblyScript. A tile keeps all of its sums in registers, so each tile
 * size has its own function without inner loops, and `npm run build:wasm` generates them in
 * `assembly/generated/tiles.ts` from here.
 *
 * A tile multiplies `rows` rows of A with `vectors` vectors of four columns of B:
 *
 *     s[r][v] += a[r] * b[v]    for every k
 *
 * The module exports each of them, and each has only one loop: an engine spills sums that are live across two loops, or
 * beside the loops of another tile. The first k stands before the loop. This makes the addresses of its entries, which
 * are the same in the loop, invariants that V8 computes once; it computes those that occur only in a loop for each k.
 */

/** Rows of A, and vectors of B. */
type Size = readonly [rows: number, vectors: number]

/**
 * Rows of a panel, with the vectors that a tile takes at a time, and alone. Five by two is the largest without spills.
 */
const sizes: readonly Size[] = [
  [5, 2],
  [5, 1],
  [4, 2],
  [4, 1],
  [3, 3],
  [3, 1],
  [2, 4],
  [2, 1],
  [1, 4],
  [1, 1],
]

export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k)

/** `${prefix}0`, `${prefix}1`, … */
const numbered = (prefix: string, count: number): readonly string[] => upTo(count).map((k) => `${prefix}${String(k)}`)

export const sumAt = (row: number, vector: number): string => `s${String(row)}${String(vector)}`

/** An offset as the last argument; omitted if it is 0. */
export const offset = (bytes: number): string => (bytes === 0 ? '' : `, ${String(bytes)}`)

export const functionOf = (name: string, parameters: readonly string[], body: readonly string[]): string =>
  `export function ${name}(${parameters.join(', ')}): void {\n${body.join('\n')}\n}`

const places = (names: readonly string[]): readonly string[] => names.map((name) => `${name}: usize`)

/** Loads each row of A, and adds its products with all vectors of B, which are already loaded. */
const addProducts = ([rows, vectors]: Size, loadRow: (row: number) => string): readonly string[] =>
  upTo(rows).flatMap((r) => [
    `const a${String(r)} = ${loadRow(r)}`,
    ...upTo(vectors).map((v) => `${sumAt(r, v)} = madd(a${String(r)}, b${String(v)}, ${sumAt(r, v)})`),
  ])

/** How a tile finds its vectors of B: its name, parameters, the loads of one k, and the way to the next k. */
interface Reading {
  readonly name: string
  readonly parameters: (vectors: number) => readonly string[]
  readonly end: (rows: number) => string
  /** What the loop compares with `end`. */
  readonly counter: string
  readonly before: readonly string[]
  readonly load: (vector: number) => string
  readonly next: readonly string[]
  /** Whether the sums of a row are contiguous in memory, too. */
  readonly isAdjacent: boolean
}

const endOfTable = (): string => 'table + ((<usize>count) << 2)'

/** At the offsets of a table from `x0`, …. */
const scattered: Reading = {
  name: 'tile',
  parameters: (vectors) => [
    ...places(['a', 'table']),
    'count: i32',
    ...places([...numbered('x', vectors), ...numbered('y', vectors), 'yRow']),
  ],
  end: endOfTable,
  counter: 'table',
  before: ['const at: usize = load<u32>(table)'],
  load: (vector) => `v128.load(x${String(vector)} + at)`,
  next: ['table += 4'],
  isAdjacent: false,
}

/** Side by side at the offsets of a table from `x`. */
const adjacent: Reading = {
  ...scattered,
  name: 'row',
  parameters: () => [...places(['a', 'table']), 'count: i32', ...places(['x', 'y', 'yRow'])],
  before: ['const at: usize = x + <usize>load<u32>(table)'],
  load: (vector) => `v128.load(at${offset(16 * vector)})`,
  isAdjacent: true,
}

/** Side by side, `step` bytes before those of the next k. */
const stepping: Reading = {
  name: 'step',
  parameters: () => [...places(['a', 'x', 'step']), 'count: i32', ...places(['y', 'yRow'])],
  end: (rows) => `a + <usize>(count * ${String(rows * 4)})`,
  counter: 'a',
  before: [],
  load: (vector) => `v128.load(x${offset(16 * vector)})`,
  next: ['x += step'],
  isAdjacent: true,
}

/** Packed rows of A at `a`, vectors of B as a reading finds them, sums stored to `y0`, … or side by side to `y`. */
const packedTile = (reading: Reading, [rows, vectors]: Size): string => {
  const ys = reading.isAdjacent ? ['y'] : numbered('y', vectors)
  const next = [...reading.next, `a += ${String(rows * 4)}`]
  const one = [
    ...reading.before,
    ...upTo(vectors).map((v) => `const b${String(v)} = ${reading.load(v)}`),
    ...addProducts([rows, vectors], (r) => `v128.load32_splat(a${offset(4 * r)})`),
  ]
  const stored = (r: number, v: number): string =>
    reading.isAdjacent ? `v128.store(y, ${sumAt(r, v)}${offset(16 * v)})` : `v128.store(y${String(v)}, ${sumAt(r, v)})`
  return functionOf(`${reading.name}${String(rows)}x${String(vectors)}`, reading.parameters(vectors), [
    `const end = ${reading.end(rows)}`,
    ...upTo(rows).flatMap((r) =>
      upTo(vectors).map((v) => `let ${sumAt(r, v)} = ${r + v === 0 ? 'f32x4.splat(0)' : sumAt(0, 0)}`),
    ),
    '{',
    ...one,
    '}',
    ...next,
    `for (; ${reading.counter} < end; ${next.join(', ')}) {`,
    ...one,
    '}',
    ...upTo(rows).flatMap((r) => [
      ...(r === 0 ? [] : ys.map((y) => `${y} += yRow`)),
      ...upTo(vectors).map((v) => stored(r, v)),
    ]),
  ])
}

/** Every size for each reading; a single vector is always adjacent. */
const packedTiles: readonly string[] = [scattered, adjacent, stepping].flatMap((reading) =>
  sizes.filter(([, vectors]) => vectors > 1 || reading !== scattered).map((size) => packedTile(reading, size)),
)

/** Five taps by two vectors of the cotangent: their sums are stored at `end`, two per tap. */
const taps = 5
const cotangents = 2

/** A function of ten sums, stored at `end`: `next` leads from one k to the next, up to `end`. */
const tenSums = (
  name: string,
  parameters: readonly string[],
  before: readonly string[],
  loadTap: (tap: number) => string,
  counter: string,
  next: string,
): string => {
  const sums = upTo(taps).flatMap((tap) =>
    upTo(cotangents).map((v) => [sumAt(tap, v), String((tap * cotangents + v) * 16)] as const),
  )
  const one = [...before, ...addProducts([taps, cotangents], loadTap)]
  return functionOf(`${name}${String(taps)}x${String(cotangents)}`, places(parameters), [
    ...sums.map(([sum], k) => `let ${sum} = ${k === 0 ? 'f32x4.splat(0)' : sumAt(0, 0)}`),
    '{',
    ...one,
    '}',
    ...next.split(', '),
    `for (; ${counter} < end; ${next}) {`,
    ...one,
    '}',
    ...sums.map(([sum, at]) => `v128.store(end, ${sum}, ${at})`),
  ])
}

const nextPixel = `table += 4, y += ${String(cotangents * 16)}`
const ofPixel = upTo(cotangents).map((v) => `const b${String(v)} = v128.load(y${offset(16 * v)})`)

const tapsTile = `/**
 * Ten sums of products over pixels: five taps by two vectors of channels of the cotangent. The pixels of x lie at the
 * offsets from \`table\` to \`end\`, those of the cotangent one after the other from \`y\`.
 */
${tenSums(
  'taps',
  ['table', 'end', ...numbered('x', taps), 'y'],
  ['const at: usize = load<u32>(table)', ...ofPixel],
  (tap) => `v128.load32_splat(x${String(tap)} + at)`,
  'table',
  nextPixel,
)}`

const pixelsTile = `/**
 * The same where the five taps are neighbours in memory. It is also the product of five neighbouring pixels at \`x\`, plus
 * the offsets of a table, with eight packed columns from \`y\`.
 */
${tenSums(
  'pixels',
  ['table', 'end', 'x', 'y'],
  ['const at: usize = x + <usize>load<u32>(table)', ...ofPixel],
  (tap) => `v128.load32_splat(at${offset(4 * tap)})`,
  'table',
  nextPixel,
)}`

const nextPair = 'list += 8'
const ofPair = (y: string): readonly string[] => [
  `const y: usize = load<u32>(list, 4)`,
  ...numbered('y', cotangents).map((cotangent, v) => `const b${String(v)} = v128.load(${cotangent} + ${y})`),
]

const dotsTile = `/**
 * Ten inner products, lane by lane: five taps by two channels of the cotangent. Vectors of x and of the cotangent lie at
 * the pairs of offsets from \`list\` to \`end\`.
 */
${tenSums(
  'dots',
  ['list', 'end', ...numbered('x', taps), ...numbered('y', cotangents)],
  ['const x: usize = load<u32>(list)', ...ofPair('y')],
  (tap) => `v128.load(x${String(tap)} + x)`,
  'list',
  nextPair,
)}`

const neighboursTile = `/** The same where the five taps are neighbours in memory. */
${tenSums(
  'neighbours',
  ['list', 'end', 'x', ...numbered('y', cotangents)],
  ['const at: usize = x + <usize>load<u32>(list)', ...ofPair('y')],
  (tap) => `v128.load(at${offset(4 * tap)})`,
  'list',
  nextPair,
)}`

/** Sums of the empty loop: enough that none waits for the one before it. */
const independent = 12
const unrolled = 4

const emptyLoop = `/**
 * Multiplies and adds in ${String(independent)} independent vectors, without other work: the most that a core computes. The
 * vectors lie at \`y\`; \`count\` products are added to each, ${String(unrolled)} at a time. \`npm run bench -- --peak\` times it.
 */
${functionOf(
  'multiplyAdds',
  ['count: i32', 'y: usize'],
  [
    'const a = v128.load(y)',
    'const b = v128.load(y, 16)',
    ...upTo(independent).map((k) => `let s${String(k)} = v128.load(y${offset(16 * k)})`),
    `for (; count > 0; count -= ${String(unrolled)}) {`,
    ...upTo(unrolled).flatMap(() => upTo(independent).map((k) => `s${String(k)} = madd(a, b, s${String(k)})`)),
    '}',
    ...upTo(independent).map((k) => `v128.store(y, s${String(k)}${offset(16 * k)})`),
  ],
)}`

/** The module of the register tiles. */
export const tilesSource = (): string =>
  [
    `/**
 * @file The register tiles of the product, written by \`npm run build:wasm\` from \`registerTiles.ts\`; not to be edited.
 *
 *     y[r * yRow + yv[..]] = sum over k of a[k * rows + r] * b[table[k] + xv[..]]
 *
 * A is packed, B is read where it lies: \`table\` holds the byte offset of every k. There is at least one k.
 */
import { madd } from '../math'`,
    ...packedTiles,
    tapsTile,
    pixelsTile,
    dotsTile,
    neighboursTile,
    emptyLoop,
    '',
  ].join('\n\n')
