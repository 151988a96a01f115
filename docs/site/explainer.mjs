/** @file The way from every page to the explainer, which `demo` builds beside them. */
import { PageEvent } from 'typedoc'
import { pathIn, rootFrom } from './places.mjs'

const place = '<div id="tsd-toolbar-links">'

/** Puts a link at the top of each page. */
export const linkExplainer = (app) =>
  app.renderer.on(PageEvent.END, (page) => {
    const isChinese = pathIn(page.project)(page.model).includes('/docs/guide/zh/')
    const [query, name] = isChinese ? ['?lang=zh', '交互演示'] : ['', 'Explainer']
    const address = `${rootFrom(page)}explainer/index.html${query}`
    page.contents = page.contents.replace(place, `${place}<a href="${address}">${name}</a>`)
  })
