/**
 * @file convInput through the engine of `product.ts`, with the cotangent as the input: one product per phase of the
 * stride. With stride 1 this convolves the padded cotangent with the rotated kernel, its channel axes swapped.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import { convGeometry } from '../../../core/ConvGeometry.ts'
import { sizeOf } from '../../../core/Shape.ts'
import type { WindowAxis } from '../../../core/Window.ts'
import { dilatedInput } from '../../../core/Window.ts'
import type { CommandWriter } from '../Command.ts'
import { partsOf } from '../Command.ts'
import type { Lowering } from '../Lowering.ts'
import { bytesOf, simply } from '../Lowering.ts'
import { convInputByImages, nanosecondsByImages } from './byImages.ts'
import { nanosecondsByRows } from '../costs.ts'
import type { PaddedAxis, Planes } from './paddedPlanes.ts'
import { imagesAtOnce, nothing, padPlanes, pixelsOf, planesOf, startAt } from './paddedPlanes.ts'
import { mend, mendedConvInput } from './mend.ts'
import type { Engine, EngineSizes, Packed } from '../product.ts'
import { panelsOf, tableOf, tileEngine, togetherOf } from '../product.ts'
import { copyBox } from '../views.ts'
import { tiledConvInput, usesTiles } from './winograd.ts'

/** Cells of the input (spread by its dilation) in one phase of the stride, and the taps that reach them. */
interface Phase {
  /** The first cell, and the number of cells, which are a stride apart. */
  readonly first: number
  readonly count: number
  /** For each tap of the phase: its number, and the output that it connects to the first cell. */
  readonly taps: readonly (readonly [tap: number, output: number])[]
}

const phasesOf = (axis: WindowAxis): readonly Phase[] =>
  Array.from({ length: axis.stride }, (_, phase): Phase => {
    const first = (((phase - axis.low) % axis.stride) + axis.stride) % axis.stride
    const count = Math.max(0, Math.ceil((dilatedInput(axis) - first) / axis.stride))
    const start = (first + axis.low - phase) / axis.stride
    const taps = Array.from({ length: axis.kernel }, (_tap, p) => p * axis.dilation)
      .map((cell, tap) => [tap, cell] as const)
      .filter(([, cell]) => cell % axis.stride === phase)
      .map(([tap, cell]) => [tap, start - Math.floor(cell / axis.stride)] as const)
    return { first, count, taps }
  })

/**
 * A dense phase, cut into bands of rows that the same taps reach, so that few sums are spent on padding; the uncut
 * phase if that saves little.
 */
const bandsOf = (phase: Phase, outputs: number): readonly Phase[] => {
  const reaching = (row: number) => phase.taps.filter(([, output]) => output + row >= 0 && output + row < outputs)
  const bands: { first: number; count: number; taps: Phase['taps'] }[] = []
  for (let row = 0; row < phase.count; row++) {
    const taps = reaching(row).map(([tap, output]) => [tap, output + row] as const)
    const last = bands.at(-1)
    if (last?.taps.length === taps.length && last.taps.every(([tap], k) => tap === taps[k]![0])) last.count += 1
    else bands.push({ first: row, count: 1, taps })
  }
  const sums = bands.reduce((total, { count, taps }) => total + count * taps.length, 0)
  const pays = sums < 0.85 * phase.count * phase.taps.length && bands.every(({ taps }) => taps.length > 0)
  return pays ? bands : [phase]
}

/** The padded cotangent that the cells of the input read. */
const cotangentAxis = (axis: WindowAxis, phases: readonly Phase[]): PaddedAxis => {
  const outputs = phases.flatMap(({ taps }) => taps.map(([, output]) => output))
  const low = Math.max(0, ...outputs.map((output) => -output))
  const length = Math.max(1, ...phases.flatMap(({ taps, count }) => taps.map(([, output]) => output + low + count)))
  return { input: axis.output, stride: 1, low, spread: 1, length }
}

/** The start of each (feature, tap) of a phase in the padded cotangent. */
const cotangentTable = (planes: Planes, { features }: ConvGeometry, down: Phase, across: Phase): readonly number[] => {
  const table: number[] = []
  for (let o = 0; o < features; o++) {
    for (const [, row] of down.taps) {
      for (const [, column] of across.taps) {
        table.push(o * planes.plane + startAt(planes, row + planes.rows.low, column + planes.columns.low))
      }
    }
  }
  return table
}

/** The place of the weight of each (feature, tap) of a phase in the kernel. */
const weightTable = (geometry: ConvGeometry, down: Phase, across: Phase): readonly number[] => {
  const { features, channels, rows, columns } = geometry
  const table: number[] = []
  for (let o = 0; o < features; o++) {
    for (const [p] of down.taps) {
      for (const [q] of across.taps) table.push(((o * channels * rows.kernel + p) * columns.kernel + q) * 4)
    }
  }
  return table
}

/** Packs the weights of a phase. */
const packPhase = (
  to: CommandWriter,
  engine: Engine,
  geometry: ConvGeometry,
  down: Phase,
  across: Phase,
  kernel: number,
  target: number,
) => {
  const { features, channels, groups, rows, columns } = geometry
  const weights = weightTable(geometry, down, across)
  if (weights.length === 0) return { a: target, aGroup: 0 }
  const taps = rows.kernel * columns.kernel
  const table = to.table(weights)
  const weightRows = {
    source: kernel,
    rowStride: taps * 4,
    table,
    step: 0,
    groupStride: features * channels * taps * 4,
    count: channels,
    depth: weights.length,
    groups,
  }
  return engine.pack(to, weightRows, target)
}

/** The product of a phase, in both directions: what is known of it before memory is assigned. */
interface PhaseProduct extends Omit<EngineSizes, 'images'> {
  readonly down: Phase
  readonly across: Phase
}

const phaseProduct = (geometry: ConvGeometry, planes: Planes, down: Phase, across: Phase): PhaseProduct => {
  const { groups, channels, features, rows, columns } = geometry
  const isDense = rows.stride === 1 && columns.stride === 1
  const pixels = isDense ? dilatedInput(rows) * dilatedInput(columns) * 4 : down.count * across.count * 4
  return {
    down,
    across,
    depth: features * down.taps.length * across.taps.length,
    height: channels,
    groups,
    ...pixelsOf(planes, down.count, across.count),
    yImage: groups * channels * pixels,
    yGroup: channels * pixels,
    yPlane: pixels,
    offsets: cotangentTable(planes, geometry, down, across),
  }
}

/** Nanoseconds of a phase of one image by the tiles of the module. */
const nanosecondsOf = ({ height, rows, columns, depth }: PhaseProduct): number =>
  nanosecondsByRows(panelsOf(height), { rows, columns, together: togetherOf(height) }, depth)

/** convInput by the engine chosen for its geometry; deep ones use Winograd's tiles. */
export const convInputBy =
  (engineOf: (geometry: ConvGeometry) => Engine): Lowering<'convInput'> =>
  (params, [y, w], output) => {
    if (sizeOf(y!) === 0 || sizeOf(w!) === 0 || sizeOf(output) === 0) return nothing(output)
    const geometry = convGeometry('convInput', params, [y!, w!])
    const engine = engineOf(geometry)
    if (usesTiles('convInput', geometry, engine))
      return { ...tiledConvInput(geometry, engine), isView: false, mayOverwrite: false }
    const { images, groups, channels, features, rows, columns } = geometry
    const [downs, acrosses] = [phasesOf(rows), phasesOf(columns)]
    const planes = planesOf(cotangentAxis(rows, downs), cotangentAxis(columns, acrosses), features, channels)
    const [height, width] = [dilatedInput(rows), dilatedInput(columns)]
    const isDense = rows.stride === 1 && columns.stride === 1
    const isSpread = rows.inputDilation > 1 || columns.inputDilation > 1
    const atOnce = imagesAtOnce(images, groups * features, planes)
    const all = groups * channels
    const taps = rows.kernel * columns.kernel
    const packed = bytesOf(all * features * taps)
    const padded = planes.inPlace ? 0 : bytesOf((atOnce * groups * features * planes.plane) / 4)
    const part = isDense
      ? 0
      : bytesOf(atOnce * all * Math.ceil(height / rows.stride) * Math.ceil(width / columns.stride))
    const mending = mend(mendedConvInput(geometry), false)
    const dense = isSpread ? bytesOf(atOnce * all * height * width) : 0
    const bands = isDense ? bandsOf(downs[0]!, rows.output) : downs
    const phases = bands
      .flatMap((down) => acrosses.map((across) => phaseProduct(geometry, planes, down, across)))
      .filter(({ down, across, depth }) => depth > 0 && down.count > 0 && across.count > 0)
    const byRows = images * phases.reduce((sum, phase) => sum + nanosecondsOf(phase), 0)
    if (engine === tileEngine && nanosecondsByImages(geometry) < byRows) return convInputByImages(geometry)
    const product = Math.max(0, ...phases.map((sizes) => engine.workspace({ ...sizes, images: atOnce })))

    const onePhase = (
      to: CommandWriter,
      { down, across, offsets, ...sizes }: PhaseProduct,
      weights: Packed,
      workspace: number,
      x: number,
      images: number,
      target: number,
    ) => {
      const result = isDense ? target + down.first * width * 4 : workspace + packed + padded
      engine.multiply(to, {
        ...sizes,
        ...weights,
        images,
        table: tableOf(to, offsets),
        x,
        y: result,
        xGroup: features * planes.plane,
        xImage: groups * features * planes.plane,
        xRow: planes.row,
        yRow: across.count * 4,
        workspace: workspace + packed + padded + part + dense,
      })
      if (isDense) return
      copyBox(to, result, target + (down.first * width + across.first) * 4, [
        { length: images * all, from: down.count * across.count, to: height * width },
        { length: down.count, from: across.count, to: rows.stride * width },
        { length: across.count, from: 1, to: columns.stride },
      ])
    }

    return {
      ...simply((to, { inputs: [source, kernel], output: target, workspace }) => {
        const packsOnce = bands[0] === downs[0] && isDense
        const packPhaseOf = ({ down, across }: Pick<PhaseProduct, 'down' | 'across'>) =>
          packPhase(to, engine, geometry, down, across, kernel!, workspace)
        const once = packsOnce ? packPhaseOf({ down: downs[0]!, across: acrosses[0]! }) : null
        for (let first = 0; first < images; first += atOnce) {
          const count = Math.min(atOnce, images - first)
          const from = source! + first * groups * features * rows.output * columns.output * 4
          if (!planes.inPlace) padPlanes(to, planes, from, workspace + packed, count * groups * features)
          const x = planes.inPlace ? from : workspace + packed
          const own = target + first * all * rows.input * columns.input * 4
          const into = isSpread ? workspace + packed + padded + part : own
          const isCovered = [...downs, ...acrosses].every((phase) => phase.taps.length > 0)
          const entries = count * all * height * width
          if (!isCovered) {
            const zeros = partsOf(entries, 0.15, 16)
            to.command('ramp', zeros, { target: into, perUnit: zeros.perUnit, count: entries, value: 0, increment: 0 })
          }
          for (const phase of phases) onePhase(to, phase, once ?? packPhaseOf(phase), workspace, x, count, into)
          if (isSpread) {
            copyBox(to, into, own, [
              { length: count * all, from: height * width, to: rows.input * columns.input },
              { length: rows.input, from: rows.inputDilation * width, to: columns.input },
              { length: columns.input, from: columns.inputDilation, to: 1 },
            ])
          }
        }
        const mended = {
          operands: [source!, kernel!],
          workspace: workspace + packed + padded + part + dense + product,
        } as const
        mending.look(to, mended)
        mending.mend(to, mended, target)
      }),
      workspace: packed + padded + part + dense + product + mending.workspace,
    }
  }

export const convInput = convInputBy(() => tileEngine)
