/** @file The guide's Chinese pages: each has an English one with the same code, and both link to each other. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string): string => readFileSync(`docs/guide/${path}`, 'utf8')
const linesOf = (path: string): readonly string[] => read(path).split('\n')

/** The code of a page without its comments, which are translated. */
const codeOf = (path: string): readonly string[] =>
  Array.from(read(path).matchAll(/^```ts\n([\s\S]*?)^```/gmu), ([, code = '']) =>
    code.replace(/^\/\/ (?!=>).*$/gmu, ''),
  )

const chinese = readdirSync('docs/guide/zh').filter((name) => name.endsWith('.md'))

describe('the Chinese pages of the guide', () => {
  it('exist', () => {
    expect(chinese.length).toBeGreaterThan(0)
  })

  it.each(chinese)('%s links to its English page under the heading, which links back', (name) => {
    expect(linesOf(`zh/${name}`)[2]).toBe(`[English](../${name})`)
    expect(linesOf(name)[2]).toBe(`[中文](zh/${name})`)
  })

  it.each(chinese)('%s shows code of its English page', (name) => {
    const english = new Set(codeOf(name))
    expect(codeOf(`zh/${name}`).filter((code) => !english.has(code))).toEqual([])
  })

  it.each(chinese)('%s shows the figures of its English page', (name) => {
    const figuresOf = (path: string) => Array.from(read(path).matchAll(/figures\/(\w+)\.svg/gu), ([, figure]) => figure)
    expect(figuresOf(`zh/${name}`)).toEqual(figuresOf(name))
  })
})
