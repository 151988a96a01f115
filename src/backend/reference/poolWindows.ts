/**
 * @file The windows of a pooling: for every plane of x [N, C, H, W] and every output in it, the cells inside the
 * input that its window covers, in rows and columns. Padding is never among them.
 */
import type { Window } from '../../core/Window.ts'
import type { WindowRun } from './windowRuns.ts'
import { planeOf } from '../../core/Window.ts'
import { tapRuns } from './windowRuns.ts'

/** Output `output` covers the cells of `rows` and `columns` in the plane that starts at `plane`. */
export type VisitWindow = (output: number, plane: number, rows: WindowRun, columns: WindowRun) => void

/** Visits every window of this many planes. */
export const forEachWindow = (window: Window, planes: number, visit: VisitWindow): void => {
  const [vertical, horizontal] = planeOf(window)
  const down = tapRuns(vertical)
  const across = tapRuns(horizontal)
  let output = 0
  for (let plane = 0; plane < planes; plane++) {
    for (const rows of down) {
      for (const columns of across) visit(output++, plane * vertical.input * horizontal.input, rows, columns)
    }
  }
}
