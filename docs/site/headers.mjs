/**
 * @file What a file says in its header, on the page of each function that it exports: formula, shape rule, pullback and
 * laws, with the path of the source.
 */
import { Comment, CommentTag, Converter, ReflectionKind } from 'typedoc'
import { readFileSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { texOf } from './formula.mjs'

/** Files whose formula stands in the header of another: the general form of the same operation. */
const general = {
  'src/nn/convTranspose.ts': 'src/ops/convTranspose.ts',
  'src/nn/normalization.ts': 'src/ops/normalization.ts',
  'src/ops/conv2d.ts': 'src/ops/conv.ts',
  'src/ops/convTranspose2d.ts': 'src/ops/convTranspose.ts',
  'src/ops/greater.ts': 'src/ops/less.ts',
}

const headers = new Map()

const linesOf = (path) => {
  const [, text = ''] = /^\/\*\*\n([\s\S]*?)\*\//u.exec(readFileSync(path, 'utf8')) ?? []
  return text.split('\n').map((line) => line.replace(/^ \* ?/u, ''))
}

/** The labels of a header's sentences, and the sections of a page that they become. */
const tagNames = {
  'Shape rule': '@shapeRule',
  Pullback: '@pullback',
  Pullbacks: '@pullback',
  Laws: '@laws',
  Law: '@laws',
}

const labels = Object.keys(tagNames)

/** The parts of a header: its formulas, and the sentences after each label. */
const parsed = (path) => {
  const lines = linesOf(path)
  const formulas = lines.filter((line) => line.startsWith('    '))
  const prose = lines.filter((line) => !line.startsWith('    ')).join('\n')
  const pattern = new RegExp(`(?:^|[\\n.] ?)(${labels.join('|')}): `, 'gu')
  const found = [...prose.matchAll(pattern)]
  const sections = found.map(({ 1: label, 0: whole, index }, k) => {
    const text = prose.slice(index + whole.length, found[k + 1]?.index ?? prose.length)
    const sentence = text.split('\n\n')[0].replaceAll('\n', ' ').trim()
    return [label, `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`]
  })
  return { formulas, sections }
}

const headerOf = (path) => {
  if (!headers.has(path)) headers.set(path, parsed(path))
  return headers.get(path)
}

const tag = (name, text) => new CommentTag(name, [{ kind: 'text', text }])

const fenced = (language, lines) => ['```' + language, ...lines, '```'].join('\n')

/**
 * The function that a header is about, where a page is that of another one in its file: softmax is in `logsumexp.ts`. None
 * where the file is named after no function.
 */
const subjectOf = (path, name, names) => {
  const subject = basename(path, '.ts')
  return subject !== name && names.has(subject) ? subject : null
}

const formulaTag = (formulas, subject) => {
  const indent = Math.min(...formulas.map((line) => /^ */u.exec(line)[0].length))
  const plain = formulas.map((line) => line.slice(indent))
  const tex = plain.map(texOf)
  const of = subject === null ? '' : `Of \`${subject}\`, to which this function belongs:\n\n`
  return tag('@formula', of + (tex.includes(null) ? fenced('text', plain) : fenced('math', tex)))
}

/** Prose with brackets as it is: shapes such as [N, C] are no links. Code is as it is, too. */
const escaped = (text) =>
  text
    .split(/(`[^`]*`)/u)
    .map((part, k) =>
      k % 2 === 1
        ? part
        : part.replaceAll('[', '\\[').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('_', '\\_'),
    )
    .join('')

const commentOf = (reflection) => {
  const signature = reflection.signatures?.[0]
  if (signature === undefined) return (reflection.comment ??= new Comment())
  return (signature.comment ??= reflection.comment ?? new Comment())
}

/** The file of a declaration, relative to the repository. */
export const fileOf = (project, reflection) => {
  const id = project.getSymbolIdFromReflection(reflection)
  return id === undefined ? null : relative(process.cwd(), id.fileName.toString())
}

export const showHeaders = (app) =>
  app.converter.on(
    Converter.EVENT_RESOLVE_BEGIN,
    ({ project }) => {
      const reflections = project.getReflectionsByKind(ReflectionKind.Function | ReflectionKind.Variable)
      const names = new Set(reflections.map(({ name }) => name))
      for (const reflection of reflections) {
        const path = fileOf(project, reflection)
        if (path === null || path.startsWith('..') || path.includes('node_modules')) continue
        const comment = commentOf(reflection)
        const header = general[path] ?? path
        const { formulas, sections } = headerOf(header)
        const isNamed = formulas.some((line) => line.includes(reflection.name))
        const subject = isNamed ? null : subjectOf(header, reflection.name, names)
        if (formulas.length > 0) comment.blockTags.push(formulaTag(formulas, subject))
        for (const [label, text] of sections) comment.blockTags.push(tag(tagNames[label], escaped(text)))
        comment.blockTags.push(tag('@definedIn', `\`${path}\``))
      }
    },
    1000,
  )
