/** @file What every part of the page is written with: grids, sliders, choices, and the button that copies a program. */
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { Words } from '../words/Words.ts'
import type { Cell, Grid } from './Grid.ts'
import { cellAfter, entryAt, isSameCell, nearest } from './Grid.ts'
import { showNumber } from './showNumber.ts'
import { rangeHint, wholeField } from './wholeField.ts'

/** What the page shows of a grid, and what happens where the visitor points. */
interface GridView {
  /** Distinguishes the grid from all others. */
  readonly name: string
  readonly label: string
  readonly grid: Grid
  readonly selected?: Cell | undefined
  /** The classes of a cell. */
  readonly look?: (cell: Cell) => string
  readonly text?: (cell: Cell, entry: number) => string
  /** A click, a tap, or a key that moves. A grid that the visitor may point into has it, and what is `selected`. */
  readonly pick?: (cell: Cell) => void
  /** A mouse that passes over. */
  readonly hover?: (cell: Cell) => void
  /** A pointer that is pressed and moved. */
  readonly paint?: (cell: Cell) => void
  /** A digit that is typed. */
  readonly type?: (cell: Cell, digit: number) => void
  /** Cells around the grid that belong to no entry, such as padding. */
  readonly border?: number
}

/** The cell under a pointer. */
const cellUnder = ({ clientX, clientY, currentTarget }: MouseEvent): Cell | null => {
  const found = document.elementFromPoint(clientX, clientY)?.closest('[data-row]')
  if (!(found instanceof HTMLElement) || !(currentTarget instanceof Node) || !currentTarget.contains(found)) return null
  return { row: Number(found.dataset['row']), column: Number(found.dataset['column']) }
}

const onCell = (act: ((cell: Cell) => void) | undefined) => (event: MouseEvent) => {
  const cell = cellUnder(event)
  if (cell !== null) act?.(cell)
}

/** The digit that a key writes: its own, or the 0 of a cell that is cleared. */
const digitOf = (key: string): number | null => {
  if (key === 'Delete' || key === 'Backspace') return 0
  return /^\d$/.test(key) ? Number(key) : null
}

const onKey =
  ({ grid, selected, pick, type }: GridView) =>
  (event: KeyboardEvent) => {
    // Other keys with Alt, Control or Command are the browser's.
    if (event.altKey || event.metaKey) return
    const at = selected ?? { row: 0, column: 0 }
    const key = event.ctrlKey ? `Control+${event.key}` : event.key
    const next = cellAfter(grid, at, key)
    if (next !== null) {
      event.preventDefault()
      pick?.(next)
      return
    }
    const digit = digitOf(key)
    if (digit === null || type === undefined) return
    event.preventDefault()
    type(at, digit)
  }

const onMove =
  ({ hover, paint }: GridView) =>
  (event: PointerEvent) => {
    if (paint !== undefined && event.buttons === 1) onCell(paint)(event)
    if (event.pointerType === 'mouse') onCell(hover)(event)
  }

/** A grid of numbers, tinted by their size; blue above 0 and orange below. */
export const gridView = (view: GridView): TemplateResult => {
  const { name, label, grid, selected, look, text, pick, paint, border = 0 } = view
  const largest = Math.max(1, ...grid.cells.map(Math.abs))
  const isActive = pick !== undefined
  const side = { rows: grid.rows + 2 * border, columns: grid.columns + 2 * border }
  const cellView = (cell: Cell): TemplateResult => {
    const entry = entryAt(grid, cell)
    const isBorder = !isSameCell(cell, nearest(grid, cell))
    const isSelected = selected !== undefined && isSameCell(selected, cell)
    const tint = `--part: ${Math.round((100 * Math.abs(entry)) / largest)}%`
    const classes = `cell ${isBorder ? 'border' : ''} ${entry < 0 ? 'under' : 'over'} ${look?.(cell) ?? ''}`
    const id = `${name}-${cell.row}-${cell.column}`
    return html`<div
      role=${isActive ? 'gridcell' : 'cell'}
      id=${id}
      class=${classes}
      style=${tint}
      aria-selected=${isActive ? (isSelected ? 'true' : 'false') : nothing}
      data-row=${isBorder ? nothing : cell.row}
      data-column=${isBorder ? nothing : cell.column}
    >
      ${isBorder ? '0' : (text?.(cell, entry) ?? showNumber(entry))}
    </div>`
  }
  const rows = Array.from({ length: side.rows }, (_, row) => row - border)
  const columns = Array.from({ length: side.columns }, (_, column) => column - border)
  return html`<figure class="plane">
    <figcaption id=${`${name}-label`}>${label}</figcaption>
    <div
      role=${isActive ? 'grid' : 'table'}
      class=${`grid ${paint === undefined ? '' : 'paper'} ${isActive ? 'active' : ''}`}
      data-grid=${name}
      style=${`--columns: ${side.columns}; --rows: ${side.rows}`}
      tabindex=${isActive ? 0 : nothing}
      aria-labelledby=${`${name}-label`}
      aria-activedescendant=${selected === undefined ? nothing : `${name}-${selected.row}-${selected.column}`}
      @keydown=${onKey(view)}
      @click=${onCell(pick)}
      @pointerdown=${onCell(paint)}
      @pointermove=${onMove(view)}
    >
      ${rows.map((row) => html`<div role="row">${columns.map((column) => cellView({ row, column }))}</div>`)}
    </div>
  </figure>`
}

/** The numbers that a kernel takes. */
const weightRange = [-9, 9] as const

/** A grid of small whole numbers that the visitor may type over. */
export const inputGrid = (
  name: string,
  { rows, columns, cells }: Grid,
  words: Words,
  change: (cells: readonly number[]) => void,
): TemplateResult =>
  html`<figure class="plane small wholes">
    <figcaption>${words.kernel}</figcaption>
    <div class="grid" data-grid=${name} style=${`--columns: ${columns}; --rows: ${rows}`}>
      ${cells.map((value, index) =>
        wholeField({
          name,
          label: `${words.kernel} ${Math.floor(index / columns) + 1}, ${(index % columns) + 1}`,
          range: weightRange,
          value,
          change: (entry) => change(cells.with(index, entry)),
          classes: 'cell',
        }),
      )}
    </div>
    ${rangeHint(name, weightRange, words)}
  </figure>`

/** A whole number on a slider. */
export const slider = (
  name: string,
  label: string,
  [min, max]: readonly [number, number],
  value: number,
  change: (value: number) => void,
): TemplateResult => {
  const changed = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) change(Number(target.value))
  }
  return html`<label class="slider">
    <span>${label}</span>
    <input
      type="range"
      data-slider=${name}
      min=${min}
      max=${max}
      step="1"
      .value=${live(String(value))}
      @input=${changed}
    />
    <output>${value}</output>
  </label>`
}

/** One of several, as a row of buttons. */
export const choice = <W extends string>(
  label: string,
  options: readonly W[],
  names: Readonly<Record<W, string>>,
  chosen: W | undefined,
  choose: (word: W) => void,
): TemplateResult =>
  html`<div class="choice" role="group" aria-label=${label}>
    ${options.map(
      (word) =>
        html`<button
          type="button"
          data-choice=${word}
          aria-pressed=${word === chosen ? 'true' : 'false'}
          @click=${() => choose(word)}
        >
          ${names[word]}
        </button>`,
    )}
  </div>`

/** A button that copies a program. */
export const copyButton = (words: Words, code: () => string): TemplateResult => {
  const copy = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLButtonElement)) return
    const say = (text: string) => (currentTarget.querySelector('span') ?? currentTarget).replaceChildren(text)
    void navigator.clipboard.writeText(code()).then(
      () => {
        say(words.copied)
        setTimeout(() => say(words.copy), 1500)
      },
      () => undefined,
    )
  }
  return html`<button type="button" class="copy" @click=${copy}><span .textContent=${words.copy}></span></button>`
}

/** A number that the visitor can check, with what it is. */
export const hero = (name: string, label: string, value: string, isMain = false): TemplateResult =>
  html`<div class=${`hero ${isMain ? 'main' : ''}`}>
    <output data-number=${name}>${value}</output><span>${label}</span>
  </div>`
