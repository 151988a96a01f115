/**
 * @file Rules for the pullback of a convolution in its input, as a visitor would write them: the right one and four that
 * somebody has written in haste. dx of dy [1, O, H', W'] and w [O, C, K, L], without padding.
 */

/** The rules that a visitor may begin with; only the first is right. */
export const ruleNames = ['right', 'unturned', 'wrongStride', 'oneChannel', 'offByOne'] as const

export type RuleName = (typeof ruleNames)[number]

/** The text of each rule. */
export const ruleCode: Readonly<Record<RuleName, string>> = {
  right: `(dy, w, stride) => {
  const [, , k, l] = w.shape
  const rotated = flip({ axis: [2, 3] })(w)
  const exchanged = transpose([1, 0, 2, 3])(rotated)
  return conv2d({ padding: [k - 1, l - 1] })(spread(stride)(dy), exchanged)
}`,
  unturned: `(dy, w, stride) => {
  const [, , k, l] = w.shape
  const exchanged = transpose([1, 0, 2, 3])(w)
  return conv2d({ padding: [k - 1, l - 1] })(spread(stride)(dy), exchanged)
}`,
  wrongStride: `(dy, w) => {
  const [, , k, l] = w.shape
  const rotated = flip({ axis: [2, 3] })(w)
  const exchanged = transpose([1, 0, 2, 3])(rotated)
  return conv2d({ padding: [k - 1, l - 1] })(dy, exchanged)
}`,
  oneChannel: `(dy, w, stride) => {
  const [, , k, l] = w.shape
  const [dy0, w0] = [slice([{}, { stop: 1 }])(dy), slice([{ stop: 1 }])(w)]
  const exchanged = transpose([1, 0, 2, 3])(flip({ axis: [2, 3] })(w0))
  return conv2d({ padding: [k - 1, l - 1] })(spread(stride)(dy0), exchanged)
}`,
  offByOne: `(dy, w, stride) => {
  const [, , k, l] = w.shape
  const rotated = flip({ axis: [2, 3] })(w)
  const exchanged = transpose([1, 0, 2, 3])(rotated)
  const wide = conv2d({ padding: [k - 1, [l, l - 1]] })(spread(stride)(dy), exchanged)
  return slice([{}, {}, {}, { stop: -1 }])(wide)
}`,
}

/** The functions that a rule may call, by their names in the library; `spread` puts zeros between the cells of dy. */
export const words = [
  ...['add', 'concat', 'conv2d', 'convTranspose2d', 'div', 'flip', 'matmul', 'mul', 'neg', 'ones', 'pad', 'reshape'],
  ...['slice', 'spread', 'sub', 'sum', 'transpose', 'zeros'],
] as const

/** Draws cases, and states the law. */
const statement = `const small = fc.integer({ min: 1, max: 3 })
const entries = (count: number) => fc.array(fc.integer({ min: -9, max: 9 }), { minLength: count, maxLength: count })
const sizes = fc.record({ features: small, channels: small, k: small, l: small, rows: small, columns: small })
const cases = sizes.chain((size) =>
  fc.record({
    size: fc.constant(size),
    stride: fc.integer({ min: 1, max: 2 }),
    w: entries(size.features * size.channels * size.k * size.l),
    dy: entries(size.features * size.rows * size.columns),
  }),
)

const pullback = law('the pullback of conv2d', cases, ({ size, stride, ...numbers }) => {
  const { features, channels, k, l, rows, columns } = size
  const w = tensor(numbers.w, [features, channels, k, l])
  const dy = tensor(numbers.dy, [1, features, rows, columns])
  const image = [channels, (rows - 1) * stride + k, (columns - 1) * stride + l] as const
  // A convolution is linear: its partial derivatives are its values at the unit vectors.
  const count = image[0] * image[1] * image[2]
  const units = Array.from({ length: count * count }, (_, index) => Number(index % (count + 1) === 0))
  const truth = sum({ axis: [1, 2, 3] })(mul(dy, conv2d({ stride })(tensor(units, [count, ...image]), w)))
  return { left: rule(dy, w, stride), right: reshape([1, ...image])(truth) }
})`

const helper = `
/** stride - 1 zeros between the cells. */
const spread = (stride: number) => (x: Four): Four =>
  convTranspose2d({ stride, groups: x.shape[1] })(x, ones([x.shape[1], 1, 1, 1]))
`

/** What the program calls besides the rule. */
const called = ['conv2d', 'mul', 'reshape', 'sum', 'tensor'] as const

/** A program that runs the law on a rule; `tag` is what the law is known to say of it. */
export const lawCode = (rule: string, tag?: 'passed' | 'failed'): string => {
  const calls = (word: string): boolean => new RegExp(`\\b${word}\\b`).test(rule)
  const hasSpread = calls('spread')
  const imported = new Set([...called, ...words.filter(calls), ...(hasSpread ? ['convTranspose2d', 'ones'] : [])])
  imported.delete('spread')
  return `// This needs fast-check beside cotangent: npm install fast-check
import { ${[...imported].toSorted().join(', ')} } from 'cotangent'
import type { Tensor } from 'cotangent'
import { law, showFailure } from 'cotangent/laws'
import fc from 'fast-check'

type Four = Tensor<readonly [number, number, number, number]>
${hasSpread ? helper : ''}
const rule: (dy: Four, w: Four, stride: number) => Tensor = ${rule.trim()}

${statement}
const result = pullback.run({ runs: 100, seed: 1 })
console.log(result._tag)${tag === undefined ? '' : ` // => ${tag}`}
if (result._tag !== 'passed') console.log(showFailure(result))
`
}
