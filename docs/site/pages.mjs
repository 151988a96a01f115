/** @file The pages beside the reference: guide, architecture, measurements and decisions, each under its own title. */
import { basename } from 'node:path'
import { Comment, CommentTag, Converter, PageEvent } from 'typedoc'
import { addressFrom, isChinese, pathIn } from './places.mjs'

const shelves = [
  ['docs/guide/zh/', '指南'],
  ['docs/guide/', 'Guide'],
  ['docs/decisions/', 'Decisions'],
  ['bench/', 'Measurements'],
  ['docs/conformance', 'Measurements'],
]

export const pages = [
  'docs/guide/*.md',
  'docs/guide/zh/*.md',
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
  const [, number] = /\/docs\/guide\/(?:zh\/)?0*(\d+)-[^/]+$/u.exec(path) ?? []
  return number === undefined ? '' : `${number}. `
}

/** Takes the first heading of a page for its title. */
const titled = (project, document) => {
  const [first] = document.content
  const [, title] = /^# (.+)$/mu.exec(first?.text ?? '') ?? []
  const path = pathIn(project)(document)
  if (title !== undefined) document.name = `${numberOf(path)}${title.replaceAll('`', '')}`
  const shelf = shelves.find(([start]) => path.includes(`/${start}`))?.[1] ?? 'About the project'
  document.comment ??= new Comment()
  document.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: shelf }]))
}

/** The guide is read in the order of its files. */
const inOrder = (project) => {
  const pathOf = pathIn(project)
  for (const { title, children } of project.categories ?? [])
    if (title === 'Guide' || title === '指南') children.sort((a, b) => pathOf(a).localeCompare(pathOf(b)))
}

/** What TypeDoc writes around a page, in Chinese. */
const chineseWords = { 'On This Page': '本页内容', Settings: '设置', Copy: '复制', 'Skip to content': '跳到正文' }

const inChinese = (contents) =>
  Object.entries(chineseWords).reduce(
    (text, [english, chinese]) => text.replaceAll(`>${english}<`, `>${chinese}<`),
    contents.replace(/<html([^>]*) lang="en"/u, '<html$1 lang="zh"'),
  )

/** Says which language a page is in, and where it is in the other. */
const nameLanguages = (app) =>
  app.renderer.on(PageEvent.END, (page) => {
    if (page.model.isDocument?.() !== true) return
    const { project, model } = page
    const pathOf = pathIn(project)
    const path = pathOf(model)
    if (!path.includes('/docs/guide/')) return
    const both = (project.documents ?? []).filter(
      (document) => pathOf(document).includes('/docs/guide/') && basename(pathOf(document)) === basename(path),
    )
    if (both.length < 2) return
    const links = both.map((document) => {
      const language = isChinese(pathOf(document)) ? 'zh' : 'en'
      return `<link rel="alternate" hreflang="${language}" href="${addressFrom(app, page, document)}"/>`
    })
    page.contents = page.contents.replace('</head>', () => `${links.join('')}</head>`)
    if (isChinese(path)) page.contents = inChinese(page.contents)
  })

/** The first stop of the keyboard leads past the header. */
const skipToContent = (app) =>
  app.renderer.on(
    PageEvent.END,
    (page) => {
      page.contents = page.contents
        .replace(/<body[^>]*>/u, '$&<a class="skip" href="#content">Skip to content</a>')
        .replace('<div class="col-content">', '<div class="col-content" id="content" tabindex="-1">')
    },
    1000,
  )

export const titlePages = (app) => {
  skipToContent(app)
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const document of project.documents ?? []) titled(project, document)
  })
  nameLanguages(app)
  // After TypeDoc has made and sorted the categories.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => inOrder(project), -1000)
}
