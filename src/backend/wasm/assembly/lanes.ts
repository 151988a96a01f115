/**
 * @file Every elementwise primitive on four lanes, each under its own name; `generated/applyStep.ts` has the loops over them.
 */
export * from './math'

const ZERO = f32x4.splat(0)
const ONE = f32x4.splat(1)
const SIGN = i32x4.splat(0x80000000)

export function neg(x: v128): v128 {
  return v128.xor(x, SIGN)
}

export function sqrt(x: v128): v128 {
  return f32x4.sqrt(x)
}

export function rsqrt(x: v128): v128 {
  return f32x4.div(ONE, f32x4.sqrt(x))
}

export function abs(x: v128): v128 {
  return f32x4.abs(x)
}

export function sign(x: v128): v128 {
  const ofOne = v128.or(v128.and(x, SIGN), ONE)
  return v128.and(ofOne, v128.or(f32x4.gt(x, ZERO), f32x4.lt(x, ZERO)))
}

export function floor(x: v128): v128 {
  return f32x4.floor(x)
}

export function ceil(x: v128): v128 {
  return f32x4.ceil(x)
}

export function round(x: v128): v128 {
  return f32x4.nearest(x)
}

export function relu(x: v128): v128 {
  return v128.andnot(x, f32x4.le(x, ZERO))
}

export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b)
}

export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b)
}

export function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b)
}

export function div(a: v128, b: v128): v128 {
  return f32x4.div(a, b)
}

export function maximum(a: v128, b: v128): v128 {
  return f32x4.max(a, b)
}

export function minimum(a: v128, b: v128): v128 {
  return f32x4.min(a, b)
}

export function equal(a: v128, b: v128): v128 {
  return v128.and(f32x4.eq(a, b), ONE)
}

export function notEqual(a: v128, b: v128): v128 {
  return v128.and(f32x4.ne(a, b), ONE)
}

export function less(a: v128, b: v128): v128 {
  return v128.and(f32x4.lt(a, b), ONE)
}

export function lessEqual(a: v128, b: v128): v128 {
  return v128.and(f32x4.le(a, b), ONE)
}

export function where(condition: v128, a: v128, b: v128): v128 {
  return v128.bitselect(b, a, f32x4.eq(condition, ZERO))
}
