/** @file The page on what goes wrong quotes messages that no short program can produce: the sources have their words. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(root, 'docs/guide/26-troubleshooting.md'), 'utf8')

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
  .join('\n')

/** The messages in blocks fenced as text. */
const quoted = [...page.matchAll(/^ *```text\n([\s\S]*?)^ *```$/gm)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => line.startsWith('Cannot'))

/** What is written as such in a source: not what depends on a program, and not what joins the parts of every message. */
const wordsOf = (message: string): readonly string[] =>
  message
    .split(/…|^Cannot |: expected |, found |; |: /)
    .map((words) => words.trim())
    .filter((words) => /\w{3}/.test(words))

describe('quoted messages', () => {
  it('are there', () => {
    expect(quoted.length).toBeGreaterThan(10)
  })

  it.each(quoted)('%s', (message) => {
    expect(wordsOf(message).filter((words) => !sources.includes(words))).toEqual([])
  })
})
