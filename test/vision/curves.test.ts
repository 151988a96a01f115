import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Curve } from '../../src/vision/curves.ts'
import { curves } from '../../src/vision/curves.ts'

const loss: Curve = {
  name: 'loss',
  points: [
    [1, 2.3],
    [2, Number.NaN],
    [3, 0.4],
  ],
}
const draw = async (series: readonly Curve[], options = {}): Promise<string> => {
  const svg = await curves(series, options)()
  if (E.isLeft(svg)) throw new Error(svg.left._tag)
  return svg.right
}

describe('curves', () => {
  it('draws an SVG with the title, the labels and the names', async () => {
    const svg = await draw([loss, { name: 'accuracy', points: [[1, 0.5]], style: 'dots' }], {
      title: 'Training',
      xLabel: 'epoch',
      yLabel: 'nats',
    })
    expect(svg).toMatch(/^<svg[^>]* width="800" height="450"/)
    for (const text of ['Training', 'epoch', 'nats', 'loss', 'accuracy']) expect(svg).toContain(`>${text}<`)
    expect(svg).not.toContain('NaN')
  })

  it('gives the same text for the same curves', async () => {
    expect(await draw([loss])).toBe(await draw([loss]))
    expect(await draw([loss])).not.toBe(await draw([{ ...loss, name: 'other' }]))
  })

  it('leaves the prototype of objects alone, whatever texts say', async () => {
    const texts = { title: '__proto__', xLabel: '__proto__', yLabel: 'constructor' }
    const svg = await draw(
      [
        { ...loss, name: '__proto__' },
        { ...loss, name: 'toString' },
      ],
      texts,
    )
    const inherited: string[] = []
    // eslint-disable-next-line no-restricted-syntax -- inherited names are what is looked for
    for (const name in {}) inherited.push(name)
    expect(inherited).toEqual([])
    expect(svg).toContain('>__proto__')
    expect(await draw([loss])).not.toContain('prev')
  })

  it('leaves out what XML cannot hold', async () => {
    const svg = await draw(
      [
        { ...loss, name: 'a\u0000b' },
        { ...loss, name: 'c\u0007\ufffed' },
      ],
      { title: 'e\u0001f' },
    )
    for (const text of ['ab', 'cd', 'ef']) expect(svg).toContain(`>${text}<`)
  })

  it('says that echarts is missing where it is', async () => {
    const echarts = () => Promise.reject(new Error('Cannot find package'))
    expect(await curves([loss], { echarts })()).toEqual(E.left({ _tag: 'MissingPeer', name: 'echarts' }))
  })

  it('draws with the echarts that it is handed', async () => {
    expect(await draw([loss], { echarts: () => import('echarts') })).toBe(await draw([loss]))
  })

  it('draws the same with the parts of echarts that lines need', async () => {
    const parts = async () => {
      const core = await import('echarts/core')
      const { LineChart } = await import('echarts/charts')
      const { GridComponent, LegendComponent, TitleComponent } = await import('echarts/components')
      const { SVGRenderer } = await import('echarts/renderers')
      core.use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])
      return core
    }
    const options = { title: 'Training', xLabel: 'epoch', yScale: 'log' }
    const both = [loss, { ...loss, name: 'other', style: 'thin' as const }]
    expect(await draw(both, { ...options, echarts: parts })).toBe(await draw(both, options))
  })
})
