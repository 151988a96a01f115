/** @file The part of the page on looking inside. */
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { pixels } from '../common/pixels.ts'
import { showNumber } from '../common/showNumber.ts'
import { choice, copyButton, gridView, hero, slider } from '../common/view.ts'
import { digitRange } from '../training/names.ts'
import type { Words } from '../words/Words.ts'
import type { Explanation, Looking } from './names.ts'
import { checkerboard, classChoices, codeOf, isEven } from './names.ts'

type Change = (patch: Partial<Looking>) => void

const picture = (title: string, text: string, content: TemplateResult): TemplateResult =>
  html`<figure class="picture">
    ${content}
    <figcaption><strong>${title}</strong> ${text}</figcaption>
  </figure>`

const picturesOf = (seen: Explanation, words: Words): TemplateResult => {
  const own = words.inside
  const fall = Math.max(...seen.occlusion)
  return html`<div class="heroes spaced">
      ${hero('label', own.label, String(seen.label), true)} ${hero('about', own.about, String(seen.about), true)}
      ${hero('probability', own.probability, `${(100 * (seen.scores[seen.about] ?? Number.NaN)).toFixed(2)} %`, true)}
      ${hero('fall', own.fall, showNumber(fall, 2), true)}
    </div>
    <div class="pictures">
      ${picture(own.digit, '', pixels(own.digit, seen.pixels, 28, 'ink'))}
      ${picture(own.saliency, own.saliencyText, pixels(own.saliency, seen.saliency, 28, 'ink'))}
      ${picture(own.gradient, own.gradientText, pixels(own.gradient, seen.gradient, 28, 'signed'))}
      ${picture(own.gradCam, own.gradCamText, pixels(own.gradCam, seen.gradCam, 28, 'signed'))}
      ${picture(own.occlusion, own.occlusionText, pixels(own.occlusion, seen.occlusion, 12, 'signed'))}
      ${picture(own.deconvnet, own.deconvnetText, pixels(own.deconvnet, seen.deconvnet, 28, 'signed'))}
    </div>`
}

const checkerboardView = (state: Looking, words: Words, change: Change): TemplateResult => {
  const own = words.inside
  const grid = checkerboard(state)
  return html`<section class="law">
    <h3>${own.checkerboard}</h3>
    <p>${own.checkerboardLead}</p>
    <div class="bar">
      ${slider('up-kernel', words.kernel, [2, 5], state.kernel, (kernel) => change({ kernel }))}
      ${slider('up-stride', words.stride, [1, 4], state.stride, (stride) => change({ stride }))}
    </div>
    <div class="board">${gridView({ name: 'board', label: own.reached, grid })}</div>
    <p class=${`verdict ${isEven(state) ? 'good' : 'bad'}`} data-note="even">
      ${isEven(state) ? own.even(state.kernel, state.stride) : own.uneven(state.kernel, state.stride)}
    </p>
  </section>`
}

/** The part; without pictures before the worker has explained the first digit. */
export const insideView = (
  state: Looking,
  session: { readonly seen: Explanation | null; readonly weights: string | null },
  words: Words,
  change: Change,
): TemplateResult => {
  const own = words.inside
  const { seen, weights } = session
  return html`
    <div class="bar">
      ${slider('inside-digit', words.training.another, digitRange, state.digit, (digit) => change({ digit }))}
      ${slider('channel', own.channel, [0, 15], state.channel, (channel) => change({ channel }))}
      <div class="labelled">
        <span>${own.about}</span>
        ${choice(own.about, classChoices, own.classes, state.about, (about) => change({ about }))}
      </div>
    </div>
    ${weights === null ? nothing : html`<p class="hint" data-note="weights">${words.own.inUse(weights)}</p>`}
    ${seen === null ? html`<p class="hint">${words.architectures.loading}</p>` : picturesOf(seen, words)}
    ${copyButton(words, () => codeOf(state, { page: document.baseURI, weights }))}
    ${checkerboardView(state, words, change)}
  `
}
