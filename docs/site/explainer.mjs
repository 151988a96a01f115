/** @file The way from every page to the explainer, which `demo` builds beside them. */
import { PageEvent } from 'typedoc'

const place = '<div id="tsd-toolbar-links">'

/** Puts a link at the top of each page. */
export const linkExplainer = (app) =>
  app.renderer.on(PageEvent.END, (page) => {
    const root = '../'.repeat(page.url.split('/').length - 1)
    page.contents = page.contents.replace(place, `${place}<a href="${root}explainer/index.html">Explainer</a>`)
  })
