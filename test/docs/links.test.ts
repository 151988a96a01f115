/** @file Every relative link of the documentation leads to a file of the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

const pagesIn = (folder: string, recursive: boolean): readonly string[] =>
  readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('api/'))
    .map((name) => join(folder, name))

const linksOf = (page: string): readonly string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .flatMap((match) => match[1] ?? [])
    .filter((link) => !/^(https?:|mailto:|#)/.test(link))

describe('documentation pages', () => {
  it.each([...pagesIn('.', false), ...pagesIn('docs', true)])('%s links to files that exist', (page) => {
    const broken = linksOf(page).filter((link) => !existsSync(join(root, dirname(page), link.replace(/#.*$/, ''))))
    expect(broken).toEqual([])
  })
})
