/**
 * @file Elementary functions on four lanes, each within 4 units in the last place of float64 over its whole range;
 * erfc within 6.
 *
 * Polynomials of exp and log: Cephes (Moshier). The rest is derived from exp, expm1 and log so that small arguments
 * keep their relative precision. sin, cos, pow and fmod go lane by lane.
 */

/** a * b + c; one rounding if the machine's relaxed SIMD fuses it, otherwise two. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

function splat(x: f32): v128 {
  return f32x4.splat(x)
}

const LOG2E: f32 = 1.44269504088896341
const LN2_HIGH: f32 = 0.693359375
const LN2_LOW: f32 = -2.1219444e-4

/** e^r - 1 for |r| <= ln(2) / 2. */
function smallExpm1(r: v128): v128 {
  let p = splat(1.98756915e-4)
  p = madd(p, r, splat(1.3981999507e-3))
  p = madd(p, r, splat(8.3334519073e-3))
  p = madd(p, r, splat(4.1665795894e-2))
  p = madd(p, r, splat(1.6666665459e-1))
  p = madd(p, r, splat(5.0000001201e-1))
  return madd(p, f32x4.mul(r, r), r)
}

/** 1.5 * 2^23: the sum of it and a number of at most 2^22 is rounded to a whole number, which its last bits hold. */
const WHOLE: f32 = 12582912

/** The whole number in such a sum. */
function wholeIn(sum: v128): v128 {
  return i32x4.sub(sum, i32x4.splat(0x4b400000))
}

/** 2^n for whole n in -126 .. 127. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23)
}

/** Below -104, e^x is 0 in float32. Processors take many times as long for products that small, so none is computed. */
export function exp(x: v128): v128 {
  const isNothing = f32x4.lt(x, splat(-104))
  const clamped = f32x4.pmin(v128.andnot(x, isNothing), splat(89))
  const sum = f32x4.add(f32x4.mul(clamped, splat(LOG2E)), splat(WHOLE))
  const n = f32x4.sub(sum, splat(WHOLE))
  const r = f32x4.sub(f32x4.sub(clamped, f32x4.mul(n, splat(LN2_HIGH))), f32x4.mul(n, splat(LN2_LOW)))
  const y = f32x4.add(smallExpm1(r), splat(1))
  const whole = wholeIn(sum)
  const half = i32x4.shr_s(whole, 1)
  return v128.andnot(f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half))), isNothing)
}

export function expm1(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, splat(-30)), splat(89))
  const sum = f32x4.add(f32x4.mul(clamped, splat(LOG2E)), splat(WHOLE))
  const n = f32x4.sub(sum, splat(WHOLE))
  const r = f32x4.sub(f32x4.sub(clamped, f32x4.mul(n, splat(LN2_HIGH))), f32x4.mul(n, splat(LN2_LOW)))
  const half = powerOfTwo(i32x4.sub(wholeIn(sum), i32x4.splat(1)))
  const y = f32x4.add(f32x4.mul(half, smallExpm1(r)), f32x4.sub(half, splat(0.5)))
  const doubled = f32x4.add(y, y)
  // Below half a unit of x^2 / 2, and for -0, the value is x itself.
  return v128.bitselect(x, doubled, f32x4.lt(f32x4.abs(x), splat(1e-8)))
}

/** log for x > 0, not infinite. */
function positiveLog(x: v128): v128 {
  const tiny = f32x4.lt(x, splat(1.17549435e-38))
  const normal = v128.bitselect(f32x4.mul(x, splat(8388608)), x, tiny)
  const shift = v128.and(tiny, splat(-23))
  // An exponent such that the mantissa is in sqrt(1/2) .. sqrt(2).
  const bits = i32x4.sub(normal, i32x4.splat(0x3f3504f3))
  const exponent = i32x4.shr_s(bits, 23)
  const mantissa = i32x4.sub(normal, i32x4.shl(exponent, 23))
  const e = f32x4.add(f32x4.convert_i32x4_s(exponent), shift)
  const f = f32x4.sub(mantissa, splat(1))
  const z = f32x4.mul(f, f)
  let p = splat(7.0376836292e-2)
  p = madd(p, f, splat(-1.151461031e-1))
  p = madd(p, f, splat(1.167699874e-1))
  p = madd(p, f, splat(-1.2420140846e-1))
  p = madd(p, f, splat(1.4249322787e-1))
  p = madd(p, f, splat(-1.6668057665e-1))
  p = madd(p, f, splat(2.0000714765e-1))
  p = madd(p, f, splat(-2.4999993993e-1))
  p = madd(p, f, splat(3.3333331174e-1))
  let y = f32x4.mul(f32x4.mul(p, f), z)
  y = f32x4.add(y, f32x4.mul(e, splat(LN2_LOW)))
  y = f32x4.sub(y, f32x4.mul(z, splat(0.5)))
  return f32x4.add(f32x4.add(f, y), f32x4.mul(e, splat(LN2_HIGH)))
}

/** The special values of log: NaN below 0, -Infinity at 0; Infinity and NaN are unchanged. */
function withLogSpecials(y: v128, x: v128): v128 {
  const special = v128.bitselect(x, y, f32x4.eq(x, splat(Infinity)))
  const atZero = v128.bitselect(splat(-Infinity), special, f32x4.eq(x, splat(0)))
  return v128.bitselect(atZero, splat(NaN), f32x4.ge(x, splat(0)))
}

export function log(x: v128): v128 {
  return withLogSpecials(positiveLog(x), x)
}

export function log1p(x: v128): v128 {
  const u = f32x4.add(x, splat(1))
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(u, splat(1))), u)
  const y = withLogSpecials(f32x4.add(positiveLog(u), lost), u)
  return v128.bitselect(x, y, f32x4.eq(u, splat(1)))
}

export function copySign(magnitude: v128, sign: v128): v128 {
  return v128.bitselect(sign, magnitude, i32x4.splat(0x80000000))
}

export function tanh(x: v128): v128 {
  const t = expm1(f32x4.pmin(f32x4.mul(f32x4.abs(x), splat(2)), splat(20)))
  return copySign(f32x4.div(t, f32x4.add(t, splat(2))), x)
}

export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)))
  const top = v128.bitselect(e, splat(1), f32x4.lt(x, splat(0)))
  return f32x4.div(top, f32x4.add(e, splat(1)))
}

/** Below 475/512 an odd polynomial, above it 1 - e^q(|x|). */
export function erf(x: v128): v128 {
  const t = f32x4.pmin(f32x4.abs(x), splat(4.2))
  const s = f32x4.mul(t, t)
  let q = madd(splat(-1.7285347e-5), t, splat(3.83197126e-4))
  q = madd(q, s, madd(splat(-3.88396438e-3), t, splat(2.42546219e-2)))
  q = madd(q, t, splat(-1.06777877e-1))
  q = madd(q, t, splat(-6.34846687e-1))
  q = madd(q, t, splat(-1.28717512e-1))
  q = f32x4.sub(f32x4.mul(q, t), t)
  const far = copySign(f32x4.sub(splat(1), exp(q)), x)
  let p = splat(-5.96761703e-4)
  p = madd(p, s, splat(4.99119423e-3))
  p = madd(p, s, splat(-2.67681349e-2))
  p = madd(p, s, splat(1.12819925e-1))
  p = madd(p, s, splat(-3.76125336e-1))
  p = madd(p, s, splat(1.28379166e-1))
  const near = f32x4.add(f32x4.mul(p, x), x)
  return v128.bitselect(far, near, f32x4.gt(t, splat(0.927734375)))
}

export function sin(x: v128): v128 {
  let y = splat(<f32>NativeMath.sin(f32x4.extract_lane(x, 0)))
  y = f32x4.replace_lane(y, 1, <f32>NativeMath.sin(f32x4.extract_lane(x, 1)))
  y = f32x4.replace_lane(y, 2, <f32>NativeMath.sin(f32x4.extract_lane(x, 2)))
  return f32x4.replace_lane(y, 3, <f32>NativeMath.sin(f32x4.extract_lane(x, 3)))
}

export function cos(x: v128): v128 {
  let y = splat(<f32>NativeMath.cos(f32x4.extract_lane(x, 0)))
  y = f32x4.replace_lane(y, 1, <f32>NativeMath.cos(f32x4.extract_lane(x, 1)))
  y = f32x4.replace_lane(y, 2, <f32>NativeMath.cos(f32x4.extract_lane(x, 2)))
  return f32x4.replace_lane(y, 3, <f32>NativeMath.cos(f32x4.extract_lane(x, 3)))
}

function lanePow(a: f32, b: f32): f32 {
  if (a == 1 || (a == -1 && abs(b) == Infinity)) return 1
  if (b == 2) return a * a
  return <f32>NativeMath.pow(a, b)
}

export function pow(a: v128, b: v128): v128 {
  let y = splat(lanePow(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)))
  y = f32x4.replace_lane(y, 1, lanePow(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)))
  y = f32x4.replace_lane(y, 2, lanePow(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)))
  return f32x4.replace_lane(y, 3, lanePow(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)))
}

/** erfc(z) e^(z^2) / t for t = 2 / (2 + z) and z from 0 to 10.25, as a polynomial in (t - 0.5816) / 0.4184: a fit to 3e-8. */
function scaledErfc(t: v128): v128 {
  const u = madd(t, splat(2.3902438), splat(-1.3902438))
  let p = splat(5.019455e-6)
  p = madd(p, u, splat(-5.5082382e-5))
  p = madd(p, u, splat(1.0807491e-5))
  p = madd(p, u, splat(5.9931549e-4))
  p = madd(p, u, splat(-6.501026e-4))
  p = madd(p, u, splat(-6.2382905e-3))
  p = madd(p, u, splat(6.1385038e-3))
  p = madd(p, u, splat(1.0278968e-1))
  p = madd(p, u, splat(3.2671797e-1))
  return madd(p, u, splat(5.7068216e-1))
}

/**
 * q e^-(z^2) for z from 0 to 10.25: z^2 as a part that float32 represents and the rest, since its last place counts.
 */
function timesGaussian(q: v128, z: v128): v128 {
  const head = v128.and(z, i32x4.splat(0xfffff000))
  const square = f32x4.mul(head, head)
  const rest = f32x4.mul(f32x4.sub(z, head), f32x4.add(z, head))
  const sum = f32x4.add(f32x4.mul(f32x4.add(square, rest), splat(-LOG2E)), splat(WHOLE))
  const n = f32x4.sub(sum, splat(WHOLE))
  const high = f32x4.neg(f32x4.add(square, f32x4.mul(n, splat(LN2_HIGH))))
  const r = f32x4.sub(f32x4.sub(high, f32x4.mul(n, splat(LN2_LOW))), rest)
  const y = madd(q, smallExpm1(r), q)
  const whole = wholeIn(sum)
  const half = i32x4.shr_s(whole, 1)
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)))
}

/** From 10.2 on it is 0 in float32, and is not computed, as in {@link exp}. */
export function erfc(x: v128): v128 {
  const far = f32x4.gt(f32x4.abs(x), splat(10.2))
  const z = v128.andnot(f32x4.abs(x), far)
  const t = f32x4.div(splat(2), f32x4.add(z, splat(2)))
  const right = v128.andnot(timesGaussian(f32x4.mul(t, scaledErfc(t)), z), far)
  return v128.bitselect(f32x4.sub(splat(2), right), right, f32x4.lt(x, splat(0)))
}

/** Exact, since float64 represents every float32. */
function laneFmod(a: f32, b: f32): f32 {
  return <f32>NativeMath.mod(<f64>a, <f64>b)
}

export function fmod(a: v128, b: v128): v128 {
  let y = splat(laneFmod(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)))
  y = f32x4.replace_lane(y, 1, laneFmod(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)))
  y = f32x4.replace_lane(y, 2, laneFmod(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)))
  return f32x4.replace_lane(y, 3, laneFmod(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)))
}
