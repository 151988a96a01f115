/** @file Mistakes in the kernels that gpu.js runs. */
import type { Fault } from '../Fault.ts'
import { fault } from '../Fault.ts'

const kernel = (file: string, name: string, find: string, replace: string, tests = 'conformance'): Fault =>
  fault(`src/backend/gpu/${file}.ts`, name, find, replace, `test/backend/gpu/${tests}.test.ts`)

/** Mistakes in kernels. */
export const gpuFaults: readonly Fault[] = [
  kernel(
    'convolution/convLanes',
    'lanes: the kernel of the cotangent is not turned',
    "['i1', -1],",
    "['i1', 1],",
    'lanes',
  ),
  kernel(
    'convolution/convFilterLanes',
    'lanes: weights in another order',
    "['i1', features * 4],",
    "['i1', 4],",
    'lanes',
  ),
  kernel('convolution/convFours', 'fours: the edge repeats into the padding', ' * k${name}`', '`'),
  fault(
    'src/backend/gpu/convolution/conv.ts',
    'gpu: zeros beside an image meet infinite weights',
    'total > 3.402823e38 || total < -3.402823e38 || total != total',
    'total > 3.402823e38 && total < -3.402823e38',
    'test/laws/runtimes/ownWindow.test.ts',
  ),
  fault(
    'src/backend/gpu/sorting.ts',
    'gpu sorting: the places before are taken from one run',
    'let low = before - rightCount;',
    'let low = before;',
    'test/backend/sorting.test.ts',
  ),
  kernel('matmul', 'lanes: rows of a matrix swapped', "[['left', 1]], q * depth)", "[['left', 1]], (3 - q) * depth)"),
  kernel('pooling', 'gpu pooling: zero beats negative input', 'found < 0.0 || value > best', 'value > best'),
  kernel('elementwise', 'gpu tanh: one branch only', 'q < 0.36)', 'q < 360.0)'),
]
