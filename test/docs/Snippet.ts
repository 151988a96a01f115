/**
 * @file A piece of documentation that is a program: where it stands, and how it is found.
 *
 * In a Markdown page, a fenced `ts` block; one that imports nothing continues the block above it. A block fenced as
 * `ts refused` continues the block above it too, but must not compile, and the `text` block after it quotes the
 * compiler. In a source file, the fenced `ts` block of an `@example`, which must import what it uses, since that is
 * what readers will copy.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A program in the documentation. Its code is padded with blank lines, so that line numbers are those of the page. */
export interface Snippet {
  readonly file: string
  readonly line: number
  readonly code: string
}

/** A program that the compiler must refuse, from its first refused line on, with what the page quotes of its messages. */
export interface RefusedSnippet extends Snippet {
  readonly quoted: readonly string[]
}

interface Block {
  readonly line: number
  readonly lines: readonly string[]
  /** What follows the opening fence, such as `ts`. */
  readonly info: string
}

const fence = /^\s*```/

const isRefused = ({ info }: Block): boolean => info === 'ts refused'
const isProgram = (block: Block): boolean => /^(ts|typescript)\b/.test(block.info) && !isRefused(block)

/** The fenced blocks, each with the number of its first line. Throws on a fence left open. */
const blocksOf = (lines: readonly string[], file: string, firstLine = 1): readonly Block[] => {
  const fences = lines.flatMap((text, index) => (fence.test(text) ? [index] : []))
  if (fences.length % 2 === 1) throw new Error(`Cannot read the code blocks of ${file}: a fence is left open`)
  return fences.flatMap((opening, i) =>
    i % 2 === 0
      ? [
          {
            line: firstLine + opening + 1,
            lines: lines.slice(opening + 1, fences[i + 1]),
            info: lines[opening]!.replace(fence, '').trim(),
          },
        ]
      : [],
  )
}

const importsSomething = (block: Block): boolean => block.lines.some((text) => /^import\b/.test(text))

const place = (above: string, block: Pick<Block, 'line' | 'lines'>): string => {
  const blankLines = Math.max(block.line - above.split('\n').length, 0)
  return above + '\n'.repeat(blankLines) + block.lines.join('\n')
}

const programsOf = (blocks: readonly Block[], file: string): readonly Snippet[] =>
  blocks.filter(isProgram).reduce<readonly Snippet[]>((before, block) => {
    const last = before.at(-1)
    return last !== undefined && !importsSomething(block)
      ? [...before.slice(0, -1), { ...last, code: place(last.code, block) }]
      : [...before, { file, line: block.line, code: place('', block) }]
  }, [])

/** The programs of a Markdown page. */
export const inMarkdown = (text: string, file: string): readonly Snippet[] =>
  programsOf(blocksOf(text.split('\n'), file), file)

/** The programs of a Markdown page that must not compile. Throws on one that no `text` block follows. */
export const refusedInMarkdown = (text: string, file: string): readonly RefusedSnippet[] => {
  const blocks = blocksOf(text.split('\n'), file)
  return blocks.flatMap((block, i) => {
    if (!isRefused(block)) return []
    const { line } = block
    const after = blocks[i + 1]
    if (after?.info !== 'text')
      throw new Error(`Cannot check ${file}:${String(line)}: no text block after it quotes the compiler`)
    const above = programsOf(blocks.slice(0, i), file).at(-1)?.code ?? ''
    return [{ file, line, code: place(above, block), quoted: after.lines }]
  })
}

const noCode = "throw new Error('This example has no block fenced as ts')"

interface Example {
  readonly line: number
  readonly lines: readonly string[]
}

/** The text of every `@example` in documentation comments, without the margin of asterisks. */
const examplesOf = (text: string): readonly Example[] =>
  [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const firstLine = text.slice(0, comment.index).split('\n').length
    const lines = comment[0].replace(/\*\/$/, '').split('\n')
    const bare = lines.map((line) => line.replace(/^\s*(\/\*\*|\*) ?/, ''))
    const tags = bare.flatMap((line, index) => (/^@\w+/.test(line) ? [index] : []))
    return tags
      .filter((start) => bare[start]?.startsWith('@example') === true)
      .map((start) => ({
        line: firstLine + start,
        lines: bare.slice(start, tags.find((next) => next > start) ?? bare.length),
      }))
  })

/** The programs in the `@example`s of a source file. An example without code is a program that fails and says so. */
export const inDocComments = (text: string, file: string): readonly Snippet[] =>
  examplesOf(text).flatMap((example) => {
    const blocks = blocksOf(example.lines, file, example.line).filter(isProgram)
    return blocks.length === 0
      ? [{ file, line: example.line, code: place('', { line: example.line, lines: [noCode] }) }]
      : blocks.map((block) => ({ file, line: block.line, code: place('', block) }))
  })

const filesUnder = (root: string, folder: string, extension: string): readonly string[] => {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(extension))
      .map((name) => join(folder, name))
      .sort()
  } catch {
    return []
  }
}

const pagesUnder = (root: string): readonly string[] => ['README.md', ...filesUnder(root, 'docs/guide', '.md')]

/** Every program of the README and the guide that must not compile. */
export const allRefusedSnippets = (root: string): readonly RefusedSnippet[] =>
  pagesUnder(root).flatMap((file) => refusedInMarkdown(readFileSync(join(root, file), 'utf8'), file))

/** Every program in the README, the guide and the documentation comments of the library and its laws. */
export const allSnippets = (root: string): readonly Snippet[] => {
  const read = (file: string): string => readFileSync(join(root, file), 'utf8')
  const sources = [...filesUnder(root, 'src', '.ts'), ...filesUnder(root, 'laws', '.ts')]
  return [
    ...pagesUnder(root).flatMap((file) => inMarkdown(read(file), file)),
    ...sources.flatMap((file) => inDocComments(read(file), file)),
  ]
}
