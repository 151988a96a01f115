/** @file The part of the page on architectures. */
import type { Summary, SummaryRow } from 'cotangent/nn'
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { choice, copyButton, hero } from '../common/view.ts'
import type { Words } from '../words/Words.ts'
import type { ArchitectureName, Architectures, CompilerMessage, CompilerMessages } from './names.ts'
import { architectureNames, codeOf, largest, messagesFor, programOf } from './names.ts'

/** What is fetched when the part comes into view. */
export interface Fetched {
  readonly summaryOf: (name: ArchitectureName) => Summary
  readonly messages: CompilerMessages
}

type Change = (patch: Partial<Architectures>) => void

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')

const share = (part: number, whole: number): string => `--share: ${((100 * part) / Math.max(1, whole)).toFixed(2)}%`

const rowView =
  ({ parameters, multiplyAdds }: Summary) =>
  (row: SummaryRow): TemplateResult =>
    html`<tr>
      <th scope="row">${row.path}</th>
      <td>${row.output.join(' × ')}</td>
      <td class="amount" style=${share(row.parameters, parameters)}>${grouped(row.parameters)}</td>
      <td class="amount" style=${share(row.multiplyAdds, multiplyAdds)}>${grouped(row.multiplyAdds)}</td>
    </tr>`

const summaryView = (found: Summary, words: Words): TemplateResult => {
  const own = words.architectures
  return html`<div class="heroes spaced">
      ${hero('parameters', own.parameters, grouped(found.parameters), true)}
      ${hero('multiply-adds', own.multiplyAdds, grouped(found.multiplyAdds), true)}
      ${hero('rows', own.layers, String(found.rows.length), true)}
    </div>
    <div class="table" tabindex="0" role="region" aria-label=${own.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">${own.layer}</th>
            <th scope="col">${own.output}</th>
            <th scope="col">${own.parameters}</th>
            <th scope="col">${own.multiplyAdds}</th>
          </tr>
        </thead>
        <tbody>
          ${found.rows.map(rowView(found))}
        </tbody>
      </table>
    </div>`
}

/** The sentence that the types of the library put into a message. */
const headline = (text: string): string => /ShapeError<"([^"]*)">/.exec(text)?.[1] ?? ''

const lineView =
  (messages: readonly CompilerMessage[]) =>
  (line: string, index: number): TemplateResult => {
    const found = messages.filter((message) => message.line === index + 1)
    return html`<span class=${found.length > 0 ? 'line wrong' : 'line'}>${line === '' ? ' ' : line}</span>${found.map(
        ({ text }) =>
          html`<span class="line message" data-message><strong>${headline(text)}</strong><br />${text}</span>`,
      )}`
  }

/** A number that the visitor writes; one that is none is put back. */
const knob = (name: string, label: string, value: number, choose: (value: number) => void): TemplateResult => {
  const written = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return
    const number = Number(target.value)
    if (target.value !== '' && Number.isInteger(number) && number >= 1 && number <= largest) choose(number)
  }
  const left = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) target.value = String(value)
  }
  return html`<label class="knob"
    ><code>${label}</code>
    <input
      type="number"
      data-knob=${name}
      min="1"
      max=${largest}
      step="1"
      inputmode="numeric"
      .value=${String(value)}
      @input=${written}
      @change=${left}
  /></label>`
}

const editorView = (state: Architectures, messages: CompilerMessages, words: Words, change: Change): TemplateResult => {
  const own = words.architectures
  const said = messagesFor(messages, state.channels, state.features)
  const lines = programOf(state.channels, state.features).trimEnd().split('\n')
  return html`<section class="law">
    <h3>${own.editorTitle}</h3>
    <p>${own.editorLead}</p>
    <div class="bar">
      ${knob('channels', 'conv2: in', state.channels, (channels) => change({ channels }))}
      ${knob('features', 'fc1: dense', state.features, (features) => change({ features }))}
    </div>
    <pre class="code" aria-live="polite"><code>${lines.map(lineView(said))}</code></pre>
    ${copyButton(words, () => programOf(state.channels, state.features))}
    ${said.length === 0 ? html`<p class="verdict good" data-verdict="compiles">${own.compiles}</p>` : nothing}
  </section>`
}

/** The part; nothing but the choice before what it needs has been fetched. */
export const architecturesView = (
  state: Architectures,
  fetched: Fetched | null,
  words: Words,
  change: Change,
): TemplateResult => {
  const own = words.architectures
  return html`
    <div class="bar">${choice(own.title, architectureNames, own.names, state.name, (name) => change({ name }))}</div>
    ${fetched === null ? html`<p class="hint">${own.loading}</p>` : summaryView(fetched.summaryOf(state.name), words)}
    ${copyButton(words, () => codeOf(state))}
    ${fetched === null ? nothing : editorView(state, fetched.messages, words, change)}
  `
}
