/** @file Mistakes in what streams examples. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const folder = 'src/data/source'
const source = 'test/data/source/Source.test.ts'
const read = 'test/data/source/read.test.ts'
const tar = 'test/data/source/tar.test.ts'
const records = 'test/data/source/records.test.ts'

/** Mistakes in sources. */
export const sourceFaults: readonly Fault[] = [
  at(`${folder}/Source.ts`, 'sources: a shard begins at 0', 'place * size + rank', 'place * size', source),
  at(
    `${folder}/Source.ts`,
    'sources: a stream is dealt out wrongly',
    'place % size === rank',
    'place % size <= rank',
    source,
  ),
  at(
    `${folder}/Source.ts`,
    'sources: too many ranks are not noticed',
    'if (place < size) yield',
    'if (place < 0) yield',
    source,
  ),
  at(
    `${folder}/Source.ts`,
    'sources: take asks for one more',
    'if (taken === count) return',
    'if (taken > count) return',
    source,
  ),
  at(`${folder}/windowed.ts`, 'sources: a window forgets what it drew', 'waiting[at] = found.right', '', source),
  at(
    `${folder}/windowed.ts`,
    'sources: a window draws the same numbers',
    'foldIn(key, block)',
    'foldIn(key, 0 * block)',
    source,
  ),
  at(`${folder}/windowed.ts`, 'sources: a window ends in order', 'draw(waiting.length), 1', '0, 1', source),
  at(`${folder}/read.ts`, 'sources: a part is the whole', '...rangeOf(part, places.length)', '0, places.length', read),
  at(`${folder}/read.ts`, 'sources: what was opened stays open', 'closers.map((close) => close())', '[]', records),
  at(`${folder}/tarMembers.ts`, 'sources: a cut shard ends well', 'watch.isWhole() ? null', 'true ? null', tar),
  at(
    'src/data/prefetch.ts',
    'prefetch: all are asked for at once',
    'more(atFirst)',
    'more(1e6)',
    'test/data/prefetch.test.ts',
  ),
  at(
    'src/data/prefetch.ts',
    'prefetch: any number may be unanswered',
    'asked - answered >= mostAtOnce',
    'false',
    'test/data/prefetch.test.ts',
  ),
  at(`${folder}/RangeFile.ts`, 'sources: a file may grow', 'now === expected ?', 'now >= expected ?', tar),
]
