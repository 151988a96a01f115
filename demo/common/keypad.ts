/** @file Ten buttons that write a digit, for hands without a keyboard. */
import type { TemplateResult } from 'lit-html'
import { html } from 'lit-html'

/** The buttons; a style sheet shows them where there is a touch screen. */
export const keypad = (name: string, label: string, write: (digit: number) => void): TemplateResult =>
  html`<div class="keypad" role="group" aria-label=${label} data-keypad=${name}>
    ${Array.from(
      { length: 10 },
      (_, digit) => html`<button type="button" @click=${() => write(digit)}>${digit}</button>`,
    )}
  </div>`
