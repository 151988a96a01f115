/** @file The part of the page on the gradient of a convolution. */
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import * as F from '../common/formula.ts'
import type { Cell } from '../common/Grid.ts'
import { isSameCell, turned } from '../common/Grid.ts'
import { showDistance, showNumber } from '../common/showNumber.ts'
import { choice, copyButton, gridView, hero, inputGrid, slider } from '../common/view.ts'
import type { Words } from '../words/Words.ts'
import type { Backward } from './model.ts'
import {
  agreementAt,
  arrivals,
  codeOf,
  cotangentIn,
  gradientOf,
  kernelIn,
  originOf,
  longestCode,
  sendings,
  sourceOf,
  spread,
  termsAt,
} from './model.ts'
import type { TrialState } from './control.ts'
import { lawCode, ruleCode, ruleNames } from './rules.ts'
import type { Case, Failure, Given } from './tryRule.ts'

/** What the visitor may do. */
interface BackwardActions {
  readonly change: (patch: Partial<Backward>) => void
  /** Turns the kernel once more. */
  readonly turn: () => void
  readonly tryRule: () => void
  /** Looks at one of the failures. */
  readonly look: (at: number) => void
}

/** Planes of numbers, one grid for each. */
const planesOf = (
  name: string,
  label: string,
  values: readonly number[],
  [rows, columns]: readonly [number, number],
): TemplateResult => {
  const size = rows * columns
  return html`<div class="little" data-number=${name}>
    <span>${label}</span>
    <div>
      ${Array.from({ length: values.length / size }, (_, k) =>
        gridView({
          name: `${name}-${k}`,
          label: '',
          grid: { rows, columns, cells: values.slice(k * size, (k + 1) * size) },
        }),
      )}
    </div>
  </div>`
}

const shapesOf = ({ channels, features, kernel, output, stride }: Case): string =>
  `w [${features}, ${channels}, ${kernel.join(', ')}]  dy [1, ${features}, ${output.join(', ')}]  stride ${stride}`

/** Planes of this size or fewer cells are shown as numbers. */
const mostCells = 400

const givenView = (given: Given, words: Words): TemplateResult => {
  if (given._tag === 'thrown')
    return html`<p class="thrown" data-number="given">${words.backward.threw} ${given.message}</p>`
  const { shape, entries } = given
  const [rows = 1, columns = 1] = shape.slice(-2)
  const label = `${words.backward.given} ${words.backward.shape} [${shape.join(', ')}]`
  return entries.length === 0 || entries.length > mostCells
    ? html`<p class="thrown" data-number="given">${label}</p>`
    : planesOf('given', label, entries, [rows, columns])
}

const failureView = ({ sample, given, truth }: Failure, words: Words): TemplateResult => {
  const { kernel, output, w, dy, stride } = sample
  const input = [kernel[0] + stride * (output[0] - 1), kernel[1] + stride * (output[1] - 1)] as const
  return html`<p class="shapes">${shapesOf(sample)}</p>
    <div class="failure">
      ${planesOf('case-w', 'w', w, kernel)} ${planesOf('case-dy', 'dy', dy, output)} ${givenView(given, words)}
      ${planesOf('truth', words.backward.truth, truth, input)}
    </div>`
}

const trialView = (trial: TrialState, words: Words, actions: BackwardActions): TemplateResult | typeof nothing => {
  const own = words.backward
  if (trial._tag === 'none') return nothing
  if (trial._tag === 'running') return html`<p>${own.running}</p>`
  if (trial._tag === 'lost') return html`<p class="verdict bad">${own.lost}</p>`
  if (trial._tag === 'endless') return html`<p class="verdict bad" data-verdict="endless">${own.endless}</p>`
  if (trial._tag === 'misread') {
    const { line, kind, text } = trial.misreading
    return html`<p class="verdict bad" data-verdict="misread">${own.misread(line, own.misreadings[kind](text))}</p>`
  }
  const { passed, held, shrinking } = trial.trial
  if (passed) return html`<p class="verdict good" data-verdict="passed">${own.passed(held)}</p>`
  const failure = shrinking[trial.at]
  return html`
    <p class="verdict bad" data-verdict="failed">${own.failed(held, shrinking.length - 1)}</p>
    ${slider('shrink', own.shrink, [0, shrinking.length - 1], trial.at, actions.look)}
    ${failure === undefined ? nothing : failureView(failure, words)}
  `
}

const lawView = (state: Backward, trial: TrialState, words: Words, actions: BackwardActions): TemplateResult => {
  const own = words.backward
  const chosen = ruleNames.find((name) => ruleCode[name] === state.code)
  const typed = ({ target }: Event): void => {
    if (target instanceof HTMLTextAreaElement) actions.change({ code: target.value })
  }
  return html`<section class="law">
    <h3>${own.lawTitle}</h3>
    <p>${own.lawLead}</p>
    ${choice(own.lawTitle, ruleNames, own.rules, chosen, (rule) => actions.change({ code: ruleCode[rule] }))}
    <div class="split">
      <div>
        <textarea
          class="code editor"
          data-editor
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          rows=${Math.max(8, state.code.split('\n').length + 1)}
          maxlength=${longestCode}
          aria-label=${own.editor}
          .value=${live(state.code)}
          @input=${typed}
        ></textarea>
        <p class="hint">${own.editor}</p>
        ${copyButton(words, () => lawCode(state.code))}
      </div>
      <div class="trial" aria-live="polite">
        <button type="button" class="primary" data-action="try" @click=${actions.tryRule}>${own.run}</button>
        ${trialView(trial, words, actions)}
      </div>
    </div>
  </section>`
}

const planes = (state: Backward, words: Words, turns: number, actions: BackwardActions): TemplateResult => {
  const own = words.backward
  const target: Cell = { row: state.row, column: state.column }
  const source = sourceOf(state)
  const terms = termsAt(state, target)
  const reached = arrivals(state, source)
  const arrivesAt = (cell: Cell): number | undefined => reached.find((one) => isSameCell(one.cell, cell))?.amount
  const pickSource = (cell: Cell): void => {
    const first = arrivals(state, cell)[4]?.cell ?? arrivals(state, cell)[0]?.cell ?? target
    actions.change({ fromRow: cell.row, fromColumn: cell.column, row: first.row, column: first.column })
    actions.turn()
  }
  return html`<div class="stage four">
    <div>
      ${gridView({
        name: 'dy',
        label: own.output,
        grid: cotangentIn(state),
        selected: source,
        pick: pickSource,
      })}
      ${choice(own.output, sendings, own.sending, state.sending, (sending) => actions.change({ sending }))}
    </div>
    <div class="between">
      ${inputGrid('w', kernelIn(state), words, (kernel) => actions.change({ kernel }))}
      <div class="turning" style=${`--turns: ${turns}`}>
        ${gridView({ name: 'turned', label: own.turned, grid: turned(kernelIn(state)) })}
      </div>
      <button type="button" data-action="turn" @click=${actions.turn}>${own.replay}</button>
    </div>
    <div>
      ${gridView({
        name: 'spread',
        label: own.spread,
        grid: spread(state),
        look: (cell) => {
          const origin = originOf(state, cell)
          const isUnder = terms.some((term) => isSameCell(term.cell, cell))
          return `${origin === null ? 'filler' : ''} ${isUnder ? 'window' : ''} ${origin !== null && isSameCell(origin, source) ? 'source' : ''}`
        },
      })}
    </div>
    <div>
      ${gridView({
        name: 'dx',
        label: own.gradient,
        grid: gradientOf(state),
        selected: target,
        look: (cell) => (arrivesAt(cell) === undefined ? '' : 'reached'),
        pick: ({ row, column }) => actions.change({ row, column }),
      })}
    </div>
  </div>`
}

/** The part. */
export const backwardView = (
  state: Backward,
  session: { readonly turns: number; readonly trial: TrialState },
  words: Words,
  actions: BackwardActions,
): TemplateResult => {
  const own = words.backward
  const target: Cell = { row: state.row, column: state.column }
  const { byGrad, byHand, byDifference, distance } = agreementAt(state, target)
  return html`
    <div class="bar">
      ${slider('backward-stride', words.stride, [1, 2], state.stride, (stride) => actions.change({ stride }))}
      ${slider('backward-padding', words.padding, [0, 2], state.padding, (padding) => actions.change({ padding }))}
    </div>
    ${planes(state, words, session.turns, actions)}
    <div class="results">
      <section>
        <h3>
          <span class="place">∂L / ∂x<sub>${target.row}, ${target.column}</sub></span>
        </h3>
        ${F.sumOfProducts(
          termsAt(state, target).map(({ dy, w }) => [dy, w]),
          byHand,
        )}
        <div class="heroes" aria-live="polite">
          ${hero('by-grad', own.grad, showNumber(byGrad, 12), true)}
          ${hero('by-hand', words.byHand, showNumber(byHand, 12), true)}
          ${hero('by-difference', own.difference, showNumber(byDifference, 10), true)}
          ${hero('distance', own.distance, showDistance(distance))}
        </div>
        ${copyButton(words, () => codeOf(state, target))}
      </section>
    </div>
    ${lawView(state, session.trial, words, actions)}
  `
}
