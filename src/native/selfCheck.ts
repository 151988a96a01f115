/**
 * @file The check of a library's product before it is trusted: small matrices and rows in each of the four orders, with
 * gaps between rows; prior contents of C that count, or do not; an infinity that meets a 0.
 */
import type { HostProduct, HostProducts } from '../backend/wasm/HostProducts.ts'

const [width, depth] = [7, 11]
/** Entries from row to row: more than any row has. */
const row = 16
const [aAt, bAt, cAt] = [1024, 4096, 8192]

interface Trial {
  readonly name: string
  readonly height: number
  readonly aTransposed: boolean
  readonly bTransposed: boolean
  readonly beta: 0 | 1
  /** The prior contents of C. */
  readonly before: number
  /** The first entry of A. */
  readonly first: number
}

const both = [false, true] as const

const orders = [5, 1].flatMap((height) =>
  both.flatMap((aTransposed) => both.map((bTransposed) => ({ height, aTransposed, bTransposed }))),
)

const trials: readonly Trial[] = orders.flatMap((order) => {
  const a = `a ${order.aTransposed ? 'transposed ' : ''}${order.height === 1 ? 'row' : 'matrix'}`
  const of = `of ${a} by a ${order.bTransposed ? 'transposed ' : ''}matrix`
  return [
    { ...order, name: `the product ${of}`, beta: 0, before: NaN, first: 1 } as const,
    { ...order, name: `the product ${of}, added to 3,`, beta: 1, before: 3, first: 1 } as const,
    { ...order, name: `the product ${of} with an infinity`, beta: 0, before: 0, first: Infinity } as const,
  ]
})

/** Whole numbers from -2 to 2, whose sums are exact. */
const entry = (line: number, column: number): number => ((line * 3 + column * 5 + line * column) % 5) - 2

const valueOf = (k: number, { first }: Trial) => ({
  a: (i: number): number => (i === 0 && k === 0 ? first : entry(i, k)),
  b: (j: number): number => (k === 0 && j === 0 ? 0 : entry(k + 1, j)),
})

/** The expected contents of C. */
const expected = (i: number, j: number, trial: Trial): number => {
  let sum = trial.beta === 0 ? 0 : trial.before
  for (let k = 0; k < depth; k++) sum += valueOf(k, trial).a(i) * valueOf(k, trial).b(j)
  return sum
}

/** Fills A and B in their layout. */
const fill = (floats: Float32Array, trial: Trial): void => {
  for (let k = 0; k < depth; k++) {
    const { a, b } = valueOf(k, trial)
    for (let i = 0; i < trial.height; i++) floats[aAt / 4 + (trial.aTransposed ? k * row + i : i * row + k)] = a(i)
    for (let j = 0; j < width; j++) floats[bAt / 4 + (trial.bTransposed ? j * row + k : k * row + j)] = b(j)
  }
}

const wrongIn = (floats: Float32Array, product: HostProduct, trial: Trial): string | null => {
  fill(floats, trial)
  floats.fill(trial.before, cAt / 4, cAt / 4 + trial.height * row)
  const [a, b] = [Number(trial.aTransposed), Number(trial.bTransposed)]
  product(a, b, trial.height, width, depth, aAt, row, bAt, row, trial.beta, cAt, row)
  for (let i = 0; i < trial.height; i++) {
    for (let j = 0; j < row; j++) {
      const found = floats[cAt / 4 + i * row + j]
      const right = j < width ? expected(i, j, trial) : trial.before
      if (!Object.is(found === 0 ? 0 : found, right === 0 ? 0 : right)) {
        return `${trial.name} has ${String(found)} where ${String(right)} is right`
      }
    }
  }
  return null
}

/** Describes the first wrong number; `null` if all are correct. */
export const firstWrong = (products: HostProducts): string | null => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 })
  const product = products.on(memory)
  const floats = new Float32Array(memory.buffer)
  for (const trial of trials) {
    const wrong = wrongIn(floats, product, trial)
    if (wrong !== null) return wrong
  }
  return null
}
