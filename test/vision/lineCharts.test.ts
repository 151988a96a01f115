import { describe, expect, it } from 'vitest'
import { lineCharts } from '../../src/vision/lineCharts.ts'

const missing = (): Promise<never> => Promise.reject(new Error('Cannot find package'))

describe('lineCharts', () => {
  it('imports the core and not the whole', async () => {
    const asked: string[] = []
    const used: unknown[] = []
    const core = { use: (install: unknown) => used.push(install) }
    const loaded = await lineCharts((name) => () => {
      asked.push(name)
      return Promise.resolve(name === 'echarts/core' ? core : { install: name })
    })
    expect(loaded).toBe(core)
    expect(used).toEqual(['echarts/lib/renderer/installSVGRenderer.js'])
    expect(asked).not.toContain('echarts')
    expect(asked.filter((name) => /^echarts\/(charts|components|renderers)$/.test(name))).toEqual([])
  })

  it.each([
    [
      'a part is missing',
      (name: string) => (name.startsWith('echarts/lib/chart') ? missing : () => Promise.resolve({})),
    ],
    ['the core is another', () => () => Promise.resolve({ install: 1 })],
  ])('imports the whole where %s', async (_, others) => {
    const whole = { init: () => null }
    expect(await lineCharts((name) => (name === 'echarts' ? () => Promise.resolve(whole) : others(name)))).toBe(whole)
  })

  it('rejects where nothing is found', async () => {
    await expect(lineCharts(() => missing)).rejects.toThrow('Cannot find package')
  })
})
