/** @file Mistakes in training on several ranks. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const laws = 'test/laws/groups/dataParallel.test.ts'
const agreements = 'test/distributed/agreement.test.ts'

/** Mistakes in training on several ranks. */
export const rankFaults: readonly Fault[] = [
  at(
    'src/distributed/dataParallel.ts',
    'dataParallel: the mean without weights',
    'gradientOf(objective, count)(',
    'gradientOf(objective)(',
    laws,
  ),
  at(
    'src/distributed/dataParallel.ts',
    'dataParallel: each rank draws for the first examples',
    'from: Number(from)',
    'from: 0',
    laws,
  ),
  at(
    'src/distributed/dataParallel.ts',
    'dataParallel: the states of one rank are kept',
    'state: scaled(of.state, count)',
    'state: scaled(of.state, scalar(0))',
    laws,
  ),
  at(
    'src/ops/rankSum.ts',
    'rankSum: cotangents stay on their rank',
    '[sumOverRanks(cotangent, -place)]',
    '[cotangent]',
    laws,
  ),
  at(
    'src/nn/batchNorm.ts',
    'batchNorm: sums over all ranks, divided by the numbers of one',
    'countAlong(shape, axes) * (place === undefined ? 1 : place.of / place.count)',
    'countAlong(shape, axes)',
    laws,
  ),
  at(
    'src/core/Key.ts',
    'split: keys forget the place of a part',
    '{ index }, [keyWords(parent)]), parent)',
    '{ index }, [keyWords(parent)]))',
    laws,
  ),
  at(
    'src/distributed/stages.ts',
    'stages: a sum is read before it is made',
    '? stage + 1 : stage)\n    return {',
    '? stage : stage)\n    return {',
    laws,
  ),
  at(
    'src/distributed/stages.ts',
    'stages: a sum takes the memory of a value that is read later',
    'later.length === 1',
    'later.length > 0',
    'test/distributed/overRanks.test.ts',
  ),
  at(
    'src/distributed/overRanks.ts',
    'overRanks: what is returned is given back',
    'new Set([...inputs, ...results])',
    'new Set(inputs)',
    'test/distributed/overRanks.test.ts',
  ),
  at(
    'src/distributed/overRanks.ts',
    'overRanks: a sum takes the memory of two values',
    'times.get(values[id] ?? none) === 1',
    'times.has(values[id] ?? none)',
    'test/distributed/overRanks.test.ts',
  ),
  at(
    'src/distributed/Group.ts',
    'group: the mean is the sum',
    '(buffer[k] ?? 0) / wire.size',
    '(buffer[k] ?? 0)',
    laws,
  ),
  at(
    'src/distributed/extremes.ts',
    'extremes: NaN is left to the wire',
    'if (!Number.isNaN(numbers[at])) continue',
    'if (numbers.length > 0) continue',
    'test/distributed/extremes.test.ts',
  ),
  at(
    'src/core/Tensor.ts',
    'group: sends what a derivative depends on',
    'open && numberless === null)',
    'open && numberless !== null)',
    agreements,
  ),
  at(
    'src/distributed/agreement.ts',
    'agreement: a failure stays on its rank',
    'if (closed !== null) return refuseClosed(operation, closed)\n',
    'if (closed !== null) return refuseClosed(operation, closed)\n      prepare()\n',
    agreements,
  ),
  at(
    'src/distributed/agreement.ts',
    'agreement: ranks out of step are the same',
    'most === -least && last === -first &&',
    'most === -least &&',
    agreements,
  ),
  at('src/distributed/agreement.ts', 'agreement: a closed group agrees', '      closed = byThis\n', '', agreements),
]
