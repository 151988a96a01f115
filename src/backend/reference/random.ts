/**
 * @file Randomness: exact functions of a key, the same on every backend. A key is four 16-bit words.
 *
 *     keySplit:     the key that threefry(key, [index, split]) spells
 *     keyFoldIn:    the key that threefry(key, [data, foldIn]) spells
 *     bits:         bits[i] = word i mod 2 of threefry(key, [floor(i / 2), bits]), a stream of 32-bit words
 *     uniform:      y[i] = floor(bits[i] / 2^8) / 2^24, in [0, 1) and exact in float32
 *     permutation:  0 .. count - 1 shuffled by Durstenfeld: from the last place down, each is exchanged with one that
 *                   is drawn from the places up to it
 *
 * A draw below n takes words from the stream until one is below the largest multiple of n in 2^32, and is that word
 * modulo n: without bias.
 */
import { mostIndexed } from '../../core/exactIndices.ts'
import { inTensor, refuseFolded } from '../../core/Key.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { Words } from '../../core/threefry.ts'
import { keyOfWords, purpose, threefry, wordsOfKey } from '../../core/threefry.ts'
import type { Kernel } from './Kernel.ts'

export const keySplit: Kernel<'keySplit'> = ({ index }, [key]) =>
  Float64Array.from(wordsOfKey(threefry(keyOfWords(key.data), [index, purpose.split])))

export const keyFoldIn: Kernel<'keyFoldIn'> = (_, [key, data]) => {
  const folded = data.data[0]!
  if (!(Number.isSafeInteger(folded) && folded >= 0 && folded < mostIndexed)) {
    refuseFolded(folded, inTensor)
  }
  return Float64Array.from(wordsOfKey(threefry(keyOfWords(key.data), [folded, purpose.foldIn])))
}

export const uniform: Kernel<'uniform'> = ({ shape }, [words]) => {
  const y = new Float64Array(sizeOf(shape))
  const key = keyOfWords(words.data)
  for (let i = 0; i < y.length; i += 2) {
    const [first, second] = threefry(key, [i >>> 1, purpose.bits])
    y[i] = (first >>> 8) / 2 ** 24
    if (i + 1 < y.length) y[i + 1] = (second >>> 8) / 2 ** 24
  }
  return y
}

const drawsOf = (key: Words): ((below: number) => number) => {
  let taken = 0
  let block: Words = [0, 0]
  const word = (): number => {
    if (taken % 2 === 0) block = threefry(key, [taken >>> 1, purpose.bits])
    return block[taken++ % 2]!
  }
  return (below) => {
    const limit = 2 ** 32 - (2 ** 32 % below)
    let drawn = word()
    while (drawn >= limit) drawn = word()
    return drawn % below
  }
}

export const permutation: Kernel<'permutation'> = ({ count }, [key]) => {
  const y = Float64Array.from({ length: count }, (_, i) => i)
  const draw = drawsOf(keyOfWords(key.data))
  for (let last = count - 1; last > 0; last--) {
    const chosen = draw(last + 1)
    const value = y[chosen]!
    y[chosen] = y[last]!
    y[last] = value
  }
  return y
}
