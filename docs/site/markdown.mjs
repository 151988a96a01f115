/** @file How the site writes Markdown: formulas by KaTeX, and examples with what a button needs to run them. */
import { htmlOf } from './formula.mjs'
import { runnable } from './examples.mjs'

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Formulas and examples in fenced blocks. */
export const writeMarkdown = (parser) => {
  const fence = parser.renderer.rules.fence
  parser.renderer.rules.fence = (tokens, index, options, environment, self) => {
    const { info, content } = tokens[index]
    if (info.trim() === 'math')
      return `<div class="formula">${content
        .trimEnd()
        .split('\n')
        .map((line) => htmlOf(line))
        .join('')}</div>\n`
    const html = fence(tokens, index, options, environment, self)
    const code = info.trim() === 'ts' ? runnable(content) : null
    return code === null ? html : `${html}<template class="example">${escaped(code)}</template>\n`
  }
}
