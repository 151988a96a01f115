/** @file Fields for whole numbers, and what is said of the numbers that they take. */
import type { TemplateResult } from 'lit-html'
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { Words } from '../words/Words.ts'
import { showNumber } from './showNumber.ts'

/** A field for a whole number. */
interface WholeField {
  /** Its name, which fields of one {@link rangeHint} share. */
  readonly name: string
  readonly label: string
  readonly range: readonly [min: number, max: number]
  readonly value: number
  readonly change: (value: number) => void
  readonly classes?: string
}

/** The whole number that a text writes, with either minus sign; `null` if it writes none of the range. */
const wholeIn = (text: string, [min, max]: WholeField['range']): number | null => {
  const plain = text.trim().replace('−', '-')
  const value = /^-?\d{1,9}$/.test(plain) ? Number(plain) : Number.NaN
  return value >= min && value <= max ? value : null
}

const steps = new Map([
  ['ArrowUp', 1],
  ['ArrowDown', -1],
])

/**
 * A whole number that the visitor writes, or steps by the arrow keys. Any other text is marked as wrong, and gives way to the
 * number when it is left. A field of text, since one of numbers has no true minus sign.
 */
export const wholeField = ({ name, label, range, value, change, classes = '' }: WholeField): TemplateResult => {
  const [min, max] = range
  const written = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return
    const found = wholeIn(target.value, range)
    target.setCustomValidity(found === null ? label : '')
    if (found !== null) change(found)
  }
  const left = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return
    target.setCustomValidity('')
    target.value = showNumber(value)
  }
  const stepped = (event: KeyboardEvent): void => {
    const by = steps.get(event.key)
    if (by === undefined) return
    event.preventDefault()
    left(event)
    change(Math.min(Math.max(value + by, min), max))
  }
  return html`<input
    class=${classes}
    type="text"
    role="spinbutton"
    data-whole=${name}
    maxlength="9"
    autocomplete="off"
    inputmode=${min < 0 ? 'text' : 'numeric'}
    aria-label=${label}
    aria-valuemin=${min}
    aria-valuemax=${max}
    aria-valuenow=${value}
    aria-describedby=${`${name}-range`}
    .value=${live(showNumber(value))}
    @input=${written}
    @change=${left}
    @keydown=${stepped}
  />`
}

/** What fields take. It stands in an element of class `wholes` with them, and says when one has another text. */
export const rangeHint = (
  name: string,
  [min, max]: readonly [min: number, max: number],
  { range, unused }: Words,
): TemplateResult =>
  html`<p class="hint" id=${`${name}-range`}>
    ${range(showNumber(min), showNumber(max))} <strong class="unused" role="alert">${unused}</strong>
  </p>`
