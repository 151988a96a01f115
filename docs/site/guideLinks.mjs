/**
 * @file Ways between the guide and the reference: each page of the guide leads to the next, and the page of a function to
 * the pages of the guide that use it.
 */
import { PageEvent, ReflectionKind } from 'typedoc'
import { readFileSync } from 'node:fs'
import { addressFrom, pathIn } from './places.mjs'

/** The pages of the guide in one language, in reading order, each with its path. */
const guideOf = (project, folder) => {
  const pathOf = pathIn(project)
  return (project.documents ?? [])
    .map((document) => ({ document, path: pathOf(document) }))
    .filter(({ path }) => folder.test(path))
    .sort((a, b) => a.path.localeCompare(b.path))
}

/** How much a page says of a name: two for each sentence or heading that has it, and one for each program that imports it. */
export const weightOf = (text, name) => {
  const prose = text.replace(/^```[\s\S]*?^```/gmu, '')
  const mentions = prose.split(new RegExp(`\`[^\`\n]*\\b${name}\\b[^\`\n]*\``, 'u')).length - 1
  const imports =
    text.match(
      new RegExp(`^import (?:(?!^import )[^;])*?\\b${name}\\b(?:(?!^import )[^;])*? from 'cotangent`, 'gmu'),
    ) ?? []
  return 2 * mentions + imports.length
}

const mostLinks = 3

/** The pages that say most of a name, in reading order. */
const pagesOn = (pages, name) =>
  pages
    .map((page) => ({ ...page, weight: weightOf(page.text, name) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostLinks)
    .sort((a, b) => a.path.localeCompare(b.path))

const folders = [/\/docs\/guide\/\d+-[^/]+$/u, /\/docs\/guide\/zh\/\d+-[^/]+$/u]

export const linkGuide = (app) => {
  let guides = null
  const linkTo = (page, { document }) => `<a href="${addressFrom(app, page, document)}">${document.name}</a>`
  app.renderer.on(PageEvent.END, (page) => {
    const { model } = page
    guides ??= folders.map((folder) =>
      guideOf(page.project, folder).map((each) => ({ ...each, text: readFileSync(each.path, 'utf8') })),
    )
    const [english] = guides
    const pages = guides.find((guide) => guide.some(({ document }) => document === model))
    if (pages !== undefined) {
      const at = pages.findIndex(({ document }) => document === model)
      const [before, after] = [pages[at - 1], pages[at + 1]]
      const links = [
        before === undefined ? '' : `<span>← ${linkTo(page, before)}</span>`,
        after === undefined ? '' : `<span>${linkTo(page, after)} →</span>`,
      ]
      page.contents = page.contents.replace(
        /<\/div>\s*<div class="col-sidebar">/u,
        `<nav class="steps">${links.join('')}</nav>$&`,
      )
    }
    if (model.kindOf?.([ReflectionKind.Function, ReflectionKind.Variable]) !== true) return
    const links = pagesOn(english, model.name).map((each) => `<li>${linkTo(page, each)}</li>`)
    if (links.length > 0)
      page.contents = page.contents.replace(
        '<div class="tsd-tag-definedIn">',
        `<div class="tsd-tag-guide"><h4>In the guide</h4><ul>${links.join('')}</ul></div>$&`,
      )
  })
}
