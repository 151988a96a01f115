/** @file The figure of the README: a digit goes forward through LeNet, and a gradient comes back to its pixels. */
import type { Tensor } from 'cotangent'
import { abs, argmax, item, referenceRuntime, softmax, tensor, toArray } from 'cotangent'
import { Dataset, mnistPixels } from 'cotangent/data'
import { lenet } from 'cotangent/models'
import { inUse } from 'cotangent/nn'
import { channelImages, heatmap, inputGradient, makeGrid, tapped } from 'cotangent/vision'
import { digits } from './drawing/digits.ts'
import { trainedLenet } from './drawing/trained.ts'
import { dataUrl, ink, muted, plate, text } from './plate.ts'

/** The numbers of an expression in float64, so that the figure is the same on every machine. */
const exact = (t: Tensor): Tensor => tensor(toArray(t, referenceRuntime), t.shape)

const image = (pixels: Tensor, x: number, y: number, side: number): string =>
  `<image x="${String(x)}" y="${String(y)}" width="${String(side)}" height="${String(side)}" image-rendering="pixelated" href="${dataUrl(exact(pixels))}"/>`

const arrow = (path: string): string =>
  `<path d="${path}" fill="none" stroke="${muted}" stroke-width="1.5" marker-end="url(#head)"/>`

const bars = (shares: readonly number[]): readonly string[] =>
  shares.flatMap((share, digit) => {
    const y = 52 + 15 * digit
    return [
      text(488, y + 10, String(digit), { size: 12 }),
      `<rect x="502" y="${String(y)}" width="${String(Math.max(140 * share, 1))}" height="11" fill="#3564b0"/>`,
    ]
  })

/** Draws the figure. */
export const gradient = async (): Promise<string> => {
  const [params, state] = trainedLenet()
  const { test } = await digits()
  const one = Dataset.pick([3])(test)
  const { images } = Dataset.toBatch(mnistPixels)(one)
  const scores = inUse(lenet)(params, state)
  const shares = Array.from(toArray(softmax()(scores(images)), referenceRuntime))
  const best = item(argmax({ axis: 1 })(scores(images)), referenceRuntime)
  const maps = makeGrid(channelImages(exact(tapped(lenet)('conv1')(params, state).before(images))), {
    ...{ nrow: 2, normalize: true, scaleEach: true, padding: 1, padValue: 1 },
  })
  const [, rows, columns] = maps.shape
  const blame = heatmap(exact(abs(inputGradient(scores)(images, best))))
  return plate(
    { width: 720, height: 410, title: 'A digit goes forward through LeNet, and a gradient comes back to its pixels' },
    [
      `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="${muted}"/></marker></defs>`,
      text(30, 36, 'a digit', { size: 14 }),
      image(Dataset.toBatch()(one).images, 30, 50, 150),
      arrow('M190 125H238'),
      text(250, 36, 'what six kernels make of it', { size: 14 }),
      `<image x="250" y="50" width="${String((150 * columns) / rows)}" height="150" image-rendering="pixelated" href="${dataUrl(exact(maps))}"/>`,
      arrow(`M${String(260 + (150 * columns) / rows)} 125H470`),
      text(488, 36, 'the probability of each digit', { size: 14 }),
      ...bars(shares),
      arrow('M565 214V300H190'),
      text(250, 290, `grad(score of ${String(best)})(pixels)`, { size: 14, mono: true }),
      text(250, 324, 'the same function, differentiated: how much each', { size: 13, fill: ink }),
      text(250, 342, 'pixel would change the score', { size: 13, fill: ink }),
      text(30, 222 + 10, 'what the score depends on', { size: 14 }),
      image(blame, 30, 240, 150),
    ],
  )
}
