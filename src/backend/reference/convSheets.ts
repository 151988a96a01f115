/**
 * @file The index map of convolution, which its three readings share. Of x [N, C, H, W], w [O, C/groups, P, Q] and
 * y [N, O, I, J] the entries that belong together are
 *
 *     x[n, c, i * s + p * d - low, ..],  w[o, c within its group, p, ..],  y[n, o, i, ..]
 *
 * for every image n, output channel o, input channel c of the same group, output i, .. and tap p, .. whose cell
 * exists. They are visited in sheets of rows and columns on which one operand stays in place: all outputs that one
 * tap meets (w stays), or, where there are more taps than outputs, all taps that one output meets (y stays).
 */
import type { ConvParams } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'
import type { Window } from '../../core/Window.ts'
import { planeOf } from '../../core/Window.ts'
import { outputRuns, tapRuns } from './windowRuns.ts'

/** Where one operand lies on a sheet, within its plane: entry (r, c) at `at + r * row + c * column`. */
export interface Walk {
  readonly at: number
  readonly row: number
  readonly column: number
}

/** Entries that belong together, in rows and columns. */
export interface Sheet {
  readonly rows: number
  readonly columns: number
  /** The operand that stays in place. */
  readonly still: 'w' | 'y'
  readonly x: Walk
  readonly w: Walk
  readonly y: Walk
}

const sheetsOf = (window: Window): readonly Sheet[] => {
  const [vertical, horizontal] = planeOf(window)
  const still = vertical.output * horizontal.output >= vertical.kernel * horizontal.kernel ? 'w' : 'y'
  const runs = still === 'w' ? outputRuns : tapRuns
  const movingWidth = still === 'w' ? horizontal.output : horizontal.kernel
  const across = runs(horizontal)
  return runs(vertical).flatMap((down, fixedRow) =>
    across.map((along, fixedColumn): Sheet => {
      const x = {
        at: down.cell * horizontal.input + along.cell,
        row: down.cellStep * horizontal.input,
        column: along.cellStep,
      }
      const moving = { at: down.first * movingWidth + along.first, row: down.step * movingWidth, column: along.step }
      const fixed = { at: fixedRow * across.length + fixedColumn, row: 0, column: 0 }
      const [w, y] = still === 'w' ? [fixed, moving] : [moving, fixed]
      return { rows: down.length, columns: along.length, still, x, w, y }
    }),
  )
}

/** A sheet, with where each operand starts on it. */
export type VisitSheet = (sheet: Sheet, x: number, w: number, y: number) => void

/** Visits every sheet of a convolution whose input and output have these shapes. */
export const forEachSheet = ({ window, groups }: ConvParams, input: Shape, output: Shape, visit: VisitSheet): void => {
  const sheets = sheetsOf(window)
  const [vertical, horizontal] = planeOf(window)
  const [images, channels, features] = [input[0]!, input[1]!, output[1]!]
  const [channelsOfGroup, featuresOfGroup] = [channels / groups, features / groups]
  for (let n = 0; n < images; n++) {
    for (let o = 0; o < features; o++) {
      const firstChannel = Math.floor(o / featuresOfGroup) * channelsOfGroup
      const y = (n * features + o) * vertical.output * horizontal.output
      for (let c = 0; c < channelsOfGroup; c++) {
        const x = (n * channels + firstChannel + c) * vertical.input * horizontal.input
        const w = (o * channelsOfGroup + c) * vertical.kernel * horizontal.kernel
        for (const sheet of sheets) visit(sheet, x + sheet.x.at, w + sheet.w.at, y + sheet.y.at)
      }
    }
  }
}
