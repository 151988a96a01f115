/** @file Numbers as pixels, where there are too many to write. */
import type { TemplateResult } from 'lit-html'
import { html } from 'lit-html'
import { ref } from 'lit-html/directives/ref.js'

/** How numbers become pixels: signed ones in two colours, others in the colour of text. */
type Tone = 'ink' | 'signed'

const draw = (canvas: HTMLCanvasElement, values: readonly number[], columns: number, tone: Tone): void => {
  const context = canvas.getContext('2d')
  if (context === null) return
  const style = getComputedStyle(canvas)
  const [over, under] = ['--over', '--under'].map((name) => style.getPropertyValue(name).trim())
  const ink = style.getPropertyValue('--ink').trim()
  const largest = Math.max(1e-12, ...values.map(Math.abs))
  context.clearRect(0, 0, canvas.width, canvas.height)
  values.forEach((value, k) => {
    context.globalAlpha = Math.abs(value) / largest
    context.fillStyle = tone === 'ink' ? ink : value < 0 ? (under ?? ink) : (over ?? ink)
    context.fillRect(k % columns, Math.floor(k / columns), 1, 1)
  })
}

/** A picture of numbers, row by row. */
export const pixels = (label: string, values: readonly number[], columns: number, tone: Tone): TemplateResult => {
  const rows = Math.ceil(values.length / columns)
  const drawn = (element: Element | undefined): void => {
    if (!(element instanceof HTMLCanvasElement)) return
    // Once it is in the page, where it has the page's colours.
    requestAnimationFrame(() => draw(element, values, columns, tone))
  }
  return html`<canvas
    class="pixels"
    role="img"
    aria-label=${label}
    width=${columns}
    height=${rows}
    ${ref(drawn)}
  ></canvas>`
}

/** Pictures of as many planes as the values have. */
export const planes = (
  label: string,
  values: readonly number[],
  [rows, columns]: readonly [number, number],
  tone: Tone,
  isWide = false,
): TemplateResult => {
  const size = rows * columns
  const count = values.length / size
  return html`<figure class=${`planes ${isWide ? 'wide' : ''}`}>
    <figcaption>${label}</figcaption>
    <div>
      ${Array.from({ length: count }, (_, k) =>
        pixels(`${label} ${k + 1}`, values.slice(k * size, (k + 1) * size), columns, tone),
      )}
    </div>
  </figure>`
}
