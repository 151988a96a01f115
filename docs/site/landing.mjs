/** @file The first page: the README without a second title, and under its first sentence the ways into the site. */
import { PageEvent } from 'typedoc'
import { addressFrom } from './places.mjs'

const isFirst = ({ url }) => url === 'index.html'

export const openWithReadme = (app) =>
  app.renderer.on(PageEvent.END, (page) => {
    if (!isFirst(page)) return
    const guide = page.project.documents?.find(({ name }) => name.startsWith('1. '))
    const ways = [
      ['explainer/index.html', 'Watch a gradient flow'],
      ...(guide === undefined ? [] : [[addressFrom(app, page, guide), 'Begin the guide']]),
      ['modules.html', 'Look something up'],
    ]
    const links = ways.map(([url, words]) => `<a href="${url}">${words}</a>`).join('')
    page.contents = page.contents
      .replace(/<div class="tsd-page-title">.*?<\/div>/su, '')
      .replace(/(<h1[^>]*>cotangent.*?<\/p>)/su, `$1<p class="ways">${links}</p>`)
  })
