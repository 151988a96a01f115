/**
 * @file Copies between strided boxes, and the loading of blocks of a broadcast operand.
 */

/** Fills `length` floats from `value`. */
export function fillFloats(to: usize, value: f32, length: i32): void {
  const end = to + ((<usize>length) << 2)
  const lanes = f32x4.splat(value)
  for (; to + 16 <= end; to += 16) v128.store(to, lanes)
  for (; to < end; to += 4) store<f32>(to, value)
}

/** Copies `length` floats, forwards. */
export function copyFloats(to: usize, from: usize, length: i32): void {
  const end = to + ((<usize>length) << 2)
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from))
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from))
}

/**
 * Writes entries start .. start + length - 1 of a broadcast array to `to`. `dims` holds `rank` pairs (length, stride in
 * bytes), the last axis innermost.
 */
export function broadcastBlock(from: usize, to: usize, dims: usize, rank: i32, start: i32, length: i32): void {
  const inner = load<i32>(dims + <usize>((rank - 1) * 8))
  const step = load<i32>(dims + <usize>((rank - 1) * 8), 4)
  const end = start + length
  while (start < end) {
    let row = start / inner
    const column = start - row * inner
    let at = from + <usize>(column * step)
    for (let axis = rank - 2; axis >= 0; axis--) {
      const size = load<i32>(dims + <usize>(axis * 8))
      const outer = row / size
      at += <usize>((row - outer * size) * load<i32>(dims + <usize>(axis * 8), 4))
      row = outer
    }
    const run = min(inner - column, end - start)
    if (step == 0) fillFloats(to, load<f32>(at), run)
    else if (step == 4) copyFloats(to, at, run)
    else for (let k = 0; k < run; k++, at += <usize>step) store<f32>(to + ((<usize>k) << 2), load<f32>(at))
    to += (<usize>run) << 2
    start += run
  }
}

/**
 * Copies a box of entries. args: rank, source, destination, rows of a unit, rows in all, then `rank` triples
 * (length, source stride, destination stride) in bytes, the last axis innermost.
 */
export function copyBox(args: usize, unit: i32): void {
  const rank = load<i32>(args)
  const rowsOfUnit = load<i32>(args, 12)
  const last = min(load<i32>(args, 16), (unit + 1) * rowsOfUnit)
  const dims = args + 20
  const innerAt = dims + <usize>((rank - 1) * 12)
  const inner = load<i32>(innerAt)
  const step = load<i32>(innerAt, 4)
  const put = load<i32>(innerAt, 8)
  for (let r = unit * rowsOfUnit; r < last; r++) {
    let from: usize = load<u32>(args, 4)
    let to: usize = load<u32>(args, 8)
    let row = r
    for (let axis = rank - 2; axis >= 0; axis--) {
      const at = dims + <usize>(axis * 12)
      const size = load<i32>(at)
      const outer = row / size
      const index = row - outer * size
      from += <usize>(index * load<i32>(at, 4))
      to += <usize>(index * load<i32>(at, 8))
      row = outer
    }
    if (put == 4 && step == 4) copyFloats(to, from, inner)
    else if (put == 4 && step == 0) fillFloats(to, load<f32>(from), inner)
    else {
      let k = 0
      for (; k + 4 <= inner; k += 4) {
        const a = load<f32>(from)
        const b = load<f32>(from + <usize>step)
        const c = load<f32>(from + <usize>(step * 2))
        const d = load<f32>(from + <usize>(step * 3))
        store<f32>(to, a)
        store<f32>(to + <usize>put, b)
        store<f32>(to + <usize>(put * 2), c)
        store<f32>(to + <usize>(put * 3), d)
        from += <usize>(step * 4)
        to += <usize>(put * 4)
      }
      for (; k < inner; k++, from += <usize>step, to += <usize>put) store<f32>(to, load<f32>(from))
    }
  }
}

/**
 * Transposes matrices, in blocks of four by four. args: source, destination, matrices, rows, columns, row stride of the
 * source, row stride of the destination, matrix strides of both (bytes). A unit is a band of 64 rows of one matrix.
 */
export function transposeMatrix(args: usize, unit: i32): void {
  const rows = load<i32>(args, 12)
  const columns = load<i32>(args, 16)
  const fromRow = <usize>load<u32>(args, 20)
  const toRow = <usize>load<u32>(args, 24)
  const bands = (rows + 63) / 64
  const matrix = unit / bands
  const first = (unit - matrix * bands) * 64
  const last = min(rows, first + 64)
  const source = <usize>load<u32>(args) + matrix * load<u32>(args, 28)
  const target = <usize>load<u32>(args, 4) + matrix * load<u32>(args, 32)
  let c = 0
  for (; c + 4 <= columns; c += 4) {
    let r = first
    let from = source + r * fromRow + ((<usize>c) << 2)
    let to = target + c * toRow + ((<usize>r) << 2)
    for (; r + 4 <= last; r += 4, from += fromRow * 4, to += 16) {
      const x0 = v128.load(from)
      const x1 = v128.load(from + fromRow)
      const x2 = v128.load(from + fromRow * 2)
      const x3 = v128.load(from + fromRow * 3)
      const y0 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5)
      const y1 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5)
      const y2 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7)
      const y3 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7)
      v128.store(to, v128.shuffle<i64>(y0, y1, 0, 2))
      v128.store(to + toRow, v128.shuffle<i64>(y0, y1, 1, 3))
      v128.store(to + toRow * 2, v128.shuffle<i64>(y2, y3, 0, 2))
      v128.store(to + toRow * 3, v128.shuffle<i64>(y2, y3, 1, 3))
    }
    for (; r < last; r++, from += fromRow, to += 4) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + k * toRow, load<f32>(from + (k << 2)))
    }
  }
  for (; c < columns; c++) {
    for (let r = first; r < last; r++) {
      store<f32>(target + c * toRow + ((<usize>r) << 2), load<f32>(source + r * fromRow + ((<usize>c) << 2)))
    }
  }
}

/** args: destination, count, stride of a unit, value, increment: value + index * increment. */
export function ramp(args: usize, unit: i32): void {
  const perUnit = load<i32>(args, 8)
  const first = unit * perUnit
  const length = min(load<i32>(args, 4), first + perUnit) - first
  const to = load<u32>(args) + ((<usize>first) << 2)
  const value = load<f32>(args, 12)
  const increment = load<f32>(args, 16)
  if (increment == 0) fillFloats(to, value, length)
  else for (let k = 0; k < length; k++) store<f32>(to + ((<usize>k) << 2), value + <f32>(first + k) * increment)
}
