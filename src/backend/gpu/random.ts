/**
 * @file Randomness: Threefry-2x32-20 on 32-bit words as pairs of 16-bit halves, which every mode holds exactly; only
 * the exclusive or is left to its bit operations. The same numbers as on every backend.
 *
 * A permutation exchanges the places from the last down with drawn ones. What a place holds in the end is found by
 * following the exchanges back from the last to the first, so every place has a thread of its own.
 */
import { sizeOf } from '../../core/Shape.ts'
import { purpose } from '../../core/threefry.ts'
import { decimal } from './source.ts'
import type { Lowering, Step } from './Step.ts'
import { input, result, step } from './Step.ts'

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const

/** The halves of a word: the names `ah`, `al` of the word `a`. */
const add = (to: string, high: string, low: string, id: string): string =>
  `const l${id} = ${to}l + ${low};
  const q${id} = Math.floor((l${id} + 0.5) / 65536.0);
  const h${id} = ${to}h + ${high} + q${id};
  ${to}l = l${id} - q${id} * 65536.0;
  ${to}h = h${id} - Math.floor((h${id} + 0.5) / 65536.0) * 65536.0;`

const rotate = (word: string, by: number, id: string): string => {
  const [swap, r] = [by >= 16, by % 16]
  const [high, low] = swap ? [`${word}l`, `${word}h`] : [`${word}h`, `${word}l`]
  if (r === 0) return `const s${id} = ${high};\nconst t${id} = ${low};\n${word}h = s${id};\n${word}l = t${id};`
  const [up, down] = [decimal(2 ** r), decimal(2 ** (16 - r))]
  return `const s${id} = ${high};
  const t${id} = ${low};
  const u${id} = Math.floor((s${id} + 0.5) / ${down});
  const v${id} = Math.floor((t${id} + 0.5) / ${down});
  ${word}h = (s${id} - u${id} * ${down}) * ${up} + v${id};
  ${word}l = (t${id} - v${id} * ${down}) * ${up} + u${id};`
}

const xor = (to: string, other: string): string => `${to} = ${to} ^ ${other};`

/**
 * Statements that leave in `ah`, `al`, `bh`, `bl` the block of the counter `[ch:cl, second]` under the key `key`. The
 * names hold whole numbers below 2^16.
 */
const threefry = (ch: string, cl: string, second: number): string => {
  const lines = ['let k0h = key[0];\nlet k0l = key[1];\nlet k1h = key[2];\nlet k1l = key[3];']
  lines.push(`let k2h = ${String(0x1bd11bda >>> 16)};\nlet k2l = ${String(0x1bd11bda & 0xffff)};`)
  lines.push(xor('k2h', 'k0h'), xor('k2h', 'k1h'), xor('k2l', 'k0l'), xor('k2l', 'k1l'))
  lines.push(`let ah = ${ch};\nlet al = ${cl};\nlet bh = 0.0;\nlet bl = ${decimal(second)};`)
  lines.push(add('a', 'k0h', 'k0l', 'a0'), add('b', 'k1h', 'k1l', 'b0'))
  for (let round = 0; round < 20; round++) {
    const id = String(round + 1)
    lines.push(add('a', 'bh', 'bl', `a${id}`), rotate('b', rotations[round % 8]!, id), xor('bh', 'ah'), xor('bl', 'al'))
    if (round % 4 === 3) {
      const turn = (round + 1) / 4
      const [first, next] = [`k${String(turn % 3)}`, `k${String((turn + 1) % 3)}`]
      lines.push(add('a', `${first}h`, `${first}l`, `c${id}`), add('b', `${next}h`, `${next}l`, `d${id}`))
      lines.push(add('b', '0.0', decimal(turn), `e${id}`))
    }
  }
  return lines.join('\n')
}

/** The word of this thread as four halves: a key. */
const asKey =
  'let word = ah;\nif (this.thread.x == 1) { word = al; }\nif (this.thread.x == 2) { word = bh; }\nif (this.thread.x == 3) { word = bl; }\nreturn word;'

export const keySplit: Lowering<'keySplit'> = ({ index }) => [
  step(4, ['key'], `${threefry(decimal(Math.floor(index / 65536)), decimal(index % 65536), purpose.split)}\n${asKey}`),
]

const halves = (number: string): string =>
  `const upper = Math.floor((${number} + 0.5) / 65536.0);\nconst lower = ${number} - upper * 65536.0;`

export const keyFoldIn: Lowering<'keyFoldIn'> = () => [
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

export const uniform: Lowering<'uniform'> = ({ shape }) => [
  step(sizeOf(shape), ['key'], `${word}\nreturn (high * 256.0 + Math.floor((low + 0.5) / 256.0)) / 16777216.0;`),
]

/** More words than a permutation needs, however many are drawn again: fewer than 2^-30 of the seeds need more. */
const spareWords = 64

/**
 * The drawn place for each exchange: draw `d` exchanges place `count - 1 - d`, and takes the first words of the stream,
 * from where the draw before it stopped, until one lies below the largest multiple of the places.
 *
 * Words are compared and divided as halves: the remainder of `high 2^16 + low` by `n` is found half by half.
 */
const drawsOf = (count: number): readonly Step[] => {
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

export const permutation: Lowering<'permutation'> = ({ count }) => {
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
