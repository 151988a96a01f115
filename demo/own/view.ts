/** @file The part of the page on a visitor's own files. */
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { planes } from '../common/pixels.ts'
import { hero } from '../common/view.ts'
import type { Words } from '../words/Words.ts'
import type { Contents } from './readWeights.ts'

/** What became of the last file. */
export type Dropped =
  | { readonly _tag: 'none' }
  | { readonly _tag: 'reading' }
  | { readonly _tag: 'photo' }
  | { readonly _tag: 'refused'; readonly message: string }
  | { readonly _tag: 'weights'; readonly name: string; readonly contents: Contents }

const weightsView = (name: string, contents: Contents, words: Words): TemplateResult => {
  const own = words.own
  const { kernels, tensors, operators, refusal } = contents
  return html`<h3>${name}</h3>
    <div class="heroes spaced">
      ${hero('own-parameters', words.architectures.parameters, String(contents.parameters), true)}
      ${hero('own-tensors', own.tensors, String(tensors.length), true)}
    </div>
    ${
      operators.length === 0
        ? nothing
        : html`<p class="hint">${operators.map(([operator, count]) => `${operator} × ${count}`).join(', ')}</p>
            <p class=${`verdict ${refusal === null ? 'good' : 'bad'}`}>${refusal ?? own.runs}</p>`
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
                <td>${count}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
}

const resultView = (dropped: Dropped, words: Words): TemplateResult | typeof nothing => {
  switch (dropped._tag) {
    case 'none':
      return nothing
    case 'reading':
      return html`<p class="hint">${words.architectures.loading}</p>`
    case 'photo':
      return html`<p class="verdict good" data-verdict="photo">
        ${words.own.photo} <a class="link" href="#convolution">${words.convolution.title}</a>
      </p>`
    case 'refused':
      return html`<p class="verdict bad" data-verdict="refused">${dropped.message}</p>`
    case 'weights':
      return weightsView(dropped.name, dropped.contents, words)
  }
}

/** The part. */
export const ownView = (dropped: Dropped, words: Words, take: (file: File) => void): TemplateResult => {
  const first = (files: FileList | null | undefined): void => {
    const file = files?.[0]
    if (file !== undefined) take(file)
  }
  const dropFile = (event: DragEvent): void => {
    event.preventDefault()
    first(event.dataTransfer?.files)
  }
  const pickFile = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) first(target.files)
  }
  return html`
    <label class="drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${dropFile}>
      <span>${words.own.drop}</span>
      <input type="file" data-action="file" accept="image/*,.pth,.pt,.bin,.safetensors,.onnx" @change=${pickFile} />
    </label>
    <div aria-live="polite">${resultView(dropped, words)}</div>
  `
}
