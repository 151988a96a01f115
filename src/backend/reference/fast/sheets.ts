/**
 * @file The index map of convolution in sheets. The entries of x, w and y that belong together (`../conv.ts`) are
 * visited in sheets of rows and columns on which one operand stays in place: all outputs that one tap meets (w stays),
 * or, if there are more taps than outputs, all taps that one output meets (y stays).
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
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

const sheetsOf = ({ rows, columns }: ConvGeometry): readonly Sheet[] => {
  const still = rows.output * columns.output >= rows.kernel * columns.kernel ? 'w' : 'y'
  const runs = still === 'w' ? outputRuns : tapRuns
  const movingWidth = still === 'w' ? columns.output : columns.kernel
  const across = runs(columns)
  return runs(rows).flatMap((down, fixedRow) =>
    across.map((along, fixedColumn): Sheet => {
      const x = {
        at: down.cell * columns.input + along.cell,
        row: down.cellStep * columns.input,
        column: along.cellStep,
      }
      const moving = { at: down.first * movingWidth + along.first, row: down.step * movingWidth, column: along.step }
      const fixed = { at: fixedRow * across.length + fixedColumn, row: 0, column: 0 }
      const [w, y] = still === 'w' ? [fixed, moving] : [moving, fixed]
      return { rows: down.length, columns: along.length, still, x, w, y }
    }),
  )
}

/** A sheet, with the start of each operand on it. */
type VisitSheet = (sheet: Sheet, x: number, w: number, y: number) => void

/** Visits every sheet of a convolution. */
export const forEachSheet = (geometry: ConvGeometry, visit: VisitSheet): void => {
  const { images, groups, channels, features, rows, columns } = geometry
  const sheets = sheetsOf(geometry)
  for (let n = 0; n < images; n++) {
    for (let o = 0; o < groups * features; o++) {
      const y = (n * groups * features + o) * rows.output * columns.output
      for (let c = 0; c < channels; c++) {
        const x = ((n * groups + Math.floor(o / features)) * channels + c) * rows.input * columns.input
        const w = (o * channels + c) * rows.kernel * columns.kernel
        for (const sheet of sheets) visit(sheet, x + sheet.x.at, w + sheet.w.at, y + sheet.y.at)
      }
    }
  }
}
