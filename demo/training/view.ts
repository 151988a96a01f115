/** @file The part of the page on training. */
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { chart } from '../common/chart.ts'
import { planes, pixels } from '../common/pixels.ts'
import { showNumber } from '../common/showNumber.ts'
import { choice, copyButton, hero, slider } from '../common/view.ts'
import type { Words } from '../words/Words.ts'
import type { TrainingChoice } from './names.ts'
import { codeOf, digitRange, keyRange, layerNames, optimizerNames, raceLength, runLength } from './names.ts'
import type { Story } from './Story.ts'
import { ranking, recentLoss } from './Story.ts'

/** The number of digits that no step has seen. */
const unseen = 400

/** What the visitor may do. */
interface TrainingActions {
  readonly change: (patch: Partial<TrainingChoice>) => void
  readonly train: () => void
  readonly race: () => void
  /** Goes to a step of the run. */
  readonly look: (step: number) => void
}

const greatest = (values: readonly number[]): number => Math.max(1e-12, ...values)

const normsView = ({ steps, at }: Story, words: Words): TemplateResult => {
  const top = greatest(steps.flatMap(({ norms }) => norms))
  return html`<div class="norms" data-norms>
    <h3>${words.training.norms}</h3>
    ${layerNames.map((name, layer) => {
      const now = steps[at]?.norms[layer] ?? 0
      return html`<div class="norm">
        <span>${name}</span>
        <meter min="0" max=${top} value=${now} aria-label=${name}></meter>
        <output>${now.toFixed(3)}</output>
      </div>`
    })}
    <p class="hint">${words.training.normsScale(top.toFixed(3))}</p>
  </div>`
}

const scoresView = (scores: readonly number[], words: Words): TemplateResult =>
  html`<div class="norms">
    <h3>${words.training.scores}</h3>
    ${scores.map(
      (score, digit) =>
        html`<div class="norm">
          <span>${digit}</span>
          <meter min="0" max="1" value=${score}></meter>
          <output>${(100 * score).toFixed(1)} %</output>
        </div>`,
    )}
  </div>`

const insideView = (
  story: Story,
  state: TrainingChoice,
  words: Words,
  actions: TrainingActions,
): TemplateResult | typeof nothing => {
  const own = words.training
  const { seen } = story
  if (seen === null) return nothing
  const { filters, first, second, scores } = seen.inside
  return html`<div class="stage inside">
    <div>
      <figure class="planes one">
        <figcaption>${own.digit}</figcaption>
        <div>${pixels(own.digit, seen.pixels, 28, 'ink')}</div>
      </figure>
      ${slider('digit', own.another, digitRange, state.digit, (digit) => actions.change({ digit }))}
    </div>
    ${planes(own.filters, filters, [5, 5], 'signed')} ${planes(own.first, first, [28, 28], 'ink')}
    ${planes(own.second, second, [10, 10], 'ink', true)}
    <div class="split">${normsView(story, words)} ${scoresView(scores, words)}</div>
  </div>`
}

/** The axes of a chart of losses. */
const axesOf = ({ training }: Words, length: number) =>
  ({ axes: { across: training.steps, up: training.loss }, length, top: 2.8 }) as const

const runView = (story: Story, state: TrainingChoice, words: Words, actions: TrainingActions): TemplateResult => {
  const own = words.training
  const { steps, at, seen } = story
  const losses = steps.map(({ loss }) => loss)
  return html`
    ${chart({ label: own.loss, lines: [{ name: 'run', values: losses }], ...axesOf(words, runLength), mark: at })}
    ${slider('scrub', own.scrub, [1, Math.max(1, steps.length)], at + 1, (step) => actions.look(step - 1))}
    <div class="heroes spaced">
      ${hero('training-step', own.step, String(at + 1), true)}
      ${hero('training-loss', own.loss, (losses[at] ?? Number.NaN).toFixed(3), true)}
      ${hero('recognized', own.recognized(unseen), seen === null ? '…' : String(seen.inside.recognized), true)}
    </div>
    ${insideView(story, state, words, actions)}
  `
}

const raceView = (story: Story, words: Words): TemplateResult => {
  const own = words.training
  const lines = optimizerNames.map((name) => ({ name, values: story.race[name] }))
  return html`
    ${chart({ label: own.raceTitle, lines, ...axesOf(words, raceLength) })}
    <ol class="ranking">
      ${ranking(story).map(
        (name) =>
          html`<li class=${name}>
            <span>${own.optimizers[name]}</span
            ><output data-raced=${name}>${showNumber(recentLoss(story.race[name]), 3)}</output>
          </li>`,
      )}
    </ol>
    <p class="hint">${own.ranked}</p>
  `
}

/** The part; `weights` is the visitor's file that a run begins with. */
export const trainingView = (
  state: TrainingChoice,
  story: Story,
  weights: string | null,
  words: Words,
  actions: TrainingActions,
): TemplateResult => {
  const own = words.training
  const hasRaced = story.race.sgd.length > 0
  return html`
    <div class="bar">
      ${choice(own.title, optimizerNames, own.optimizers, state.optimizer, (optimizer) => actions.change({ optimizer }))}
      ${slider('key', own.key, keyRange, state.key, (key) => actions.change({ key }))}
    </div>
    <div class="row">
      <button type="button" class="primary" data-action="train" @click=${actions.train}>${own.train}</button>
      <button type="button" data-action="race" @click=${actions.race}>${own.race}</button>
      ${story.isRunning ? html`<span class="hint" data-note="running">${own.running}</span>` : nothing}
    </div>
    ${weights === null ? nothing : html`<p class="hint">${words.own.inUse(weights)}</p>`}
    ${story.failure === null ? nothing : html`<p class="verdict bad">${story.failure}</p>`}
    ${story.steps.length > 0 ? runView(story, state, words, actions) : nothing}
    ${
      hasRaced
        ? html`<section class="law">
            <h3>${own.raceTitle}</h3>
            ${raceView(story, words)}
          </section>`
        : nothing
    }
    ${copyButton(words, () => codeOf(state, { page: document.baseURI, weights }))}
  `
}
