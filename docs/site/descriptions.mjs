/** @file A description of each page, for search engines: the first sentences of what it documents. */
import { Comment, PageEvent, ReflectionKind } from 'typedoc'

const plain = (text) =>
  text
    .replace(/```[\s\S]*?```/gu, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/[#`*>|]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/(?<=[\p{Script=Han}，。；：、）]) (?=[\p{Script=Han}（])/gu, '')
    .trim()

const textOf = (model) => {
  if (model.isDocument?.())
    return Comment.combineDisplayParts(model.content).replace(/^# .*$\s*(?:^\[(?:中文|English)\].*$)?/mu, '')
  if (model.kind === ReflectionKind.Project)
    return 'Differentiable programming for functional TypeScript: immutable tensors, derivatives without a tape, and a law for every gradient.'
  const comment = model.signatures?.[0]?.comment ?? model.comment
  return comment === undefined ? model.name : Comment.combineDisplayParts(comment.summary)
}

const attribute = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** Puts the descriptions where TypeDoc has one for all pages. */
export const describePages = (app) =>
  app.renderer.on(PageEvent.END, (page) => {
    const description = attribute(plain(textOf(page.model)).slice(0, 200))
    page.contents = page.contents.replace(
      /<meta name="description" content="[^"]*"\/>/u,
      () => `<meta name="description" content="${description}"/>`,
    )
  })
