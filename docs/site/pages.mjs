/** @file The pages beside the reference: guide, architecture, measurements and decisions, each under its own title. */
import { Comment, CommentTag, Converter } from 'typedoc'

const shelves = [
  ['docs/guide/', 'Guide'],
  ['docs/decisions/', 'Decisions'],
  ['bench/', 'Measurements'],
  ['docs/conformance', 'Measurements'],
]

export const pages = [
  'docs/guide/*.md',
  'docs/architecture.md',
  'docs/glossary.md',
  'bench/README.md',
  'docs/conformance.md',
  'docs/conformance-onnx.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/decisions/README.md',
  'docs/decisions/0[0-9][0-9][1-9]-*.md',
  'docs/decisions/00[1-9]0-*.md',
]

/** The guide's pages are numbered by their files: `3. ` for `docs/guide/03-derivatives.md`. */
const numberOf = (path) => {
  const [, number] = /\/docs\/guide\/0*(\d+)-[^/]+$/u.exec(path) ?? []
  return number === undefined ? '' : `${number}. `
}

/** Takes the first heading of a page for its title. */
const titled = (project, document) => {
  const [first] = document.content
  const [, title] = /^# (.+)$/mu.exec(first?.text ?? '') ?? []
  const path = project.files.getReflectionPath?.(document) ?? ''
  if (title !== undefined) document.name = `${numberOf(path)}${title.replaceAll('`', '')}`
  const shelf = shelves.find(([start]) => path.includes(`/${start}`))?.[1] ?? 'About the project'
  document.comment ??= new Comment()
  document.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: shelf }]))
}

/** The guide is read in the order of its files. */
const inOrder = (project) => {
  const pathOf = (child) => project.files.getReflectionPath(child) ?? ''
  const guide = project.categories?.find(({ title }) => title === 'Guide')
  guide?.children.sort((a, b) => pathOf(a).localeCompare(pathOf(b)))
}

export const titlePages = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const document of project.documents ?? []) titled(project, document)
  })
  // After TypeDoc has made and sorted the categories.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => inOrder(project), -1000)
}
