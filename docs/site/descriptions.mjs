/** @file A description of each page, for search engines: the first sentences of what it documents. */
import { Comment, JSX, ReflectionKind } from 'typedoc'

const plain = (text) =>
  text
    .replace(/```[\s\S]*?```/gu, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/[#`*>|]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()

const textOf = (model) => {
  if (model.isDocument?.()) return Comment.combineDisplayParts(model.content).replace(/^# .*$/mu, '')
  if (model.kind === ReflectionKind.Project)
    return 'Differentiable programming for functional TypeScript: immutable tensors, derivatives without a tape, and a law for every gradient.'
  const comment = model.signatures?.[0]?.comment ?? model.comment
  return comment === undefined ? model.name : Comment.combineDisplayParts(comment.summary)
}

/** Adds the descriptions. */
export const describePages = (app) =>
  app.renderer.hooks.on('head.end', ({ model }) =>
    JSX.createElement('meta', { name: 'description', content: plain(textOf(model)).slice(0, 200) }),
  )
