/**
 * @file Ways between the guide and the reference: each page of the guide leads to the next, and the page of a function to
 * the pages of the guide that use it.
 */
import { PageEvent, ReflectionKind } from 'typedoc'
import { readFileSync } from 'node:fs'
import { addressFrom, pathIn } from './places.mjs'

/** The pages of the guide in English, in reading order, each with its path. */
const guideOf = (project) => {
  const pathOf = pathIn(project)
  return (project.documents ?? [])
    .map((document) => ({ document, path: pathOf(document) }))
    .filter(({ path }) => /\/docs\/guide\/\d+-[^/]+$/u.test(path))
    .sort((a, b) => a.path.localeCompare(b.path))
}

/** How much a page says of a name: most if a sentence or a heading has it, less if only code imports it; 0 if neither. */
export const weightOf = (text, name) => {
  const prose = text.replace(/^```[\s\S]*?^```/gmu, '')
  const mentions = prose.split(new RegExp(`\`[^\`\n]*\\b${name}\\b[^\`\n]*\``, 'u')).length - 1
  const isImported = new RegExp(`^import [^;]*?\\b${name}\\b[^;]*? from 'cotangent`, 'mu').test(text)
  return 2 * mentions + (isImported ? 1 : 0)
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

export const linkGuide = (app) => {
  let pages = null
  const linkTo = (page, { document }) => `<a href="${addressFrom(app, page, document)}">${document.name}</a>`
  app.renderer.on(PageEvent.END, (page) => {
    const { model } = page
    pages ??= guideOf(page.project).map((each) => ({ ...each, text: readFileSync(each.path, 'utf8') }))
    const at = pages.findIndex(({ document }) => document === model)
    if (at >= 0) {
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
    const links = pagesOn(pages, model.name).map((each) => `<li>${linkTo(page, each)}</li>`)
    if (links.length > 0)
      page.contents = page.contents.replace(
        '<div class="tsd-tag-definedIn">',
        `<div class="tsd-tag-guide"><h4>In the guide</h4><ul>${links.join('')}</ul></div>$&`,
      )
  })
}
