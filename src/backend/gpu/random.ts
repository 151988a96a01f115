/**
 * @file Randomness: Threefry-2x32-20 on 32-bit words as pairs of 16-bit halves, which every mode represents exactly;
 * only the exclusive or uses a mode's bit operations. The same numbers as on every backend.
 *
 * A permutation exchanges positions, from the last down, with drawn ones. The final contents of a position are found by
 * following the exchanges back from the last to the first, so every position has its own thread.
 */
import { sizeOf } from '../../core/Shape.ts'
import { purpose } from '../../core/threefry.ts'
import { decimal } from './source.ts'
import type { KernelLowering, KernelStep } from './Step.ts'
import { input, result, step } from './Step.ts'

/** The rotation of each round in a group of four; the two groups alternate. */
const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const

/** Adds to the word `to`, whose halves are named `toh` and `tol`. */
const add = (to: string, high: string, low: string, id: string): string =>
  `const l${id} = ${to}l + ${low};
  const q${id} = Math.floor((l${id} + 0.5) / 65536.0);
  const h${id} = ${to}h + ${high} + q${id};
  ${to}l = l${id} - q${id} * 65536.0;
  ${to}h = h${id} - Math.floor((h${id} + 0.5) / 65536.0) * 65536.0;`

/** A choice between the two groups of rotations. */
const choice = (name: string, even: number, odd: number): string =>
  even === odd
    ? `const ${name} = ${decimal(even)};`
    : `let ${name} = ${decimal(even)};\nif (isOdd > 0.5) { ${name} = ${decimal(odd)}; }`

/**
 * Rotates the word `b`: exchanges its halves for a rotation of 16 or more, and shifts the rest from one into the other.
 */
const rotate = (round: number, id: string): string => {
  const [even, odd] = [rotations[0][round]!, rotations[1][round]!]
  return `${choice(`up${id}`, 2 ** (even % 16), 2 ** (odd % 16))}
  ${choice(`down${id}`, 2 ** (16 - (even % 16)), 2 ** (16 - (odd % 16)))}
  ${choice(`swap${id}`, even >= 16 ? 1 : 0, odd >= 16 ? 1 : 0)}
  let s${id} = bh;
  let t${id} = bl;
  if (swap${id} > 0.5) { s${id} = bl; t${id} = bh; }
  const u${id} = Math.floor((s${id} + 0.5) / down${id});
  const v${id} = Math.floor((t${id} + 0.5) / down${id});
  bh = (s${id} - u${id} * down${id}) * up${id} + v${id};
  bl = (t${id} - v${id} * down${id}) * up${id} + u${id};`
}

const xor = (to: string, other: string): string => `${to} = ${to} ^ ${other};`

const round = (k: number): string =>
  [add('a', 'bh', 'bl', `a${String(k)}`), rotate(k, String(k)), xor('bh', 'ah'), xor('bl', 'al')].join('\n')

/**
 * Statements that leave in `ah`, `al`, `bh`, `bl` the block of the counter `[ch:cl, second]` under the key `key`. The
 * names hold whole numbers below 2^16. Five groups of four rounds are a loop, since unrolled they take long to build.
 */
const threefry = (ch: string, cl: string, second: number): string =>
  `let k0h = key[0]; let k0l = key[1]; let k1h = key[2]; let k1l = key[3];
  let k2h = ${String(0x1bd11bda >>> 16)}; let k2l = ${String(0x1bd11bda & 0xffff)};
  ${[xor('k2h', 'k0h'), xor('k2h', 'k1h'), xor('k2l', 'k0l'), xor('k2l', 'k1l')].join('\n')}
  let ah = ${ch}; let al = ${cl}; let bh = 0.0; let bl = ${decimal(second)};
  ${add('a', 'k0h', 'k0l', 'first')}
  ${add('b', 'k1h', 'k1l', 'second')}
  let isOdd = 0.0;
  let turn = 0.0;
  for (let group = 0; group < 5; group++) {
    ${[0, 1, 2, 3].map(round).join('\n')}
    const oldh = k0h;
    const oldl = k0l;
    k0h = k1h; k0l = k1l; k1h = k2h; k1l = k2l; k2h = oldh; k2l = oldl;
    turn = turn + 1.0;
    isOdd = 1.0 - isOdd;
    ${add('a', 'k0h', 'k0l', 'third')}
    ${add('b', 'k1h', 'k1l', 'fourth')}
    ${add('b', '0.0', 'turn', 'fifth')}
  }`

/** The word of this thread as four halves: a key. */
const asKey =
  'let word = ah;\nif (this.thread.x == 1) { word = al; }\nif (this.thread.x == 2) { word = bh; }\nif (this.thread.x == 3) { word = bl; }\nreturn word;'

export const keySplit: KernelLowering<'keySplit'> = ({ index }) => [
  step(4, ['key'], `${threefry(decimal(Math.floor(index / 65536)), decimal(index % 65536), purpose.split)}\n${asKey}`),
]

const halves = (number: string): string =>
  `const upper = Math.floor((${number} + 0.5) / 65536.0);\nconst lower = ${number} - upper * 65536.0;`

export const keyFoldIn: KernelLowering<'keyFoldIn'> = () => [
  step(
    4,
    ['key', 'data'],
    `const number = data[0];\n${halves('number')}\n${threefry('upper', 'lower', purpose.foldIn)}\n${asKey}`,
  ),
]

/** Leaves in `high`, `low` the halves of word `this.thread.x` of the key's stream. */
const word = `const block = Math.floor((this.thread.x + 0.5) / 2.0);
const isSecond = this.thread.x - block * 2.0;
${halves('block')}
${threefry('upper', 'lower', purpose.bits)}
let high = ah;
let low = al;
if (isSecond > 0.5) { high = bh; low = bl; }`

export const uniform: KernelLowering<'uniform'> = ({ shape }) => [
  step(sizeOf(shape), ['key'], `${word}\nreturn (high * 256.0 + Math.floor((low + 0.5) / 256.0)) / 16777216.0;`),
]

/** More words than a permutation needs, including redraws: fewer than 2^-30 of the seeds need more. */
const spareWords = 64

/**
 * The drawn position for each exchange: draw `d` exchanges position `count - 1 - d`. It takes words of the stream, from
 * where the draw before it stopped, until one is below the largest multiple of the number of positions.
 *
 * Words are compared and divided as halves: the remainder of `high 2^16 + low` by `n` is found half by half.
 */
const drawsOf = (count: number): readonly KernelStep[] => {
  const words = count + spareWords
  const wordsHigh = step(words, ['key'], `${word}\nreturn high;`)
  const wordsLow = step(words, ['key'], `${word}\nreturn low;`)
  const draws = step(
    count,
    ['wordHigh', 'wordLow'],
    `let at = 0.0;
    let drawn = 0.0;
    let isDone = 0.0;
    let places = ${decimal(count)};
    for (let k = 0; k < ${String(words)}; k++) {
      if (isDone < 0.5 && places > 0.5) {
        const high = wordHigh[k];
        const low = wordLow[k];
        const h = high - Math.floor((high + 0.5) / places) * places;
        const m = h * 256.0 + Math.floor((low + 0.5) / 256.0);
        const hm = m - Math.floor((m + 0.5) / places) * places;
        const l = hm * 256.0 + (low - Math.floor((low + 0.5) / 256.0) * 256.0);
        const rest = l - Math.floor((l + 0.5) / places) * places;
        const full = 65536.0 - Math.floor(65536.5 / places) * places;
        const fm = full * 256.0 - Math.floor((full * 256.0 + 0.5) / places) * places;
        const fl = fm * 256.0 - Math.floor((fm * 256.0 + 0.5) / places) * places;
        const gapHigh = 65535.0 - high;
        const gapLow = 65536.0 - low;
        let isBelow = 1.0;
        if (gapHigh < 0.5 && gapLow <= fl) { isBelow = 0.0; }
        if (isBelow > 0.5) {
          if (at == this.thread.x) { drawn = rest; isDone = 1.0; }
          at = at + 1.0;
          places = places - 1.0;
        }
      }
    }
    return drawn;`,
    [result(0), result(1)],
  )
  return [wordsHigh, wordsLow, draws]
}

export const permutation: KernelLowering<'permutation'> = ({ count }) => {
  const steps = drawsOf(count)
  const follow = step(
    count,
    ['draws'],
    `let place = this.thread.x * 1.0;
    for (let k = 1; k < ${String(count)}; k++) {
      const chosen = draws[${String(count - 1)} - k];
      if (place == k) { place = chosen; } else { if (place == chosen) { place = k; } }
    }
    return place;`,
    [result(2)],
  )
  return [...steps, follow].map((own, k) => (k < 2 ? { ...own, reads: [input(0)] } : own))
}
