/** @file Where pages come from, and how one leads to another. */

/** The path of the file that a document of a project is read from; empty for what has none. */
export const pathIn = (project) => (document) => project.files.getReflectionPath?.(document) ?? ''

/** Whether the file at a path is a page of the guide in Chinese. */
export const isChinese = (path) => path.includes('/docs/guide/zh/')

/** The way from a page to the root of the site: empty, or `../` for each folder that it is in. */
export const rootFrom = (page) => '../'.repeat(page.url.split('/').length - 1)

/** The address of a document, as seen from a page. */
export const addressFrom = (app, page, document) =>
  `${rootFrom(page)}${encodeURI(app.renderer.router.getFullUrl(document))}`
