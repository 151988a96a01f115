/**
 * @file Elementwise primitives, alone and fused: each is a piece of source that computes one entry.
 *
 * gpu.js passes `Math.tanh`, powers and the like to the shading language, whose results are wrong for some arguments,
 * so they are written out here. Errors are below 4e-7 of the value, or of 1, unless the host's own exp, log, sin or cos
 * is worse.
 */
import type { ProgramInstruction } from '../../compile/Program.ts'
import { isInstruction } from '../../compile/Program.ts'
import type { ElementwiseName } from '../../core/elementwise.ts'
import { forElementwise } from '../../core/elementwise.ts'
import { sameShape, sizeOf } from '../../core/Shape.ts'
import { coordinates, decimal, placeBroadcast } from './source.ts'
import type { KernelLowering } from './Step.ts'
import { input, numbers, step } from './Step.ts'

/** Source that declares `y`, from the names of its arguments. */
type Entry = (y: string, ...args: readonly string[]) => string

/** One expression. */
const expression =
  (write: (...args: readonly string[]) => string): Entry =>
  (y, ...args) =>
    `const ${y} = ${write(...args)};`

/** A value defined by cases. */
const cases =
  (write: (y: string, ...args: readonly string[]) => string): Entry =>
  (y, ...args) =>
    `let ${y} = 0.0;\n${write(y, ...args)}`

/** A polynomial in `x`, coefficients from the constant up. */
const polynomial = (x: string, ...coefficients: readonly number[]): string =>
  coefficients.reduceRight((inner, c) => (inner === '' ? decimal(c) : `(${decimal(c)} + ${x} * ${inner})`), '')

const comparison = (operator: string): Entry => cases((y, a, b) => `if (${a} ${operator} ${b}) { ${y} = 1.0; }`)

const expm1 = cases((y, x) => {
  const series = polynomial(x, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320)
  return `if (Math.abs(${x}) < 0.35) { ${y} = ${x} * ${series}; } else { ${y} = Math.exp(${x}) - 1.0; }`
})

const log1p = cases((y, x) => {
  const series = polynomial(`${y}t`, 2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11)
  return `if (Math.abs(${x}) < 0.3) {
    const ${y}s = ${x} / (2.0 + ${x});
    const ${y}t = ${y}s * ${y}s;
    ${y} = ${y}s * ${series};
  } else { ${y} = Math.log(1.0 + ${x}); }`
})

const tanh = cases(
  (y, x) => `const ${y}q = ${x} * ${x};
  if (${y}q < 0.36) {
    ${y} = ${x} * ${polynomial(`${y}q`, 10395, 1260, 21)} / ${polynomial(`${y}q`, 10395, 4725, 210, 1)};
  } else {
    const ${y}e = Math.exp(-2.0 * Math.abs(${x}));
    const ${y}m = (1.0 - ${y}e) / (1.0 + ${y}e);
    if (${x} < 0.0) { ${y} = -${y}m; } else { ${y} = ${y}m; }
  }`,
)

const sigmoid = cases(
  (y, x) => `const ${y}e = Math.exp(-Math.abs(${x}));
  if (${x} < 0.0) { ${y} = ${y}e / (1.0 + ${y}e); } else { ${y} = 1.0 / (1.0 + ${y}e); }`,
)

/** A series near 0; elsewhere Abramowitz and Stegun, "Handbook of mathematical functions" (1964), 7.1.26. */
const erf = cases((y, x) => {
  const near = polynomial(
    `${y}q`,
    ...[1, -1 / 3, 1 / 10, -1 / 42, 1 / 216, -1 / 1320].map((c) => c * 1.1283791670955126),
  )
  const far = polynomial(`${y}t`, 0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
  return `const ${y}q = ${x} * ${x};
  if (${y}q < 0.2) { ${y} = ${x} * ${near}; } else {
    const ${y}t = 1.0 / (1.0 + 0.3275911 * Math.abs(${x}));
    const ${y}m = 1.0 - ${y}t * ${far} * Math.exp(-${y}q);
    if (${x} < 0.0) { ${y} = -${y}m; } else { ${y} = ${y}m; }
  }`
})

/** t e^(p(t) - x^2), t = 2 / (2 + |x|), by a fit of the exponent to 1e-8; x^2 in two parts, of which the first is exact. */
const erfc = cases((y, x) => {
  const fit = polynomial(
    `${y}t`,
    ...[-1.2655824286459683, 1.0019315657910437, 0.35195707376331187, 0.2405860210894995, -0.7655303205913999],
    ...[1.7942299831561765, -3.7527949256489905, 4.449318585511626, -2.9300257094091133, 1.0272304614606211],
    -0.1513203063292783,
  )
  return `const ${y}a = Math.min(Math.abs(${x}), 10.2);
  const ${y}t = 2.0 / (2.0 + ${y}a);
  const ${y}h = Math.floor(${y}a * 16.0 + 0.5) / 16.0;
  const ${y}e = Math.exp(${fit} - (${y}a - ${y}h) * (${y}a + ${y}h));
  ${y} = ${y}t * ${y}e * Math.exp(-${y}h * ${y}h);
  if (${x} < 0.0) { ${y} = 2.0 - ${y}; }`
})

/** Long division: b is doubled up to a, halved again, and subtracted where it fits; each step is exact. */
const fmod = cases(
  (y, a, b) => `const ${y}b = Math.abs(${b});
  let ${y}c = ${y}b;
  ${y} = Math.abs(${a});
  for (let ${y}k = 0; ${y}k < 256; ${y}k++) {
    if (${y}c <= ${y} * 0.5) { ${y}c = ${y}c * 2.0; }
  }
  for (let ${y}k = 0; ${y}k < 256; ${y}k++) {
    if (${y}c <= ${y}) { ${y} = ${y} - ${y}c; }
    if (${y}c > ${y}b) { ${y}c = ${y}c * 0.5; }
  }
  if (${a} < 0.0) { ${y} = -${y}; }`,
)

/**
 * Whole powers up to 8 by multiplication, so that they are exact where possible; a negative base has only whole powers.
 */
const pow = cases((y, a, b) => {
  const times = Array.from({ length: 8 }, (_, k) => `if (${y}n > ${String(k)}.5) { ${y}p = ${y}p * ${a}; }`).join('\n')
  return `const ${y}n = Math.abs(${b});
  const ${y}w = Math.floor(${y}n);
  if (${y}w == ${y}n && ${y}n < 8.5) {
    let ${y}p = 1.0;
    ${times}
    if (${b} < 0.0) { ${y} = 1.0 / ${y}p; } else { ${y} = ${y}p; }
  } else {
    const ${y}h = Math.floor(${y}w / 2.0) * 2.0;
    ${y} = Math.pow(Math.abs(${a}), ${b});
    if (${a} < 0.0) {
      if (${y}w == ${y}n) { if (${y}h != ${y}w) { ${y} = -${y}; } } else { ${y} = Math.sqrt(${a}); }
    }
  }`
})

/**
 * Sine, or cosine as sine a quarter turn on: the nearest multiple of a quarter turn is subtracted in three parts, so
 * that little precision is lost for arguments up to a million, and the rest is evaluated by a series. Beyond that, the
 * result is the mode's own.
 */
const wave = (quarter: 0 | 1): Entry =>
  cases((y, x) => {
    const [sine, cosine] = [
      polynomial(`${y}q`, 1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880),
      polynomial(`${y}q`, 1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320),
    ]
    const own = quarter === 0 ? 'Math.sin' : 'Math.cos'
    return `const ${y}n = Math.floor(${x} * 0.6366197723675814 + 0.5);
    const ${y}r = ((${x} - ${y}n * 1.5703125) - ${y}n * 0.00048351287841796875) - ${y}n * 3.13916478589249e-7;
    const ${y}t = ${y}n + ${decimal(quarter)};
    const ${y}m = ${y}t - Math.floor((${y}t + 0.5) / 4.0) * 4.0;
    const ${y}h = Math.floor((${y}m + 0.5) / 2.0);
    const ${y}q = ${y}r * ${y}r;
    if (${y}m - ${y}h * 2.0 < 0.5) { ${y} = ${y}r * ${sine}; } else { ${y} = ${cosine}; }
    if (${y}h > 0.5) { ${y} = -${y}; }
    if (Math.abs(${x}) > 1000000.0) { ${y} = ${own}(${x}); }`
  })

/** Halves round to the even neighbour. */
const round = cases(
  (y, x) => `${y} = Math.floor(${x} + 0.5);
  if (${y} - ${x} == 0.5) { ${y} = Math.floor(${y} / 2.0) * 2.0; }`,
)

const entries: { readonly [N in ElementwiseName]: Entry } = {
  neg: expression((x) => `-${x}`),
  exp: expression((x) => `Math.exp(${x})`),
  expm1,
  log: expression((x) => `Math.log(${x})`),
  log1p,
  sqrt: expression((x) => `Math.sqrt(${x})`),
  rsqrt: expression((x) => `1.0 / Math.sqrt(${x})`),
  abs: expression((x) => `Math.abs(${x})`),
  sign: cases((y, x) => `if (${x} > 0.0) { ${y} = 1.0; } if (${x} < 0.0) { ${y} = -1.0; }`),
  sin: wave(0),
  cos: wave(1),
  tanh,
  sigmoid,
  erf,
  erfc,
  floor: expression((x) => `Math.floor(${x})`),
  ceil: expression((x) => `Math.ceil(${x})`),
  round,
  relu: cases((y, x) => `if (${x} > 0.0) { ${y} = ${x}; }`),
  add: expression((a, b) => `${a} + ${b}`),
  sub: expression((a, b) => `${a} - ${b}`),
  mul: expression((a, b) => `${a} * ${b}`),
  div: expression((a, b) => `${a} / ${b}`),
  pow,
  maximum: cases((y, a, b) => `if (${a} > ${b}) { ${y} = ${a}; } else { ${y} = ${b}; }`),
  minimum: cases((y, a, b) => `if (${a} < ${b}) { ${y} = ${a}; } else { ${y} = ${b}; }`),
  fmod,
  equal: comparison('=='),
  notEqual: comparison('!='),
  less: comparison('<'),
  lessEqual: comparison('<='),
  where: cases((y, c, a, b) => `if (${c} != 0.0) { ${y} = ${a}; } else { ${y} = ${b}; }`),
}

/** The number that an input repeats, if source text can express it. */
const literalOf = (producer: ProgramInstruction | null | undefined): string | null => {
  if (producer === null || producer === undefined || !isInstruction('constant', producer)) return null
  const { value } = producer.params
  return Number.isFinite(value) ? decimal(Math.fround(value)) : null
}

/** Elementwise primitives one after another, over inputs broadcast to one shape; constants are written out. */
export const fused: KernelLowering<'fused'> = ({ steps }, inputs, output, producers) => {
  const literals = inputs.map((_, k) => literalOf(producers[k]))
  const read = inputs.flatMap((_, k) => (literals[k] === null ? [k] : []))
  const isPlain = read.every((k) => sameShape(inputs[k]!, output) || sizeOf(inputs[k]!) === 1)
  const values = inputs.map((shape, k) => {
    const single = sizeOf(shape) === 1 ? '0' : placeBroadcast(shape, output.length)
    const at = sameShape(shape, output) ? 'this.thread.x' : single
    return `const v${String(k)} = ${literals[k] ?? `x${String(k)}[${at}]`};`
  })
  const computed = steps.map(({ op, args }, k) =>
    entries[op](`v${String(inputs.length + k)}`, ...args.map((arg) => `v${String(arg)}`)),
  )
  const last = `v${String(inputs.length + steps.length - 1)}`
  const body = [...(isPlain ? [] : [coordinates(output)]), ...values, ...computed, `return ${last};`]
  const names = read.map((k) => `x${String(k)}`)
  return [step(sizeOf(output), names, body.join('\n'), read.map(input))]
}

const alone =
  (op: ElementwiseName): KernelLowering<ElementwiseName> =>
  (_, inputs, output, producers, form) =>
    fused({ steps: [{ op, args: Array.from(inputs.keys()) }] }, inputs, output, producers, form)

/** Each elementwise primitive by itself. */
export const elementwise = forElementwise(alone)

/** One number, repeated. */
export const constant: KernelLowering<'constant'> = ({ value, shape }) =>
  Number.isFinite(value)
    ? [step(sizeOf(shape), [], `return ${decimal(Math.fround(value))};`)]
    : [step(sizeOf(shape), ['x'], 'return x[0];', [numbers(value)])]

/** 0, 1, 2, .... */
export const arange: KernelLowering<'arange'> = ({ count }) => [step(count, [], 'return this.thread.x;')]

/** Operations that matter to differentiation and not to evaluation. */
export const identity = (): 'view' => 'view'
