/** @file A confusion matrix as a picture. */
import { describe, expect, it } from 'vitest'
import { confusionPicture } from '../../src/vision/confusionPicture.ts'

const textsOf = (svg: string): readonly string[] => [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text = '']) => text)
const cells = (svg: string) => [...svg.matchAll(/<rect [^>]*fill="(rgb[^"]*)"/g)].map(([, color]) => color)

describe('confusionPicture', () => {
  const counts = [
    [3, 1],
    [0, 0],
  ]

  it('writes counts, names and sides, and leaves out zeros', () => {
    const svg = confusionPicture({ counts }, { title: '混淆矩阵', names: ['猫', '<dog>'], sides: ['实际', '预测'] })
    expect(textsOf(svg)).toEqual(['混淆矩阵', '预测', '实际', '猫', '猫', '&lt;dog&gt;', '&lt;dog&gt;', '3', '1'])
  })

  it('refuses what are no counts', () => {
    for (const bad of [NaN, -1, Infinity, 1.5])
      expect(() => confusionPicture({ counts: [[bad]] })).toThrow(
        `expected counts, whole numbers of 0 or more, found ${String(bad)}`,
      )
  })

  it('calls classes by their numbers where they have no names', () => {
    expect(textsOf(confusionPicture({ counts }))).toEqual(['predicted', 'actual', '0', '0', '1', '1', '3', '1'])
  })

  it('colors right cells green and mistakes red, by their share of the class', () => {
    expect(cells(confusionPicture({ counts }))).toEqual([
      'rgb(112,184,112)',
      'rgb(255,207,207)',
      'rgb(255,255,255)',
      'rgb(255,255,255)',
    ])
  })

  it('gives columns room for long names', () => {
    const names = ['circles of any size', 'crosses']
    const svg = confusionPicture({ counts }, { names })
    const columns = [...svg.matchAll(/<text x="([\d.]+)" y="52"[^>]*>/g)].map(([, x]) => Number(x))
    expect(columns).toHaveLength(2)
    expect((columns[1] ?? 0) - (columns[0] ?? 0)).toBeGreaterThan(7 * names[0]!.length)
  })

  it('gives rows room for long names in Chinese', () => {
    const names = ['一个非常非常非常非常非常非常长的类名', '短']
    const [, end = '0'] =
      /<text x="([\d.]+)"[^>]*text-anchor="end">一/.exec(confusionPicture({ counts }, { names })) ?? []
    expect(Number(end)).toBeGreaterThan(12 * names[0]!.length)
  })

  it('draws no classes', () => {
    expect(confusionPicture({ counts: [] })).toMatch(/^<svg[\s\S]*<\/svg>$/)
  })
})
