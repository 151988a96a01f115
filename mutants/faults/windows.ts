/** @file Mistakes in convolution and pooling: their pullbacks, their geometry, their kernels. */
import type { Fault } from '../Fault.ts'
import { fault } from '../Fault.ts'

const locality = ['test/laws/locality.test.ts']
const ownWindow = ['test/laws/ownWindow.test.ts', 'test/backend/wasm/winograd.test.ts']
const conv = ['test/ops/conv.test.ts', 'test/ops/conv2d.test.ts']
const maxPool = ['test/ops/maxPool.test.ts', 'test/ops/pool2d.test.ts', 'test/backend/reference/maxPool.test.ts']
const avgPool = ['test/ops/avgPool.test.ts', 'test/ops/pool2d.test.ts']

const at = (file: string, name: string, find: string, replace: string, tests: readonly string[]): Fault =>
  fault(file, name, find, replace, ...tests)

/** Mistakes with windows that slide. */
export const windowFaults: readonly Fault[] = [
  at(
    'src/backend/wasm/winograd.ts',
    'tiles: outputs that their tile disturbs stay',
    '    mending.mend(to, mended, output)\n',
    '',
    ownWindow,
  ),
  at(
    'src/backend/wasm/winograd.ts',
    'tiles: gradients of kernels that their tile disturbs stay',
    '    mending.mend(to, mended, target)\n',
    '',
    ownWindow,
  ),
  at(
    'src/backend/wasm/Mending.ts',
    'tiles: the last rows are not looked at',
    'isLast ? cells : Math.min',
    'isLast ? Math.min(cells, firstRow * 4) : Math.min',
    ownWindow,
  ),
  at(
    'src/backend/wasm/mend.ts',
    'tiles: every tap counts as seen at the border',
    'return axis.step > 0 ? [hiddenLow, 2 - hiddenHigh] : [hiddenHigh, 2 - hiddenLow]',
    'return axis.step > 0 ? [0 * hiddenLow, 2] : [0 * hiddenHigh, 2]',
    ownWindow,
  ),
  at(
    'src/backend/wasm/mend.ts',
    'tiles: the taps of a gradient run forward',
    ': [hiddenHigh, 2 - hiddenLow]',
    ': [hiddenLow, 2 - hiddenHigh]',
    ownWindow,
  ),
  at(
    'src/backend/wasm/conv.ts',
    'conv: zeros of the padding meet infinite weights',
    '      mending.mend(to, mended, target)\n',
    '',
    ownWindow,
  ),
  at(
    'src/backend/wasm/convInput.ts',
    'convInput: zeros of the padding meet infinite weights',
    '      mending.mend(to, mended, target)\n',
    '',
    ownWindow,
  ),
  at(
    'src/backend/wasm/convFilter.ts',
    'convFilter: zeros of the padding meet infinite errors',
    'mendFilter(geometry, false).mend',
    'mendFilter({ ...geometry, images: 0 }, false).mend',
    ownWindow,
  ),
  at(
    'src/ops/maxPool.ts',
    'maxUnpool: values that are overwritten are multiplied with zero',
    'where(winners, y, zero), indices, [...y.shape.slice(0, 2), ...size])\n  }',
    'mul(y, winners), indices, [...y.shape.slice(0, 2), ...size])\n  }\nimport { mul } from "./mul.ts"',
    locality,
  ),
  at(
    'src/core/Window.ts',
    'same padding: the odd cell lies in front',
    "padding === 'same' ? [less, more] : [more, less]",
    "padding === 'same' ? [more, less] : [less, more]",
    ['test/core/Window.test.ts', 'test/ops/convTranspose.test.ts'],
  ),
  at(
    'src/core/Window.ts',
    'same padding: the stride is forgotten',
    '(Math.ceil(length / stride) - 1) * stride + cells - length',
    'cells - 1',
    ['test/core/Window.test.ts'],
  ),
  at(
    'src/ops/convTranspose.ts',
    'convTranspose: ends of uneven padding exchanged',
    'padding: [low, high], copies }',
    'padding: [high, low], copies }',
    ['test/ops/convTranspose.test.ts'],
  ),
  at(
    'src/ops/interpolate.ts',
    'interpolate: cells that are not seen are multiplied with zero',
    'numbers.every((weight) => weight !== 0) ? products',
    'numbers.length > 0 ? products',
    locality,
  ),
  at(
    'src/ops/interpolate.ts',
    'interpolate: cells by a product with the step',
    'Math.floor((place * over) / under)',
    'Math.floor(place * (over / under))',
    locality,
  ),
  at(
    'src/ops/conv.ts',
    'conv: the pullback to the input drops the rotation of the kernel',
    '[applyPrimitive(convInputPrimitive, params, [g, w]), applyPrimitive(convFilterPrimitive, params, [x, g])]',
    '[applyPrimitive(convInputPrimitive, params, [g, flipped(w)]), applyPrimitive(convFilterPrimitive, params, [x, g])]\nimport { flip } from "./flip.ts"\nconst flipped = (w: Tensor) => flip({ axis: [-1] })(w as never) as Tensor',
    conv,
  ),
  at(
    'src/ops/conv.ts',
    'conv: sign of the pullback to the kernel',
    'applyPrimitive(convFilterPrimitive, params, [x, g])] as const\n\nconst convInputPullback',
    'minus(applyPrimitive(convFilterPrimitive, params, [x, g]))] as const\nimport { neg } from "./neg.ts"\nconst minus = (t: Tensor) => neg(t) as Tensor\nconst convInputPullback',
    conv,
  ),
  at(
    'src/ops/conv.ts',
    'convInput: operands of its filter gradient exchanged',
    'applyPrimitive(convFilterPrimitive, params, [g, dy])',
    'applyPrimitive(convFilterPrimitive, params, [dy, g])',
    conv,
  ),
  at(
    'src/core/Window.ts',
    'window: dilation counted once too often',
    'axis.dilation * (axis.kernel - 1) + 1',
    'axis.dilation * axis.kernel',
    conv,
  ),
  at(
    'src/core/Window.ts',
    'window: output one short',
    'Math.floor(room / axis.stride) + 1',
    'Math.floor((room - 1) / axis.stride) + 1',
    conv,
  ),
  at(
    'src/core/Window.ts',
    'window: ceil mode keeps windows that start in the padding',
    'ceilMode && room % axis.stride !== 0 && starts',
    'ceilMode && room % axis.stride !== 0',
    [...maxPool, ...avgPool],
  ),
  at(
    'src/backend/reference/conv.ts',
    'conv kernel: inner product overwritten',
    'else y[j]! += innerProduct',
    'else y[j] = innerProduct',
    conv,
  ),
  at(
    'src/backend/reference/conv.ts',
    'convInput kernel: the error walks like the input',
    'addMultiple(sheet, [x, i, sheet.x], [y, j, sheet.y], w[k]!)',
    'addMultiple(sheet, [x, i, sheet.x], [y, j, sheet.x], w[k]!)',
    conv,
  ),
  at(
    'src/backend/reference/conv.ts',
    'convFilter kernel: the stride ignored',
    'w[k]! += innerProduct(sheet, [x.data, i, sheet.x], [y.data, j, sheet.y])',
    'w[k]! += innerProduct(sheet, [x.data, i, sheet.y], [y.data, j, sheet.y])',
    conv,
  ),
  at(
    'src/ops/maxPool.ts',
    'maxPool: routes the error to the first cell of the plane',
    'flat(indices), flat(y)',
    'flat(mul(indices, 0) as Tensor), flat(y)',
    maxPool,
  ),
  at(
    'src/backend/reference/maxPool.ts',
    'maxPool: the last of equal cells wins',
    '!(value > best) &&',
    '!(value >= best) &&',
    maxPool,
  ),
  at(
    'src/backend/reference/maxPool.ts',
    'maxPool: zero beats negative input',
    'let winner = -1\n    let best = -Infinity',
    'let winner = 0\n    let best = 0',
    maxPool,
  ),
  at(
    'src/backend/reference/maxPool.ts',
    'maxPool: NaN loses',
    '&& !Number.isNaN(value)) continue',
    ') continue',
    maxPool,
  ),
  at(
    'src/ops/maxPool.ts',
    'maxUnpool: a value that was overwritten keeps its derivative',
    'where(winners, y, zero), indices',
    'y, indices',
    maxPool,
  ),
  at(
    'src/backend/reference/sumPool.ts',
    'sumPool: overlap overwrites',
    'columns.cellStep]! += y[at]!',
    'columns.cellStep] = y[at]!',
    avgPool,
  ),
  at(
    'src/backend/reference/sumPool.ts',
    'sumPool: column step ignored',
    'total += x[row + c * columns.cellStep]!',
    'total += x[row + c]!',
    avgPool,
  ),
  at(
    'src/ops/avgPool.ts',
    'avgPool: padding counts the wrong way round',
    'includePad ? [-axis.low',
    '!includePad ? [-axis.low',
    avgPool,
  ),
  at('src/ops/avgPool.ts', 'avgPool: wrong divisor at the edge', 'axis.input + axis.high]', 'axis.input]', avgPool),
  at(
    'src/ops/pooling.ts',
    'pooling: the stride is 1 by default',
    'options.stride ?? options.kernel',
    'options.stride ?? 1',
    [...maxPool, ...avgPool],
  ),
  at(
    'src/backend/reference/indexing.ts',
    'scatterAdd: repeated indices overwrite',
    'lines.inner + i]! += updates',
    'lines.inner + i] = updates',
    ['test/ops/gather.test.ts'],
  ),
]
