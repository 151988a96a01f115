/** @file Mistakes in the import of ONNX models. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const bombs = 'test/hostile/bombs.test.ts'
const decode = 'test/onnx/decodeOnnx.test.ts'
const network = 'test/onnx/onnxNetwork.test.ts'
const nodes = 'test/onnx/nodeLayers.test.ts'
const operatorTests = 'test/onnx/operators.test.ts'
const recurrentTests = 'test/nn/recurrent.test.ts'
const decoder = 'src/onnx/decodeOnnx.ts'
const protobuf = 'src/codecs/protobuf.ts'
const protobufTests = 'test/codecs/protobuf.test.ts'
const normalization = 'src/onnx/operators/normalization.ts'

/** Mistakes in the importer. */
export const onnxFaults: readonly Fault[] = [
  at(
    protobuf,
    'messages: a value may end after what holds it',
    'if (reader.pos !== end)',
    'if (reader.pos < end)',
    protobufTests,
  ),
  at(protobuf, 'messages: wire types are not looked at', ' && fields[name].accepts(wire)', '', protobufTests),
  at(protobuf, 'messages: one that comes twice is not merged', '= { ...sofar }', '= {}', protobufTests),
  at(protobuf, 'messages: they may be of any depth', 'if (depth > mostDepth)', 'if (depth > Infinity)', protobufTests),
  at(
    protobuf,
    'messages: numbers in a row are read as one',
    'if (given === wire) list.push(read(reader, depth))',
    'if (given === wire || reader.uint32() < 0) list.push(read(reader, depth))',
    protobufTests,
  ),
  at(
    'src/onnx/messages.ts',
    'messages: two properties are exchanged',
    'uint64Data: packed(11',
    'uint64Data: packed(12',
    protobufTests,
  ),
  at(
    'src/onnx/initializers.ts',
    'onnx: equal tensors that are stored once share a parameter',
    'const name = freeName(tree, wanted)',
    'const name = wanted',
    network,
  ),
  at(
    'src/onnx/initializers.ts',
    'onnx: statistics that Identity gives are no state',
    'isFloat(tensor.type) && isStatistic(node, index)',
    'by === null && isFloat(tensor.type) && isStatistic(node, index)',
    network,
  ),
  at(
    'src/onnx/givenInputs.ts',
    'onnx: names that are no inputs are ignored',
    'slots.every((slot) => slot.name !== name)',
    'slots.every((slot) => slot.name !== name && name === name.trim() + " ")',
    network,
  ),
  at(
    normalization,
    'onnx: ranks normalize by their own part',
    'wholeBatch(x.shape, axes, place)',
    'wholeBatch(x.shape, axes, undefined)',
    network,
  ),
  at(
    normalization,
    'onnx: momentum is what is replaced',
    'add(mul(running, kept), mul(stopGradient(batch), add(one, mul(kept, literal(-1)))))',
    'add(mul(running, add(one, mul(kept, literal(-1)))), mul(stopGradient(batch), kept))',
    network,
  ),
  at(
    'src/onnx/runGraph.ts',
    'onnx: what replaces a rectifier is applied to its output',
    'layer(tensorAt(call, 0))',
    'layer(listOf(rule(call))[0]?.tensor ?? tensorAt(call, 0))',
    nodes,
  ),
  at(
    'src/onnx/nodeLayers.ts',
    'onnx: what stands for a node takes the place of the next one',
    'const layer = layers[k]',
    'const layer = layers[k - 1]',
    nodes,
  ),
  at(
    'src/onnx/Call.ts',
    'onnx: the greatest whole number is rounded',
    'value > BigInt(limit) ? limit :',
    'value > BigInt(limit) ? 0 :',
    network,
  ),
  at(
    'src/onnx/operators/linear.ts',
    'onnx: Gemm transposes the wrong side',
    "flagAttribute(call, 'transB') ? transposeMatrix(b) : b",
    "flagAttribute(call, 'transA') ? transposeMatrix(b) : b",
    network,
  ),
  at(
    'src/onnx/operators/control.ts',
    'onnx: a loop gives what its last repetition began with',
    'carried = results.slice(1, 1 + count)\n    rows',
    'carried = k + 1 < most ? results.slice(1, 1 + count) : carried\n    rows',
    network,
  ),
  at(
    'src/onnx/operators/control.ts',
    'onnx: repetitions are not counted',
    'if (count > call.maxRepeats)',
    'if (count > Infinity)',
    network,
    bombs,
  ),
  at(
    decoder,
    'onnx: a node reads what is named after it',
    'if (missing !== undefined)',
    'if (missing === null)',
    decode,
  ),
  at(decoder, 'onnx: any version is taken', 'found >= oldestOpset &&', '', decode),
  at(decoder, 'onnx: any name is harmless', "if (name === '__proto__')", "if (name === '')", decode),
  at(
    'src/onnx/storedTensors.ts',
    'onnx: a tensor may be above the folder of the model',
    "part !== '..'",
    "part !== '...'",
    decode,
  ),
  at(
    'src/onnx/runGraph.ts',
    'onnx: tensors are not held to the budget',
    'if (!(sizeOf(shape) <= run.maxElements))',
    'if (sizeOf(shape) < 0)',
    bombs,
  ),
  at(
    'src/onnx/runGraph.ts',
    'onnx: repetitions of nothing are not counted',
    '  count(run)\n  const own',
    '  const own',
    bombs,
  ),
  at(
    'src/onnx/operators/attention.ts',
    'onnx: a short mask shows the keys that it does not name',
    'filled(given.tensor, -Infinity)',
    'filled(given.tensor, 0)',
    operatorTests,
  ),
  at(
    'src/onnx/operators/boxes.ts',
    'onnx: boxes that overlap are kept',
    'overlap(own, boxes[other] ?? own) > most',
    'overlap(own, boxes[other] ?? own) < 0',
    operatorTests,
  ),
  at(
    'src/onnx/operators/quantization.ts',
    'onnx: whole numbers wrap around',
    'minimum(maximum(shifted, literal(least)), literal(most))',
    'shifted',
    operatorTests,
  ),
  at(
    'src/onnx/operators/images.ts',
    'onnx: averages leave out what is outside',
    "flagAttribute(call, 'exclude_outside') ? 'none'",
    "antialias || flagAttribute(call, 'exclude_outside') ? 'none'",
    operatorTests,
  ),
  at(
    'src/nn/recurrence.ts',
    'recurrent: what follows the end of a sequence is seen',
    'hidden: where(isLive, after.hidden, before.hidden)',
    'hidden: after.hidden',
    recurrentTests,
  ),
  at(
    'src/nn/recurrence.ts',
    'recurrent: the reset is before the product',
    'const held = resetAfter ?',
    'const held = !resetAfter ?',
    recurrentTests,
  ),
  at(
    'src/nn/linearAttention.ts',
    'linear attention: the old value is that before the decay',
    'sub(value, matmul(transposeMatrix(key), kept))',
    'sub(value, matmul(transposeMatrix(key), state))',
    'test/nn/linearAttention.test.ts',
  ),
  at(
    'src/ops/gridSample.ts',
    'gridSample: the border is mirrored at centres',
    'alignCorners ? [0, length - 1] : [0.5, length]',
    '[0, length - 1]',
    'test/ops/gridSample.test.ts',
  ),
  at(
    'src/ops/deformConv2d.ts',
    'deformConv2d: offsets are right, then down',
    'sliceAlong(own, 2, axis, axis + 1)',
    'sliceAlong(own, 2, 1 - axis, 2 - axis)',
    'test/ops/deformConv2d.test.ts',
  ),
  at(
    'src/ops/roiAlign.ts',
    'roiAlign: the border goes on forever',
    'literal(-1), places)',
    'literal(-1e9), places)',
    'test/ops/roiAlign.test.ts',
  ),
  at(
    'src/ops/roiAlign.ts',
    'roiAlign: places beyond those of a box count',
    'broadcastTo([rows, cells, samples])(less(tap, count))',
    'broadcastTo([rows, cells, samples])(less(tap, literal(samples)))',
    'test/ops/roiAlign.test.ts',
  ),
  at(
    'src/onnx/operators/boxes.ts',
    'onnx: the largest box has as many places as the first',
    'reduce((most, count) => Math.max(most, count), 1)',
    'reduce((most, count, box) => (box === 0 ? count : most), 1)',
    operatorTests,
  ),
  at(
    'src/onnx/operators/control.ts',
    'onnx: a loop whose end is not known goes on',
    'carried = eitherOf(isOn, next, carried)',
    'carried = next',
    network,
  ),
  at(
    'src/ops/conv3d.ts',
    'conv3d: the padding of the depth moves nothing',
    '(place * stride + tap * dilation - low) / inputDilation',
    '(place * stride + tap * dilation) / inputDilation',
    'test/ops/conv3d.test.ts',
  ),
  at(
    'src/ops/pool3d.ts',
    'onnx: volumes are pooled along rows alone',
    'pool(along(options, [0, null]))',
    'pool(along(options, [1, null]))',
    'test/ops/pool3d.test.ts',
  ),
]
