/** @file What the host and the kernels agree on, written by `npm run build:wasm` from the tables of `interface/`; not to be edited. */

export enum Opcode {
  elementwise = 0,
  fused = 1,
  copyBox = 2,
  transposeMatrix = 3,
  ramp = 4,
  reduce = 5,
  argExtreme = 6,
  cumulate = 7,
  gather = 8,
  scatterAdd = 9,
  lastOccurrence = 10,
  keySplit = 11,
  keyFoldIn = 12,
  uniform = 13,
  permutation = 14,
  argsort = 15,
  multiply = 256,
  multiplySteps = 257,
  multiplyPixels = 258,
  multiplyImages = 259,
  packRows = 260,
  packColumns = 261,
  multiplyCotangents = 262,
  multiplyCotangentsByLanes = 263,
  multiplyRows = 264,
  gatherPixels = 265,
  hostProduct = 266,
  maxPool = 512,
  maxPoolIndices = 513,
  sumPool = 514,
  sumPoolInput = 515,
  padPlanes = 516,
  packCotangents = 517,
  unpackSums = 518,
  winogradInput = 519,
  winogradCotangent = 520,
  winogradOutput = 521,
  winogradKernel = 522,
  winogradFilter = 523,
  cellMagnitudes = 524,
  greatest = 525,
  judgeKernels = 526,
  mend = 527,
  channelMagnitudes = 528,
  mendFilter = 529,
}

/** The first opcode of each module. */

export namespace FirstOf {
  export const entries: i32 = 0
  export const products: i32 = 256
  export const windows: i32 = 512
}

export enum ElementwiseOperation {
  neg = 0,
  exp = 1,
  expm1 = 2,
  log = 3,
  log1p = 4,
  sqrt = 5,
  rsqrt = 6,
  abs = 7,
  sign = 8,
  sin = 9,
  cos = 10,
  tanh = 11,
  sigmoid = 12,
  erf = 13,
  erfc = 14,
  floor = 15,
  ceil = 16,
  round = 17,
  relu = 18,
  add = 19,
  sub = 20,
  mul = 21,
  div = 22,
  pow = 23,
  maximum = 24,
  minimum = 25,
  fmod = 26,
  equal = 27,
  notEqual = 28,
  less = 29,
  lessEqual = 30,
  where = 31,
}

export enum Reduction {
  sum = 0,
  max = 1,
  min = 2,
  logsumexp = 3,
}

/** Byte offsets of the words that threads share. */

export namespace Control {
  export const nextUnit: usize = 0
  export const endUnit: usize = 4
  export const entry: usize = 8
  export const unitsDone: usize = 12
  export const shared: usize = 16
  export const sleepers: usize = 20
  export const isLeaving: usize = 24
  export const isRefused: usize = 28
  export const refusedIndex: usize = 32
  export const spins: usize = 36
  export const base: usize = 40
}

/** Bits of an entry of the order. */

export namespace OrderBit {
  export const isBeside: u32 = 1
  export const isShared: u32 = 2
}

@unmanaged
export class Command {
  @inline get opcode(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get units(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get args(): usize {
    return changetype<usize>(this) + 8
  }
}

@unmanaged
export class BoxAxis {
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get from(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get to(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline at(index: i32): BoxAxis {
    return changetype<BoxAxis>(changetype<usize>(this) + <usize>(index * 12))
  }
}

@unmanaged
export class StridedAxis {
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get stride(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline at(index: i32): StridedAxis {
    return changetype<StridedAxis>(changetype<usize>(this) + <usize>(index * 8))
  }
}

@unmanaged
export class Broadcast {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get block(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get axes(): StridedAxis {
    return changetype<StridedAxis>(load<usize>(changetype<usize>(this), 8))
  }
  @inline get axesCount(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline at(index: i32): Broadcast {
    return changetype<Broadcast>(changetype<usize>(this) + <usize>(index * 16))
  }
}

@unmanaged
export class Operand {
  @inline get place(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get isBlock(): bool {
    return load<i32>(changetype<usize>(this), 4) != 0
  }
  @inline at(index: i32): Operand {
    return changetype<Operand>(changetype<usize>(this) + <usize>(index * 8))
  }
}

@unmanaged
export class FusedStep {
  @inline get operation(): ElementwiseOperation {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get target(): Operand {
    return changetype<Operand>(changetype<usize>(this) + 4)
  }
  @inline get a(): Operand {
    return changetype<Operand>(changetype<usize>(this) + 12)
  }
  @inline get b(): Operand {
    return changetype<Operand>(changetype<usize>(this) + 20)
  }
  @inline get c(): Operand {
    return changetype<Operand>(changetype<usize>(this) + 28)
  }
  @inline at(index: i32): FusedStep {
    return changetype<FusedStep>(changetype<usize>(this) + <usize>(index * 36))
  }
}

@unmanaged
export class Panels {
  @inline get fives(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get fours(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get threes(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get twos(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get ones(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline at(index: i32): Panels {
    return changetype<Panels>(changetype<usize>(this) + <usize>(index * 20))
  }
}

@unmanaged
export class ReachedRow {
  @inline get first(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline at(index: i32): ReachedRow {
    return changetype<ReachedRow>(changetype<usize>(this) + <usize>(index * 8))
  }
}

@unmanaged
export class ReachedColumn {
  @inline get a(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get table(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline at(index: i32): ReachedColumn {
    return changetype<ReachedColumn>(changetype<usize>(this) + <usize>(index * 12))
  }
}

@unmanaged
export class WindowAxis {
  @inline get input(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get kernel(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get stride(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get low(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get dilation(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get inputDilation(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get output(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline at(index: i32): WindowAxis {
    return changetype<WindowAxis>(changetype<usize>(this) + <usize>(index * 28))
  }
}

@unmanaged
export class Pool {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get planes(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get rows(): WindowAxis {
    return changetype<WindowAxis>(changetype<usize>(this) + 16)
  }
  @inline get columns(): WindowAxis {
    return changetype<WindowAxis>(changetype<usize>(this) + 44)
  }
  @inline at(index: i32): Pool {
    return changetype<Pool>(changetype<usize>(this) + <usize>(index * 72))
  }
}

@unmanaged
export class PaddedAxis {
  @inline get input(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get stride(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get low(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get spread(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline at(index: i32): PaddedAxis {
    return changetype<PaddedAxis>(changetype<usize>(this) + <usize>(index * 20))
  }
}

@unmanaged
export class MendedAxis {
  @inline get taps(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get outputs(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get scale(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get step(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get start(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get spacing(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get cells(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline at(index: i32): MendedAxis {
    return changetype<MendedAxis>(changetype<usize>(this) + <usize>(index * 28))
  }
}

@unmanaged
export class Judgement {
  @inline get hasDoubts(): bool {
    return load<i32>(changetype<usize>(this), 0) != 0
  }
  @inline set hasDoubts(value: bool) {
    store<i32>(changetype<usize>(this), value, 0)
  }
  @inline get least(): f32 {
    return load<f32>(changetype<usize>(this), 4)
  }
  @inline set least(value: f32) {
    store<f32>(changetype<usize>(this), value, 4)
  }
  @inline get largest(): f32 {
    return load<f32>(changetype<usize>(this), 8)
  }
  @inline set largest(value: f32) {
    store<f32>(changetype<usize>(this), value, 8)
  }
  @inline get behind(): usize {
    return changetype<usize>(this) + 64
  }
  @inline at(index: i32): Judgement {
    return changetype<Judgement>(changetype<usize>(this) + <usize>(index * 64))
  }
}

@unmanaged
export class Verdict {
  @inline get isDoubtful(): bool {
    return load<i32>(changetype<usize>(this), 0) != 0
  }
  @inline set isDoubtful(value: bool) {
    store<i32>(changetype<usize>(this), value, 0)
  }
  @inline get behind(): usize {
    return changetype<usize>(this) + 4
  }
  @inline at(index: i32): Verdict {
    return changetype<Verdict>(changetype<usize>(this) + <usize>(index * 4))
  }
}

@unmanaged
export class ChannelMagnitude {
  @inline get all(): f32 {
    return load<f32>(changetype<usize>(this), 0)
  }
  @inline set all(value: f32) {
    store<f32>(changetype<usize>(this), value, 0)
  }
  @inline get border(): f32 {
    return load<f32>(changetype<usize>(this), 4)
  }
  @inline set border(value: f32) {
    store<f32>(changetype<usize>(this), value, 4)
  }
  @inline get greatest(): f32 {
    return load<f32>(changetype<usize>(this), 8)
  }
  @inline set greatest(value: f32) {
    store<f32>(changetype<usize>(this), value, 8)
  }
  @inline get behind(): usize {
    return changetype<usize>(this) + 16
  }
  @inline at(index: i32): ChannelMagnitude {
    return changetype<ChannelMagnitude>(changetype<usize>(this) + <usize>(index * 16))
  }
}

@unmanaged
export class Elementwise {
  @inline get operation(): ElementwiseOperation {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get a(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get b(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get c(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
}

@unmanaged
export class Fused {
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get block(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get broadcasts(): Broadcast {
    return changetype<Broadcast>(load<usize>(changetype<usize>(this), 12))
  }
  @inline get broadcastsCount(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get steps(): FusedStep {
    return changetype<FusedStep>(load<usize>(changetype<usize>(this), 20))
  }
  @inline get stepsCount(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
}

@unmanaged
export class CopyBox {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get axes(): BoxAxis {
    return changetype<BoxAxis>(load<usize>(changetype<usize>(this), 16))
  }
  @inline get axesCount(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
}

@unmanaged
export class TransposeMatrix {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get fromRow(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get toRow(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get fromMatrix(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get toMatrix(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
}

@unmanaged
export class Ramp {
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 4)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get value(): f32 {
    return load<f32>(changetype<usize>(this), 12)
  }
  @inline get increment(): f32 {
    return load<f32>(changetype<usize>(this), 16)
  }
}

@unmanaged
export class Reduce {
  @inline get operation(): Reduction {
    return load<i32>(changetype<usize>(this), 0)
  }
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get isInnerReduced(): bool {
    return load<i32>(changetype<usize>(this), 12) != 0
  }
  @inline get inner(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get items(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get runs(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get kept(): StridedAxis {
    return changetype<StridedAxis>(load<usize>(changetype<usize>(this), 32))
  }
  @inline get keptCount(): i32 {
    return load<i32>(changetype<usize>(this), 36)
  }
  @inline get reduced(): StridedAxis {
    return changetype<StridedAxis>(load<usize>(changetype<usize>(this), 40))
  }
  @inline get reducedCount(): i32 {
    return load<i32>(changetype<usize>(this), 44)
  }
}

@unmanaged
export class ArgExtreme {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get inner(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get lines(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get sign(): f32 {
    return load<f32>(changetype<usize>(this), 24)
  }
}

@unmanaged
export class Cumulate {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get inner(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get lines(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
}

@unmanaged
export class Gather {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get indices(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get inner(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get outers(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get end(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
}

@unmanaged
export class ScatterAdd {
  @inline get indices(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get updates(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get size(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get inner(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get outers(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get end(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get totals(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 40)
  }
  @inline get totalsBytes(): usize {
    return load<usize>(changetype<usize>(this), 44)
  }
}

@unmanaged
export class LastOccurrence {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get inner(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get lines(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get table(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get mask(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
}

@unmanaged
export class KeySplit {
  @inline get key(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get index(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
}

@unmanaged
export class KeyFoldIn {
  @inline get key(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get data(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
}

@unmanaged
export class Uniform {
  @inline get key(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
}

@unmanaged
export class Permutation {
  @inline get key(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
}

@unmanaged
export class Argsort {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get length(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get inner(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get lines(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get count(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get isDescending(): bool {
    return load<i32>(changetype<usize>(this), 28) != 0
  }
  @inline get workspace(): usize {
    return load<usize>(changetype<usize>(this), 32)
  }
  @inline get lineBytes(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
}

@unmanaged
export class Multiply {
  @inline get a(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get aGroup(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get table(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get x(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get xGroup(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get xImage(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get xRow(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get y(): usize {
    return load<usize>(changetype<usize>(this), 32)
  }
  @inline get yGroup(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
  @inline get yImage(): usize {
    return load<usize>(changetype<usize>(this), 40)
  }
  @inline get yRow(): usize {
    return load<usize>(changetype<usize>(this), 44)
  }
  @inline get yPlane(): usize {
    return load<usize>(changetype<usize>(this), 48)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
  @inline get panelsByHeight(): Panels {
    return changetype<Panels>(changetype<usize>(this) + 60)
  }
  @inline get vectorsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 80)
  }
  @inline get vectors(): i32 {
    return load<i32>(changetype<usize>(this), 84)
  }
  @inline get panelsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 88)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 92)
  }
  @inline get vectorBlocks(): i32 {
    return load<i32>(changetype<usize>(this), 96)
  }
  @inline get panelBlocks(): i32 {
    return load<i32>(changetype<usize>(this), 100)
  }
  @inline get block(): i32 {
    return load<i32>(changetype<usize>(this), 104)
  }
  @inline get together(): i32 {
    return load<i32>(changetype<usize>(this), 108)
  }
}

@unmanaged
export class MultiplySteps {
  @inline get a(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get aGroup(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get x(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get xGroup(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get xImage(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get step(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get xEight(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get y(): usize {
    return load<usize>(changetype<usize>(this), 32)
  }
  @inline get yGroup(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
  @inline get yImage(): usize {
    return load<usize>(changetype<usize>(this), 40)
  }
  @inline get yPlane(): usize {
    return load<usize>(changetype<usize>(this), 44)
  }
  @inline get groups(): i32 {
    return load<i32>(changetype<usize>(this), 48)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get panelsByHeight(): Panels {
    return changetype<Panels>(changetype<usize>(this) + 56)
  }
  @inline get columnsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 76)
  }
  @inline get columnBlocks(): i32 {
    return load<i32>(changetype<usize>(this), 80)
  }
  @inline get panelsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 84)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 88)
  }
  @inline get panelBlocks(): i32 {
    return load<i32>(changetype<usize>(this), 92)
  }
  @inline get block(): i32 {
    return load<i32>(changetype<usize>(this), 96)
  }
}

@unmanaged
export class MultiplyPixels {
  @inline get a(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get aGroup(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get table(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get x(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get xGroup(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get xImage(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get xRow(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get y(): usize {
    return load<usize>(changetype<usize>(this), 32)
  }
  @inline get yGroup(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
  @inline get yImage(): usize {
    return load<usize>(changetype<usize>(this), 40)
  }
  @inline get yRow(): usize {
    return load<usize>(changetype<usize>(this), 44)
  }
  @inline get yPlane(): usize {
    return load<usize>(changetype<usize>(this), 48)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 60)
  }
  @inline get height(): i32 {
    return load<i32>(changetype<usize>(this), 64)
  }
  @inline get rowsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 68)
  }
  @inline get blocks(): i32 {
    return load<i32>(changetype<usize>(this), 72)
  }
  @inline get panelsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 76)
  }
  @inline get panelBlocks(): i32 {
    return load<i32>(changetype<usize>(this), 80)
  }
}

@unmanaged
export class MultiplyImages {
  @inline get x(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get y(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get imageBytes(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get outputs(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get lowRow(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get tapRows(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get panelsByHeight(): Panels {
    return changetype<Panels>(changetype<usize>(this) + 32)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
  @inline get rows(): ReachedRow {
    return changetype<ReachedRow>(load<usize>(changetype<usize>(this), 60))
  }
  @inline get rowsCount(): i32 {
    return load<i32>(changetype<usize>(this), 64)
  }
  @inline get columns(): ReachedColumn {
    return changetype<ReachedColumn>(load<usize>(changetype<usize>(this), 68))
  }
  @inline get columnsCount(): i32 {
    return load<i32>(changetype<usize>(this), 72)
  }
}

@unmanaged
export class PackRows {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get rowStride(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get table(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get step(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get sourceGroup(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get targetGroup(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get panelsByHeight(): Panels {
    return changetype<Panels>(changetype<usize>(this) + 32)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
  @inline get blocks(): i32 {
    return load<i32>(changetype<usize>(this), 60)
  }
}

@unmanaged
export class PackColumns {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get rowStride(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
}

@unmanaged
export class CotangentProduct {
  @inline get x(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get cotangents(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get sums(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get table(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get taps(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get xGroup(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get cotangentsPanel(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get xImage(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 40)
  }
  @inline get xRow(): usize {
    return load<usize>(changetype<usize>(this), 44)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 48)
  }
  @inline get pixelsOfChunk(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get blocks(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
  @inline get fivesOfBlock(): i32 {
    return load<i32>(changetype<usize>(this), 60)
  }
  @inline get isFirst(): bool {
    return load<i32>(changetype<usize>(this), 64) != 0
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 68)
  }
  @inline get cotangentsImage(): usize {
    return load<usize>(changetype<usize>(this), 72)
  }
  @inline get cotangentsRow(): usize {
    return load<usize>(changetype<usize>(this), 76)
  }
}

@unmanaged
export class MultiplyRows {
  @inline get x(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get w(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get y(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get m(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get k(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get n(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get block(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
}

@unmanaged
export class GatherPixels {
  @inline get x(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get table(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get units(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get groups(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get xGroup(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get xImage(): usize {
    return load<usize>(changetype<usize>(this), 32)
  }
  @inline get xRow(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 40)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 44)
  }
}

@unmanaged
export class HostProduct {
  @inline get a(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get aGroup(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get aImage(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get aRow(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get aTransposed(): bool {
    return load<i32>(changetype<usize>(this), 16) != 0
  }
  @inline get b(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get bGroup(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get bImage(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get bRow(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get bTransposed(): bool {
    return load<i32>(changetype<usize>(this), 36) != 0
  }
  @inline get c(): usize {
    return load<usize>(changetype<usize>(this), 40)
  }
  @inline get cGroup(): usize {
    return load<usize>(changetype<usize>(this), 44)
  }
  @inline get cImage(): usize {
    return load<usize>(changetype<usize>(this), 48)
  }
  @inline get cRow(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get height(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
  @inline get width(): i32 {
    return load<i32>(changetype<usize>(this), 60)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 64)
  }
  @inline get groups(): i32 {
    return load<i32>(changetype<usize>(this), 68)
  }
  @inline get terms(): i32 {
    return load<i32>(changetype<usize>(this), 72)
  }
  @inline get aTerm(): usize {
    return load<usize>(changetype<usize>(this), 76)
  }
  @inline get bTerm(): usize {
    return load<usize>(changetype<usize>(this), 80)
  }
  @inline get block(): i32 {
    return load<i32>(changetype<usize>(this), 84)
  }
  @inline get spare(): usize {
    return load<usize>(changetype<usize>(this), 88)
  }
  @inline get isAdded(): bool {
    return load<i32>(changetype<usize>(this), 92) != 0
  }
  @inline get rowsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 96)
  }
  @inline get rowBlocks(): i32 {
    return load<i32>(changetype<usize>(this), 100)
  }
  @inline get columnsPerUnit(): i32 {
    return load<i32>(changetype<usize>(this), 104)
  }
  @inline get columnBlocks(): i32 {
    return load<i32>(changetype<usize>(this), 108)
  }
}

@unmanaged
export class MaxPool {
  @inline get pool(): Pool {
    return changetype<Pool>(changetype<usize>(this) + 0)
  }
}

@unmanaged
export class MaxPoolIndices {
  @inline get pool(): Pool {
    return changetype<Pool>(changetype<usize>(this) + 0)
  }
  @inline get values(): usize {
    return load<usize>(changetype<usize>(this), 72)
  }
}

@unmanaged
export class SumPool {
  @inline get pool(): Pool {
    return changetype<Pool>(changetype<usize>(this) + 0)
  }
}

@unmanaged
export class SumPoolInput {
  @inline get pool(): Pool {
    return changetype<Pool>(changetype<usize>(this) + 0)
  }
  @inline get totals(): usize {
    return load<usize>(changetype<usize>(this), 72)
  }
  @inline get totalsBytes(): usize {
    return load<usize>(changetype<usize>(this), 76)
  }
}

@unmanaged
export class PadPlanes {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get planes(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get targetPlane(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get rows(): PaddedAxis {
    return changetype<PaddedAxis>(changetype<usize>(this) + 20)
  }
  @inline get columns(): PaddedAxis {
    return changetype<PaddedAxis>(changetype<usize>(this) + 40)
  }
}

@unmanaged
export class PackCotangents {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get pixels(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get imageBytes(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
}

@unmanaged
export class UnpackSums {
  @inline get sums(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get taps(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get isByLanes(): bool {
    return load<i32>(changetype<usize>(this), 28) != 0
  }
}

@unmanaged
export class PaddedTiles {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get imageBytes(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get height(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get width(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get firstRow(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 36)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 40)
  }
  @inline get floats(): i32 {
    return load<i32>(changetype<usize>(this), 44)
  }
  @inline get pointBytes(): usize {
    return load<usize>(changetype<usize>(this), 48)
  }
  @inline get lowRow(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get lowColumn(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
}

@unmanaged
export class WinogradOutput {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get imageBytes(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get height(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get width(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get firstRow(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 36)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 40)
  }
  @inline get floats(): i32 {
    return load<i32>(changetype<usize>(this), 44)
  }
  @inline get pointBytes(): usize {
    return load<usize>(changetype<usize>(this), 48)
  }
}

@unmanaged
export class WinogradKernel {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get rowStride(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get depthStride(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get firstTap(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get tapStride(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get depth(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get pointBytes(): usize {
    return load<usize>(changetype<usize>(this), 28)
  }
  @inline get wholeRows(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get panelsByHeight(): Panels {
    return changetype<Panels>(changetype<usize>(this) + 36)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 56)
  }
  @inline get panels(): i32 {
    return load<i32>(changetype<usize>(this), 60)
  }
}

@unmanaged
export class WinogradFilter {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get pointBytes(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
}

@unmanaged
export class CellMagnitudes {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get cells(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get units(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get toGreatest(): usize {
    return load<usize>(changetype<usize>(this), 24)
  }
  @inline get firstImage(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get first(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get end(): i32 {
    return load<i32>(changetype<usize>(this), 36)
  }
}

@unmanaged
export class Greatest {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get sums(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get rows(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get columns(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get period(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get lines(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get groups(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
}

@unmanaged
export class JudgeKernels {
  @inline get greatest(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get sums(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get kernels(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get magnitudes(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get sumsOfKernel(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get isTiled(): bool {
    return load<i32>(changetype<usize>(this), 24) != 0
  }
  @inline get top(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get bottom(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get left(): i32 {
    return load<i32>(changetype<usize>(this), 36)
  }
  @inline get right(): i32 {
    return load<i32>(changetype<usize>(this), 40)
  }
}

@unmanaged
export class Mend {
  @inline get input(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get kernel(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get output(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get found(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get magnitudes(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get toGreatest(): usize {
    return load<usize>(changetype<usize>(this), 20)
  }
  @inline get kernels(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get planes(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get groups(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get kernelStride(): usize {
    return load<usize>(changetype<usize>(this), 36)
  }
  @inline get planeStride(): usize {
    return load<usize>(changetype<usize>(this), 40)
  }
  @inline get groupStride(): usize {
    return load<usize>(changetype<usize>(this), 44)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 48)
  }
  @inline get units(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get rows(): MendedAxis {
    return changetype<MendedAxis>(changetype<usize>(this) + 56)
  }
  @inline get columns(): MendedAxis {
    return changetype<MendedAxis>(changetype<usize>(this) + 84)
  }
  @inline get lowRow(): i32 {
    return load<i32>(changetype<usize>(this), 112)
  }
  @inline get lowColumn(): i32 {
    return load<i32>(changetype<usize>(this), 116)
  }
}

@unmanaged
export class ChannelMagnitudes {
  @inline get source(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get target(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 8)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 12)
  }
  @inline get firstImage(): i32 {
    return load<i32>(changetype<usize>(this), 16)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get height(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get width(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get coreTop(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get coreBottom(): i32 {
    return load<i32>(changetype<usize>(this), 36)
  }
  @inline get coreLeft(): i32 {
    return load<i32>(changetype<usize>(this), 40)
  }
  @inline get coreRight(): i32 {
    return load<i32>(changetype<usize>(this), 44)
  }
  @inline get first(): i32 {
    return load<i32>(changetype<usize>(this), 48)
  }
  @inline get end(): i32 {
    return load<i32>(changetype<usize>(this), 52)
  }
  @inline get isFirst(): bool {
    return load<i32>(changetype<usize>(this), 56) != 0
  }
}

@unmanaged
export class MendFilter {
  @inline get input(): usize {
    return load<usize>(changetype<usize>(this), 0)
  }
  @inline get cotangent(): usize {
    return load<usize>(changetype<usize>(this), 4)
  }
  @inline get gradient(): usize {
    return load<usize>(changetype<usize>(this), 8)
  }
  @inline get ofInput(): usize {
    return load<usize>(changetype<usize>(this), 12)
  }
  @inline get ofCotangent(): usize {
    return load<usize>(changetype<usize>(this), 16)
  }
  @inline get channels(): i32 {
    return load<i32>(changetype<usize>(this), 20)
  }
  @inline get features(): i32 {
    return load<i32>(changetype<usize>(this), 24)
  }
  @inline get groups(): i32 {
    return load<i32>(changetype<usize>(this), 28)
  }
  @inline get images(): i32 {
    return load<i32>(changetype<usize>(this), 32)
  }
  @inline get perUnit(): i32 {
    return load<i32>(changetype<usize>(this), 36)
  }
  @inline get rows(): MendedAxis {
    return changetype<MendedAxis>(changetype<usize>(this) + 40)
  }
  @inline get columns(): MendedAxis {
    return changetype<MendedAxis>(changetype<usize>(this) + 68)
  }
}
