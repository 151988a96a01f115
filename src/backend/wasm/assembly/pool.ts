/**
 * @file Pooling. args of all: source, destination, planes of a unit, planes in all; then for the rows and for the
 * columns: input, kernel, stride, low, dilation, input dilation, output; of the indices of max pooling at last where the
 * values go too, or 0.
 */

const ROWS: usize = 16
const COLUMNS: usize = 44

function inputOf(axis: usize): i32 {
  return load<i32>(axis)
}
function kernelOf(axis: usize): i32 {
  return load<i32>(axis, 4)
}
function outputOf(axis: usize): i32 {
  return load<i32>(axis, 24)
}

/** The cell that tap `tap` of window `output` meets, or -1. */
function cellOf(axis: usize, output: i32, tap: i32): i32 {
  const position = output * load<i32>(axis, 8) + tap * load<i32>(axis, 16) - load<i32>(axis, 12)
  const spread = load<i32>(axis, 20)
  if (position < 0) return -1
  if (spread == 1) return position < load<i32>(axis) ? position : -1
  const cell = position / spread
  return cell * spread == position && cell < load<i32>(axis) ? cell : -1
}

function isPlain(axis: usize): bool {
  return load<i32>(axis, 12) == 0 && load<i32>(axis, 16) == 1 && load<i32>(axis, 20) == 1
}

/** Two by two, stride 2, no padding: four windows at a time. */
function maxPool2(
  from: usize,
  to: usize,
  values: usize,
  width: i32,
  height: i32,
  outputs: i32,
  wantsIndex: bool,
): void {
  // Values go where indices go, this far away.
  const away = values - to
  const rowBytes = (<usize>width) << 2
  const lanes = f32x4.replace_lane(f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(0), 1, 2), 2, 4), 3, 6)
  for (let i = 0; i < height; i++) {
    let j = 0
    let at = from + rowBytes * <usize>(2 * i)
    for (; j + 4 <= outputs; j += 4, at += 32, to += 16) {
      const p = v128.load(at)
      const q = v128.load(at, 16)
      const r = v128.load(at + rowBytes)
      const s = v128.load(at + rowBytes, 16)
      const a = v128.shuffle<i32>(p, q, 0, 2, 4, 6)
      const b = v128.shuffle<i32>(p, q, 1, 3, 5, 7)
      const c = v128.shuffle<i32>(r, s, 0, 2, 4, 6)
      const d = v128.shuffle<i32>(r, s, 1, 3, 5, 7)
      const takeB = v128.or(f32x4.gt(b, a), f32x4.ne(b, b))
      const ab = v128.bitselect(b, a, takeB)
      const takeC = v128.or(f32x4.gt(c, ab), f32x4.ne(c, c))
      const abc = v128.bitselect(c, ab, takeC)
      const takeD = v128.or(f32x4.gt(d, abc), f32x4.ne(d, d))
      if (wantsIndex) {
        const corner: i32 = 2 * i * width + 2 * j
        const first = f32x4.add(lanes, f32x4.splat(<f32>corner))
        let index = v128.bitselect(f32x4.add(first, f32x4.splat(1)), first, takeB)
        index = v128.bitselect(f32x4.add(first, f32x4.splat(<f32>width)), index, takeC)
        v128.store(to, v128.bitselect(f32x4.add(first, f32x4.splat(<f32>(width + 1))), index, takeD))
        if (values != 0) v128.store(to + away, v128.bitselect(d, abc, takeD))
      } else v128.store(to, v128.bitselect(d, abc, takeD))
    }
    for (; j < outputs; j++, at += 8, to += 4) {
      let best = load<f32>(at)
      let winner = 0
      for (let k = 1; k < 4; k++) {
        const value = load<f32>(at + (k > 1 ? rowBytes : 0) + ((<usize>(k & 1)) << 2))
        if (!(value > best) && value == value) continue
        best = value
        winner = k
      }
      if (wantsIndex) {
        const cell: i32 = (2 * i + (winner >> 1)) * width + 2 * j + (winner & 1)
        store<f32>(to, <f32>cell)
        if (values != 0) store<f32>(to + away, best)
      } else store<f32>(to, best)
    }
  }
}

function maxPlane(args: usize, from: usize, to: usize, values: usize, wantsIndex: bool): void {
  const away = values - to
  const rows = args + ROWS
  const columns = args + COLUMNS
  const width = inputOf(columns)
  for (let i = 0; i < outputOf(rows); i++) {
    for (let j = 0; j < outputOf(columns); j++, to += 4) {
      let winner = -1
      let best: f32 = -Infinity
      for (let p = 0; p < kernelOf(rows); p++) {
        const row = cellOf(rows, i, p)
        if (row < 0) continue
        for (let q = 0; q < kernelOf(columns); q++) {
          const column = cellOf(columns, j, q)
          if (column < 0) continue
          const value = load<f32>(from + ((<usize>(row * width + column)) << 2))
          if (winner >= 0 && !(value > best) && value == value) continue
          winner = row * width + column
          best = value
        }
      }
      store<f32>(to, wantsIndex ? <f32>winner : best)
      if (values != 0) store<f32>(to + away, best)
    }
  }
}

/** Whether the window is two by two with stride 2, inside the input. */
function isPairs(axis: usize): bool {
  return isPlain(axis) && kernelOf(axis) == 2 && load<i32>(axis, 8) == 2 && outputOf(axis) * 2 <= inputOf(axis)
}

export function maxPool(args: usize, unit: i32, wantsIndex: bool): void {
  const perUnit = load<i32>(args, 8)
  const last = min(load<i32>(args, 12), (unit + 1) * perUnit)
  const rows = args + ROWS
  const columns = args + COLUMNS
  const fromStep = (<usize>(inputOf(rows) * inputOf(columns))) << 2
  const toStep = (<usize>(outputOf(rows) * outputOf(columns))) << 2
  for (let plane = unit * perUnit; plane < last; plane++) {
    const from = load<u32>(args) + plane * fromStep
    const to = load<u32>(args, 4) + plane * toStep
    const values: usize = wantsIndex && load<u32>(args, 72) != 0 ? load<u32>(args, 72) + plane * toStep : 0
    if (isPairs(rows) && isPairs(columns)) {
      maxPool2(from, to, values, inputOf(columns), outputOf(rows), outputOf(columns), wantsIndex)
    } else maxPlane(args, from, to, values, wantsIndex)
  }
}

export function sumPool(args: usize, unit: i32): void {
  const perUnit = load<i32>(args, 8)
  const last = min(load<i32>(args, 12), (unit + 1) * perUnit)
  const rows = args + ROWS
  const columns = args + COLUMNS
  const width = inputOf(columns)
  let to = load<u32>(args, 4) + ((<usize>(unit * perUnit * outputOf(rows) * outputOf(columns))) << 2)
  for (let plane = unit * perUnit; plane < last; plane++) {
    const from = load<u32>(args) + ((<usize>(plane * inputOf(rows) * width)) << 2)
    for (let i = 0; i < outputOf(rows); i++) {
      for (let j = 0; j < outputOf(columns); j++, to += 4) {
        let total: f64 = 0
        for (let p = 0; p < kernelOf(rows); p++) {
          const row = cellOf(rows, i, p)
          if (row < 0) continue
          for (let q = 0; q < kernelOf(columns); q++) {
            const column = cellOf(columns, j, q)
            if (column >= 0) total += <f64>load<f32>(from + ((<usize>(row * width + column)) << 2))
          }
        }
        store<f32>(to, <f32>total)
      }
    }
  }
}

/** The adjoint: args name the smaller array as the source. */
export function sumPoolInput(args: usize, unit: i32): void {
  const perUnit = load<i32>(args, 8)
  const last = min(load<i32>(args, 12), (unit + 1) * perUnit)
  const rows = args + ROWS
  const columns = args + COLUMNS
  const width = inputOf(columns)
  const plane4 = (<usize>(inputOf(rows) * width)) << 2
  let from = load<u32>(args) + ((<usize>(unit * perUnit * outputOf(rows) * outputOf(columns))) << 2)
  for (let plane = unit * perUnit; plane < last; plane++) {
    const to = load<u32>(args, 4) + plane * plane4
    memory.fill(to, 0, plane4)
    for (let i = 0; i < outputOf(rows); i++) {
      for (let j = 0; j < outputOf(columns); j++, from += 4) {
        const value = load<f32>(from)
        for (let p = 0; p < kernelOf(rows); p++) {
          const row = cellOf(rows, i, p)
          if (row < 0) continue
          for (let q = 0; q < kernelOf(columns); q++) {
            const column = cellOf(columns, j, q)
            if (column < 0) continue
            const at = to + ((<usize>(row * width + column)) << 2)
            store<f32>(at, load<f32>(at) + value)
          }
        }
      }
    }
  }
}
