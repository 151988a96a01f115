/** @file The part of the page on architectures. */
import type { Summary, SummaryRow } from 'cotangent/nn'
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import { showCount } from '../common/showNumber.ts'
import { choice, copyButton, hero } from '../common/view.ts'
import { rangeHint, wholeField } from '../common/wholeField.ts'
import type { Words } from '../words/Words.ts'
import type { ArchitectureName, Architectures, Compiled, CompilerMessage } from './names.ts'
import { architectureNames, codeOf, fitting, largest, messagesFor, programOf } from './names.ts'

/** What is fetched when the part comes into view. */
export interface Fetched {
  readonly summaryOf: (name: ArchitectureName) => Summary
  readonly compiled: Compiled
}

type Change = (patch: Partial<Architectures>) => void

const share = (part: number, whole: number): string => `--share: ${((100 * part) / Math.max(1, whole)).toFixed(2)}%`

const rowView =
  ({ parameters, multiplyAdds }: Summary) =>
  (row: SummaryRow): TemplateResult =>
    html`<tr>
      <th scope="row">${row.path}</th>
      <td>${row.output.join(' × ')}</td>
      <td class="amount" style=${share(row.parameters, parameters)}>${showCount(row.parameters)}</td>
      <td class="amount" style=${share(row.multiplyAdds, multiplyAdds)}>${showCount(row.multiplyAdds)}</td>
    </tr>`

const summaryView = (found: Summary, words: Words): TemplateResult => {
  const own = words.architectures
  return html`<div class="heroes spaced">
      ${hero('parameters', own.parameters, showCount(found.parameters), true)}
      ${hero('multiply-adds', own.multiplyAdds, showCount(found.multiplyAdds), true)}
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

/** A number of the program. */
const knob = (
  name: string,
  label: string,
  value: number,
  words: Words,
  change: (value: number) => void,
): TemplateResult => {
  const range = [1, largest] as const
  return html`<div class="knob wholes">
    <code>${label}</code>
    ${wholeField({ name, label, range, value, change })} ${rangeHint(name, range, words)}
  </div>`
}

const editorView = (
  state: Architectures,
  { version, messages }: Compiled,
  words: Words,
  change: Change,
): TemplateResult => {
  const own = words.architectures
  const said = messagesFor(messages, state.channels, state.features)
  const areBothWrong = state.channels !== fitting.channels && state.features !== fitting.features
  const lines = programOf(state.channels, state.features).trimEnd().split('\n')
  return html`<section class="law">
    <h3>${own.editorTitle}</h3>
    <p>${own.editorLead(version)}</p>
    <div class="bar">
      ${knob('channels', 'conv2: in', state.channels, words, (channels) => change({ channels }))}
      ${knob('features', 'fc1: dense', state.features, words, (features) => change({ features }))}
    </div>
    <pre class="code" aria-live="polite"><code>${lines.map(lineView(said))}</code></pre>
    ${areBothWrong ? html`<p class="hint" data-note="first">${own.first}</p>` : nothing}
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
    ${fetched === null ? nothing : editorView(state, fetched.compiled, words, change)}
  `
}
