/** @file The part of the page on convolution. */
import type { TemplateResult } from 'lit-html'
import { html } from 'lit-html'
import * as F from '../common/formula.ts'
import type { Cell } from '../common/Grid.ts'
import { entryAt, isSameCell } from '../common/Grid.ts'
import { showNumber } from '../common/showNumber.ts'
import { choice, copyButton, gridView, hero, inputGrid, slider } from '../common/view.ts'
import type { Words } from '../words/Words.ts'
import type { Convolution } from './model.ts'
import {
  codeOf,
  imageIn,
  imageSide,
  kernelIn,
  kernelNames,
  kernels,
  kernelSide,
  lookedAt,
  mapOf,
  sizeBy,
  sumOf,
  termsAt,
} from './model.ts'

type Change = (patch: Partial<Convolution>) => void

/** The formula of the size, with letters and with numbers. */
const sizeFormula = (state: Convolution): TemplateResult => {
  const { stride, padding, dilation } = state
  const written = (h: F.Formula, p: F.Formula, d: F.Formula, k: F.Formula, s: F.Formula): F.Formula =>
    F.row(
      F.floor(
        F.fraction(
          F.row(
            ...[h, F.sign('+'), F.number(2), p, F.sign('−'), d],
            ...[F.sign('('), k, F.sign('−'), F.number(1), F.sign(')'), F.sign('−'), F.number(1)],
          ),
          s,
        ),
      ),
      F.sign('+'),
      F.number(1),
    )
  const letters = written(F.name('H'), F.name('P'), F.name('D'), F.name('K'), F.name('S'))
  const numbers = written(
    F.number(imageSide),
    F.row(F.sign('·'), F.number(padding)),
    F.row(F.number(dilation), F.sign('·')),
    F.number(kernelSide),
    F.number(stride),
  )
  return html`<div class="formulas">
    ${F.formula([letters], true)} ${F.formula([F.sign('='), numbers, F.sign('='), F.number(sizeBy(state))], true)}
  </div>`
}

/** The cells around one that a brush darkens, and by how much. */
const brush: readonly (readonly [row: number, column: number, ink: number])[] = [
  [0, 0, 9],
  [0, 1, 4],
  [1, 0, 4],
  [0, -1, 2],
  [-1, 0, 2],
]

const painted = (image: readonly number[], cell: Cell): readonly number[] =>
  brush.reduce((cells, [down, right, ink]) => {
    const [row, column] = [cell.row + down, cell.column + right]
    const index = row * imageSide + column
    const isInside = row >= 0 && row < imageSide && column >= 0 && column < imageSide
    return isInside ? cells.with(index, Math.max(cells[index] ?? 0, ink)) : cells
  }, image)

/** The part. `another` asks for another digit. */
export const convolutionView = (
  state: Convolution,
  words: Words,
  change: Change,
  another: () => void,
): TemplateResult => {
  const { image, stride, padding, dilation } = state
  const own = words.convolution
  const map = mapOf(state)
  const at = lookedAt(state, map)
  const terms = termsAt(state, at)
  const [byHand, byLibrary] = [sumOf(terms), entryAt(map, at)]
  const look =
    (cell: Cell): Change =>
    (patch) =>
      change({ ...patch, row: cell.row, column: cell.column })
  const inWindow = (cell: Cell): string => (terms.some((term) => isSameCell(term.cell, cell)) ? 'window' : '')
  const chosen = kernelNames.find((name) => kernels[name].join() === state.kernel.join())
  return html`
    <div class="bar">
      ${slider('stride', words.stride, [1, 3], stride, (value) => change({ stride: value }))}
      ${slider('padding', words.padding, [0, 3], padding, (value) => change({ padding: value }))}
      ${slider('dilation', words.dilation, [1, 3], dilation, (value) => change({ dilation: value }))}
    </div>
    <div class="stage three">
      <div>
        ${gridView({
          name: 'image',
          label: own.image,
          grid: imageIn(state),
          border: padding,
          look: inWindow,
          text: (_, entry) => (entry === 0 ? '·' : String(entry)),
          selected: { row: state.penRow, column: state.penColumn },
          pick: ({ row, column }) => change({ penRow: row, penColumn: column }),
          paint: (cell) => change({ image: painted(image, cell) }),
          type: (cell, digit) => change({ image: image.with(cell.row * imageSide + cell.column, digit) }),
        })}
        <p class="hint">${own.keys}</p>
        <div class="row">
          <button type="button" data-action="another" @click=${another}>${own.another}</button>
          <button type="button" data-action="clear" @click=${() => change({ image: image.map(() => 0) })}>
            ${own.clear}
          </button>
        </div>
      </div>
      <div class="between">
        ${inputGrid('kernel', kernelIn(state), words, (kernel) => change({ kernel }))}
        ${choice(words.kernel, kernelNames, own.kernels, chosen, (name) => change({ kernel: kernels[name] }))}
      </div>
      <div>
        ${gridView({
          name: 'map',
          label: own.map,
          grid: map,
          selected: at,
          pick: (cell) => look(cell)({}),
          hover: (cell) => look(cell)({}),
        })}
      </div>
    </div>
    <div class="results">
      <section>
        <h3>
          ${own.sum} <span class="place">y<sub>${at.row}, ${at.column}</sub></span>
        </h3>
        ${F.sumOfProducts(
          terms.map(({ x, w }) => [x, w]),
          byHand,
        )}
        <div class="heroes">
          ${hero('convolution-hand', words.byHand, showNumber(byHand), true)}
          ${hero('convolution-library', words.byLibrary, showNumber(byLibrary), true)}
          ${hero('convolution-verdict', '', byHand === byLibrary ? `= ${words.equal}` : `≠ ${words.different}`)}
        </div>
      </section>
      <section>
        <h3>${own.size}</h3>
        ${sizeFormula(state)}
      </section>
    </div>
    ${copyButton(words, () => codeOf(state, at))}
  `
}
