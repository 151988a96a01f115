/** @file The figures of the guide are what their programs draw. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { figures } from '../../docs/figures/index.ts'

const inGuide = (name: string): string => `docs/guide/${name}`

/** The words of all pages that may show a figure. */
const pages = ['README.md', ...readdirSync('docs/guide', { recursive: true, encoding: 'utf8' }).map(inGuide)]
  .filter((path) => path.endsWith('.md'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

describe('the figures of the guide', () => {
  it('are all drawn by a program', () => {
    const files = readdirSync('docs/guide/figures')
    expect(files.sort()).toEqual(
      Object.keys(figures)
        .map((name) => `${name}.svg`)
        .sort(),
    )
  })

  it.each(Object.entries(figures))('%s is current: npm run figures changes nothing', async (name, draw) => {
    expect(readFileSync(`docs/guide/figures/${name}.svg`, 'utf8') === (await draw())).toBe(true)
  })

  it.each(Object.keys(figures))('%s is small, says what it shows, and is shown by a page', (name) => {
    const text = readFileSync(`docs/guide/figures/${name}.svg`, 'utf8')
    expect(text.length).toBeLessThan(40_000)
    expect(text).toMatch(/<title>[^<]+<\/title>/)
    expect(pages).toContain(`figures/${name}.svg`)
  })
})
