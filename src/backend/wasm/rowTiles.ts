/**
 * @file The tiles of products whose second matrix is read by rows, as AssemblyScript: `npm run build:wasm` generates them in
 * `assembly/generated/rowTiles.ts` from here.
 *
 * A tile multiplies `rows` rows of x with `4 * vectors` rows of w. Four entries of four rows of w are turned to four columns,
 * which are added one after the other:
 *
 *     s[r][v] += x[r][k] * column[v][k]    for every k
 *
 * So the sums are those of the tiles in `registerTiles.ts`, bit for bit. A single sum would wait for itself: a tile has four
 * that do not, except for what is left over.
 */

import { functionOf, offset, sumAt, upTo } from './registerTiles.ts'

/** Rows of x, and vectors of four rows of w. */
type Size = readonly [rows: number, vectors: number]

const sizes: readonly Size[] = [
  [1, 1],
  [4, 1],
  [1, 4],
]

const after = (base: string, k: number, step: string): string =>
  k === 0 ? base : k === 1 ? `${base} + ${step}` : `${base} + ${String(k)} * ${step}`

/** Turns four vectors, of rows of w from `base` on, to the columns `c${v}0` to `c${v}3`. */
const turned = (base: string, v: number): readonly string[] => {
  const [row, half, column] = ['w', 't', 'c'].map((letter) => (k: number) => `${letter}${String(v)}${String(k)}`)
  return [
    ...upTo(4).map((k) => `const ${row!(k)} = v128.load(${base}${k === 0 ? '' : ` + step${String(k)}`})`),
    ...upTo(4).map((k) => {
      const [low, lanes] = [k % 2 === 0 ? 0 : 2, k < 2 ? '0, 4, 1, 5' : '2, 6, 3, 7']
      return `const ${half!(k)} = v128.shuffle<i32>(${row!(low)}, ${row!(low + 1)}, ${lanes})`
    }),
    ...upTo(4).map((k) => {
      const pair = k < 2 ? 0 : 2
      return `const ${column!(k)} = v128.shuffle<i64>(${half!(pair)}, ${half!(pair + 1)}, ${k % 2 === 0 ? '0, 2' : '1, 3'})`
    }),
  ]
}

const tileOf = ([rows, vectors]: Size): string => {
  const bases = upTo(vectors).map((v) => (v === 0 ? 'w' : `w${'bcd'[v - 1]!}`))
  const xs = upTo(rows).map((r) => (r === 0 ? 'x' : `x${String(r + 1)}`))
  const sums = upTo(rows).flatMap((r) => upTo(vectors).map((v) => sumAt(r, v)))
  const next = (bytes: number): string => [...xs, ...bases].map((name) => `${name} += ${String(bytes)}`).join(', ')
  const addAll = (load: (x: string) => string, column: (v: number) => string): readonly string[] =>
    xs.flatMap((x, r) => [
      `{ const a = ${load(x)}`,
      ...upTo(vectors).map((v) => `${sumAt(r, v)} = madd(a, ${column(v)}, ${sumAt(r, v)})`),
      '}',
    ])
  const parameters = ['x', 'below', 'w', 'step1', 'step2', 'step3'].map((name) => `${name}: usize`)
  return functionOf(
    `rows${String(rows)}x${String(vectors)}`,
    [...parameters, 'count: i32', 'to: usize'],
    [
      ...sums.map((sum, k) => `let ${sum} = ${k === 0 ? 'f32x4.splat(0)' : sums[0]!}`),
      ...xs.slice(1).map((x, r) => `let ${x} = ${after('x', r + 1, 'below')}`),
      ...bases.slice(1).map((base, v) => `let ${base} = ${after('w', 4 * (v + 1), 'step1')}`),
      'const whole = x + ((<usize>(count & ~3)) << 2)',
      `for (; x < whole; ${next(16)}) {`,
      ...bases.flatMap(turned),
      ...upTo(4).flatMap((k) =>
        addAll(
          (x) => `v128.load32_splat(${x}${offset(4 * k)})`,
          (v) => `c${String(v)}${String(k)}`,
        ),
      ),
      '}',
      `for (let k = count & 3; k > 0; k--, ${next(4)}) {`,
      ...bases.map((base, v) => `const c${String(v)} = columnAt(${base}, step1, step2, step3)`),
      ...addAll(
        (x) => `v128.load32_splat(${x})`,
        (v) => `c${String(v)}`,
      ),
      '}',
      ...sums.map((sum, k) => `v128.store(to, ${sum}${offset(16 * k)})`),
    ],
  )
}

/** The module of the tiles that read rows. */
export const rowTilesSource = (): string =>
  [
    `/**
 * @file Tiles that read the second matrix by rows, written by \`npm run build:wasm\` from \`rowTiles.ts\`; not to be edited.
 *
 * Rows of x lie \`below\` bytes apart, four rows of w \`step1\` to \`step3\` after the first. Sums are stored from \`to\` on.
 */
import { madd } from '../math'

/** One entry of four rows. */
function columnAt(w: usize, step1: usize, step2: usize, step3: usize): v128 {
  const two = f32x4.replace_lane(f32x4.splat(load<f32>(w)), 1, load<f32>(w + step1))
  return f32x4.replace_lane(f32x4.replace_lane(two, 2, load<f32>(w + step2)), 3, load<f32>(w + step3))
}`,
    ...sizes.map(tileOf),
  ].join('\n\n')
