/** @file The way from every page to the explainer, which `demo` builds beside them. */
import { PageEvent } from 'typedoc'
import { isChinese, pathIn, rootFrom } from './places.mjs'

const place = '<div id="tsd-toolbar-links">'

/** Puts a link at the top of each page. */
export const linkExplainer = (app) =>
  app.renderer.on(PageEvent.END, (page) => {
    const [query, name] = isChinese(pathIn(page.project)(page.model)) ? ['?lang=zh', '交互演示'] : ['', 'Explainer']
    const address = `${rootFrom(page)}explainer/index.html${query}`
    page.contents = page.contents.replace(place, `${place}<a href="${address}">${name}</a>`)
  })
