/** @file Mistakes in the export to ONNX. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const whole = 'test/onnx/exportOnnx.test.ts'
const patternTests = 'test/onnx/export/Pattern.test.ts'
const elementwiseTests = 'test/onnx/export/primitives/elementwise.test.ts'
const windowTests = 'test/onnx/export/primitives/windows.test.ts'

const plant = (file: string, name: string, find: string, replace: string, test = whole): Fault =>
  at(`src/onnx/export/${file}`, `onnx export: ${name}`, find, replace, test)

/** Mistakes in the exporter. */
export const onnxExportFaults: readonly Fault[] = [
  at(
    'src/onnx/exportOnnx.ts',
    'onnx export: results may be called as arguments are',
    'checkDifferent([...slotNames, ...names.current])',
    'checkDifferent(slotNames)',
    whole,
  ),
  at(
    'src/onnx/exportOnnx.ts',
    'onnx export: names are left over',
    'inputs.length !== given.length',
    'inputs.length < given.length',
    whole,
  ),
  plant(
    'Pattern.ts',
    'a pattern fits whatever its parameters are',
    '|| !sameData(mine.params, other.params)',
    '',
    patternTests,
  ),
  plant(
    'Pattern.ts',
    'a mark stands for other numbers at its places',
    'if (known !== null) return known === its ? binding : null',
    'if (known !== null) return binding',
    patternTests,
  ),
  plant(
    'primitives/windows.ts',
    'a window that overhangs is left out',
    'Math.max(0, reach(axis))',
    'Math.min(axis.high, Math.max(0, reach(axis)))',
    windowTests,
  ),
  plant(
    'primitives/elementwise.ts',
    'a broadcast is left out where the result needs it',
    'if (fits(bare)) return bare',
    'return bare',
    elementwiseTests,
  ),
  plant(
    'Pattern.ts',
    'an input of a pattern is two values',
    'if (known !== undefined) return known === its ? binding : null',
    'if (known !== undefined) return binding',
  ),
  plant('Length.ts', 'a length that is no multiple counts as one', 'b === batches * tracedSizes[1]', 'b > a'),
  plant(
    'Traced.ts',
    'numbers may depend on the batch',
    'sameData(without(a.params, names), without(b.params, names))',
    'true',
  ),
  at(
    'src/onnx/exportOnnx.ts',
    'onnx export: whole numbers are cast twice',
    "kind: isWhole ? 'int64' : 'number'",
    "kind: isWhole ? 'number' : 'number'",
    whole,
  ),
  plant(
    'encodeModel.ts',
    'numbers beside the model are not where it says',
    'if (offset > end) data.push(new Uint8Array(offset - end))',
    '',
    'test/onnx/exportNetwork.test.ts',
  ),
  plant(
    'Pattern.ts',
    'numbers of callers are in no pattern',
    "made.name === 'broadcastTo' ? fillingOf",
    "made.name === 'gather' ? fillingOf",
    patternTests,
  ),
  plant('graphOf.ts', 'a value that another stands for is renamed', 'count() === before', 'false'),
  plant('primitives/windows.ts', 'cells between copies are lost', 'Math.max(0, -reach(axis))', '0'),
  plant(
    'primitives/windows.ts',
    'groups mix in the gradient of a kernel',
    'group: groups,\n    })\n    const part',
    'group: 1,\n    })\n    const part',
  ),
  plant(
    'primitives/shaping.ts',
    'a slice ignores its step',
    'emit.ints(ranges.map(({ step }) => step)),',
    'emit.ints(ranges.map(() => 1)),',
  ),
  plant('patterns/normalization.ts', 'even windows are normalized as odd ones', 'size % 2 === 0', 'size === 0'),
  plant(
    'patterns/layers.ts',
    'padding counts in every mean',
    'count_include_pad: Number(countIncludePad)',
    'count_include_pad: 1',
  ),
]
