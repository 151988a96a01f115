/** @file How the site writes Markdown: formulas by KaTeX, and examples with what a button needs to run them. */
import { htmlOf } from './formula.mjs'
import { runnable } from './examples.mjs'

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Characters of Chinese, which has no spaces where a line ends. */
const chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u

const lineEnd = (tokens, index) => {
  const [before, after] = [tokens[index - 1]?.content.at(-1) ?? '', tokens[index + 1]?.content.at(0) ?? '']
  return chinese.test(before) && chinese.test(after) ? '' : '\n'
}

/** One formula per line, as headers have them, or one with an environment over several lines. */
const formulasIn = (content) => (content.includes('\\begin') ? [content.trimEnd()] : content.trimEnd().split('\n'))

/** Formulas and examples in fenced blocks, and lines of Chinese joined without a space. */
export const writeMarkdown = (parser) => {
  parser.renderer.rules.softbreak = lineEnd
  const fence = parser.renderer.rules.fence
  parser.renderer.rules.fence = (tokens, index, options, environment, self) => {
    const { info, content } = tokens[index]
    if (info.trim() === 'math')
      return `<div class="formula">${formulasIn(content)
        .map((formula) => htmlOf(formula))
        .join('')}</div>\n`
    const html = fence(tokens, index, options, environment, self)
    const code = info.trim() === 'ts' ? runnable(content) : null
    return code === null ? html : `${html}<template class="example">${escaped(code)}</template>\n`
  }
}
