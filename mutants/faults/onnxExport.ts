/** @file Mistakes in the export to ONNX. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const test = 'test/onnx/exportOnnx.test.ts'

const plant = (file: string, name: string, find: string, replace: string): Fault =>
  at(`src/onnx/export/${file}`, `onnx export: ${name}`, find, replace, test)

/** Mistakes in the exporter. */
export const onnxExportFaults: readonly Fault[] = [
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
