/** @file The part of the page on a visitor's own files. */
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { pixels, planes } from '../common/pixels.ts'
import { showCount } from '../common/showNumber.ts'
import { copyButton, hero } from '../common/view.ts'
import type { Words } from '../words/Words.ts'
import { graphCode, recognizingCode } from './code.ts'
import type { Contents } from './Contents.ts'
import type { OwnActions } from './control.ts'
import { digitSide } from './digit.ts'
import { endings } from './formatOf.ts'
import type { Ranked } from './graph.ts'
import type { ImageInput } from './ImageInput.ts'
import type { Own } from './Own.ts'
import type { Recognition } from './recognize.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const bar = (name: string | number, share: number): TemplateResult =>
  html`<div class="norm">
    <span>${name}</span>
    <meter min="0" max="1" value=${share} aria-label=${String(name)}></meter>
    <output>${percent(share)}</output>
  </div>`

const bestOf = ({ scores }: Recognition): number => scores.indexOf(Math.max(...scores))

const recognitionView = (
  digit: readonly number[],
  seen: Recognition,
  weights: string | null,
  words: Words,
): TemplateResult => {
  const own = words.own
  return html`<div class="stage recognition">
      <figure class="picture">
        ${pixels(own.digit, digit, digitSide, 'ink')}
        <figcaption>${own.digit}</figcaption>
      </figure>
      <figure class="picture">
        ${pixels(words.inside.saliency, seen.saliency, digitSide, 'ink')}
        <figcaption><strong>${words.inside.saliency}</strong> ${words.inside.saliencyText}</figcaption>
      </figure>
      <div class="norms">
        <h3>${words.training.scores}</h3>
        ${seen.scores.map((score, k) => bar(k, score))}
      </div>
    </div>
    <div class="heroes spaced">${hero('own-best', own.best, String(bestOf(seen)), true)}</div>
    ${copyButton(words, () => recognizingCode({ page: document.baseURI, weights }, digit, bestOf(seen)))}`
}

const photoView = (state: Own, words: Words): TemplateResult | typeof nothing => {
  const { photo, recognition, weights } = state
  if (photo === null) return nothing
  return html`<h3>${words.own.photoTitle}</h3>
    <p class="hint" data-verdict="photo">
      ${words.own.photo} <a class="link" href="#convolution">${words.convolution.title}</a>
    </p>
    ${photo.digit === null ? html`<p class="verdict bad" data-verdict="no-ink">${words.own.noInk}</p>` : nothing}
    ${
      photo.digit === null || recognition === null ? nothing : recognitionView(photo.digit, recognition, weights, words)
    }`
}

const rankedView = ({ top, milliseconds }: Ranked, words: Words): TemplateResult =>
  html`<div class="norms" data-ranked>
      <h3>${words.own.top}</h3>
      ${top.map(([index, probability]) => bar(index, probability))}
    </div>
    <div class="heroes spaced">${hero('own-time', words.own.time, `${milliseconds.toFixed(0)} ms`, true)}</div>`

const graphView = (state: Own, name: string, input: ImageInput, words: Words, actions: OwnActions): TemplateResult => {
  const own = words.own
  const { channels, rows, columns } = input
  const { photo, isRunning, ranked, notRun } = state
  return html`<p class="verdict good" data-verdict="graph">${own.runs(channels, rows, columns)}</p>
    ${photo === null ? html`<p class="hint">${own.givePhoto}</p>` : nothing}
    ${
      isRunning
        ? html`<p class="hint">
            ${words.training.running}
            <button type="button" data-action="stop" @click=${actions.stop}>${own.stop}</button>
          </p>`
        : nothing
    }
    ${ranked === null ? nothing : rankedView(ranked, words)}
    ${notRun === null ? nothing : html`<p class="verdict bad" data-verdict="not-run">${notRun}</p>`}
    ${copyButton(words, () => graphCode(name, input))}`
}

const useView = (
  state: Own,
  name: string,
  { use }: Contents,
  words: Words,
  actions: OwnActions,
): TemplateResult | typeof nothing => {
  switch (use._tag) {
    case 'lenet':
      return nothing
    case 'graph':
      return graphView(state, name, use.input, words, actions)
    case 'none':
      return html`<p class="verdict bad" data-verdict="no-use">
        ${words.own.listedOnly} ${use.under === null ? use.why : words.own.under(use.under)}
      </p>`
  }
}

const fileView = (state: Own, name: string, contents: Contents, words: Words, actions: OwnActions): TemplateResult => {
  const own = words.own
  const { kernels, tensors, operators } = contents
  return html`<h3>${name}</h3>
    ${useView(state, name, contents, words, actions)}
    <div class="heroes spaced">
      ${hero('own-parameters', words.architectures.parameters, showCount(contents.parameters), true)}
      ${hero('own-tensors', own.tensors, String(tensors.length), true)}
    </div>
    ${
      operators.length === 0
        ? nothing
        : html`<p class="hint">${operators.map(([operator, count]) => `${operator} × ${count}`).join(', ')}</p>`
    }
    ${kernels === null ? nothing : planes(`${own.kernels} ${kernels.name}`, kernels.values, kernels.size, 'signed', true)}
    <div class="table spaced" tabindex="0" role="region" aria-label=${own.tensors}>
      <table>
        <tbody>
          ${tensors.map(
            ({ name: path, shape, count }) =>
              html`<tr>
                <th scope="row">${path}</th>
                <td>[${shape.join(', ')}]</td>
                <td>${showCount(count)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
}

/** Whose weights the network has, for as long as they are not those of the page. */
const weightsView = (weights: string | null, words: Words, { release }: OwnActions): TemplateResult | typeof nothing =>
  weights === null
    ? nothing
    : html`<p class="verdict good" data-verdict="adopted">
        ${words.own.inUse(weights)}
        <button type="button" data-action="release" @click=${release}>${words.own.release}</button>
      </p>`

/** Why a file was refused, and that what stands below is not of it. */
const refusalView = ({ refusal, photo, file }: Own, { own }: Words): TemplateResult | typeof nothing => {
  if (refusal === null) return nothing
  return html`<p class="verdict bad" data-verdict="refused">${refusal}</p>
    ${photo === null && file === null ? nothing : html`<p class="hint" data-note="earlier">${own.earlier}</p>`}`
}

/** The part. */
export const ownView = (state: Own, words: Words, actions: OwnActions): TemplateResult => {
  const { isReading, file, weights } = state
  const first = (files: FileList | null | undefined): void => {
    const taken = files?.[0]
    if (taken !== undefined) actions.take(taken)
  }
  const dropFile = (event: DragEvent): void => {
    event.preventDefault()
    first(event.dataTransfer?.files)
  }
  const pickFile = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return
    first(target.files)
    // So that the same file can be chosen again.
    target.value = ''
  }
  return html`
    <div class="drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${dropFile}>
      <label>
        <span>${words.own.drop}</span>
        <input type="file" data-action="file" accept=${['image/*', ...endings].join()} @change=${pickFile} />
      </label>
      <label>
        <span>${words.own.camera}</span>
        <input type="file" data-action="camera" accept="image/*" capture="environment" @change=${pickFile} />
      </label>
    </div>
    <div aria-live="polite">
      ${isReading ? html`<p class="hint">${words.architectures.loading}</p>` : nothing} ${refusalView(state, words)}
      ${weightsView(weights, words, actions)} ${photoView(state, words)}
      ${file === null ? nothing : fileView(state, file.name, file.contents, words, actions)}
    </div>
  `
}
