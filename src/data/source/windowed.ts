/**
 * @file Shuffling of a stream through a window: a place of the window is drawn, what waits there goes on, and the next
 * item takes its place. At the end the window empties in the same manner.
 *
 * Laws: "shuffle is a permutation", "shuffle follows from its key", "an example moves forward by less than the window".
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Key } from '../../core/Key.ts'
import { foldIn } from '../../core/Key.ts'
import { uniform } from '../../ops/random.ts'
import { toArray } from '../../runtime/index.ts'
import type { SourceItem, Items } from './SourceItem.ts'

/** Numbers drawn at a time: a draw of one number takes as long as one of many. */
const drawnAtOnce = 256

/** Whole numbers below a bound, drawn from a key one after another. */
const drawsFrom = (key: Key): ((bound: number) => number) => {
  let drawn: ArrayLike<number> = []
  let [block, used] = [0, 0]
  return (bound) => {
    if (used === drawn.length) {
      drawn = toArray(uniform([drawnAtOnce])(foldIn(key, block)))
      block += 1
      used = 0
    }
    const share = drawn[used] ?? 0
    used += 1
    return Math.min(bound - 1, Math.floor(share * bound))
  }
}

/** Items in an order drawn from a key, of which at most `window` wait. */
export async function* windowed<A>(items: Items<A>, key: Key, window: number): Items<A> {
  const draw = drawsFrom(key)
  const waiting: SourceItem<A>[] = []
  for await (const found of items) {
    if (E.isLeft(found)) {
      yield found
      return
    }
    if (waiting.length < window) {
      waiting.push(found.right)
      continue
    }
    const at = draw(window)
    const drawn = waiting[at] ?? found.right
    waiting[at] = found.right
    yield E.right(drawn)
  }
  while (waiting.length > 0) {
    const [drawn] = waiting.splice(draw(waiting.length), 1)
    if (drawn !== undefined) yield E.right(drawn)
  }
}
