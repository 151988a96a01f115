/** @file Formulas as MathML, which browsers set themselves. */
import type { TemplateResult } from 'lit-html'
import { html, mathml } from 'lit-html'

/** A part of a formula. */
export type Formula = TemplateResult<3>

export const name = (text: string): Formula => mathml`<mi>${text}</mi>`

export const number = (value: number): Formula =>
  value < 0
    ? mathml`<mrow><mo>(</mo><mo form="prefix">−</mo><mn>${-value}</mn><mo>)</mo></mrow>`
    : mathml`<mn>${value}</mn>`

export const sign = (text: string): Formula => mathml`<mo>${text}</mo>`

export const row = (...parts: readonly Formula[]): Formula => mathml`<mrow>${parts}</mrow>`

export const fraction = (above: Formula, below: Formula): Formula => mathml`<mfrac>${above}${below}</mfrac>`

/** The largest whole number up to a value. */
export const floor = (inside: Formula): Formula => mathml`<mrow><mo>⌊</mo>${inside}<mo>⌋</mo></mrow>`

/** A formula on a line of its own, or in a sentence. */
export const formula = (parts: readonly Formula[], isBlock = false): TemplateResult =>
  html`<math display=${isBlock ? 'block' : 'inline'}>${parts}</math>`

/** A sign between two formulas of a sentence, with the space that it has in one. */
const between = (text: string): Formula => mathml`<mo form="infix">${text}</mo>`

/** A sum of products, one formula per term, so that lines may break between them. */
export const sumOfProducts = (
  terms: readonly (readonly [left: number, right: number])[],
  total: number,
): TemplateResult =>
  html`<p class="sum" data-sum>
    ${terms.map(
      ([left, right], k) =>
        html`<span class=${left * right === 0 ? 'term zero' : 'term'}
          >${formula([...(k === 0 ? [] : [between('+')]), number(left), sign('·'), number(right)])}</span
        > `,
    )}<span class="term total">${formula([between('='), number(total)])}</span>
  </p>`
