/**
 * @file The formulas of our file headers, which are plain text, as TeX. A formula is a line such as
 *
 *     y[n, o] = sum over c of x[n, c] * w[o, c] + b[o]
 *
 * Names of one letter are variables, names of functions are set upright, and all other words are text. A line with
 * brackets that do not close is left as text.
 */
import katex from 'katex'

const functions = new Set(
  'ln log exp sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh softmax sigmoid sign mean var floor ceil round attention erf max min clamp relu conv convInput convFilter grad'.split(
    ' ',
  ),
)
const greek = { alpha: 'alpha', beta: 'beta', gamma: 'gamma', delta: 'delta', eps: 'varepsilon', epsilon: 'varepsilon' }
Object.assign(greek, { rho: 'rho', mu: 'mu', pi: 'pi', sigma: 'sigma', theta: 'theta', lambda: 'lambda', zeta: 'zeta' })
const signs = {
  '*': '\\cdot',
  '->': '\\to',
  '<=': '\\le',
  '>=': '\\ge',
  '!=': '\\ne',
  '..': '\\ldots',
  '...': '\\ldots',
}
const closing = { '(': ')', '[': ']', '{': '}' }

const tokensOf = (text) =>
  text.match(/\s{2,}|\s|\d+(?:x\d+)+|[A-Za-z]\w*'*|\d+(?:\.\d+)?(?:e-?\d+)?|\.\.\.|\.\.|->|<=|>=|!=|\+=|\|\||./gu) ?? []

const isWord = (token) => token !== undefined && /^[A-Za-z]/u.test(token)
const wordName = (token) => token.replace(/'+$/u, '')

/** A number with an exponent: `1e-6` is a power of ten. */
const scientific = (token) => {
  const [digits, exponent] = token.split('e')
  return `${digits === '1' ? '' : `${digits} \\cdot `}10^{${exponent}}`
}

/** A variable: one letter, a Greek one, or either with a digit. */
const variable = (token) => {
  const [, name, digits, primes] = /^([A-Za-z]+?)(\d*)('*)$/u.exec(token) ?? []
  if (name === undefined) return null
  const letter = greek[name] !== undefined ? `\\${greek[name]}` : name.length === 1 ? name : null
  if (letter === null) return null
  return `${letter}${primes}${digits === '' ? '' : `_{${digits}}`}`
}

/** Whether a word is neither a variable nor a function. */
const isText = (token) => isWord(token) && variable(token) === null && !functions.has(token)

/** Whether an "a" before it is the article. */
const isNoun = (token) => isText(token) && token.length > 2 && token !== 'sum'

/** Writes TeX for tokens from a place up to a closing bracket; throws where one is missing. */
const written = (tokens, start, end) => {
  let [out, k] = ['', start]
  const skipped = () => {
    while (tokens[k] === ' ') k++
  }
  const group = () => {
    const open = tokens[k]
    const inner = written(tokens, k + 1, closing[open])
    k = inner.next
    return inner.tex
  }
  const bound = () => {
    // `sum over c, p of`: up to the word "of".
    const at = tokens.indexOf('of', k)
    const names = tokens.slice(k, at)
    if (at < 0 || names.length > 12 || names.some((token) => isWord(token) && variable(token) === null)) return null
    k = at + 1
    return written([...names, '$'], 0, '$').tex
  }
  while (k < tokens.length) {
    const token = tokens[k]
    if (token === end) return { tex: out, next: k + 1 }
    k++
    if (/^\s{2,}$/u.test(token)) out += /^[-=+*/]$/u.test(tokens[k] ?? '') ? ' ' : '\\qquad '
    else if (token === ' ') out += ' '
    else if (/^\d+x/u.test(token)) out += token.replaceAll('x', '\\times ')
    else if (/^\d.*e/u.test(token)) out += scientific(token)
    else if (token === 'sqrt' && tokens[k] === '(') out += `\\sqrt{${group()}}`
    else if (['sum', 'max', 'min', 'product'].includes(token) && tokens[k] === ' ' && tokens[k + 1] === 'over') {
      const back = k
      k += 2
      skipped()
      const names = bound()
      const sign = { sum: '\\sum', product: '\\prod', max: '\\max', min: '\\min' }[token]
      if (names === null) {
        k = back
        out += `\\text{${token}}`
      } else out += `${sign}_{${names}} `
    } else if (isWord(token)) {
      const name = variable(token)
      if (name !== null && !(name === 'a' && tokens[k] === ' ' && isNoun(tokens[k + 1]))) out += name
      else if (functions.has(wordName(token)))
        out += `\\operatorname{${wordName(token)}}${token.slice(wordName(token).length)}`
      else {
        // Words in a row are one piece of text.
        let words = token
        while (tokens[k] === ' ' && isText(tokens[k + 1])) {
          words += ` ${tokens[k + 1]}`
          k += 2
        }
        const before = /[\w)}\]']\s$/u.test(out) && !/\\(?:cdot|le|ge|ne|to|qquad) $/u.test(out) ? '\\ ' : ''
        const primes = /'*$/u.exec(words)[0]
        out += `${before}\\text{${words.slice(0, words.length - primes.length)}}${primes}${tokens[k] === ' ' && !/^[-+=*/<>]/u.test(tokens[k + 1] ?? '=') ? '\\ ' : ''}`
      }
      if (tokens[k] === '[') out += `_{${group()}}`
    } else if (token === '^' && tokens[k] === '(') out += `^{${group()}}`
    else if (token === '^') {
      const sign = tokens[k] === '-' ? tokens[k++] : ''
      const raised = tokens[k++] ?? ''
      out += `^{${sign}${variable(raised) ?? (isWord(raised) ? `\\text{${raised}}` : raised)}}`
    } else if (token in closing) {
      k--
      const open = token
      out += `${open === '{' ? '\\{' : open}${group()}${open === '{' ? '\\}' : closing[open]}`
    } else if (token === ')' || token === ']' || token === '}') throw new Error('a bracket that does not open')
    else out += signs[token] ?? (/[#%&_$]/u.test(token) ? `\\${token}` : token === '~' ? '\\sim' : token)
  }
  if (end !== undefined) throw new Error('a bracket that does not close')
  return { tex: out, next: k }
}

/** A line of a header as TeX, or null. */
export const texOf = (line) => {
  try {
    const { tex } = written(tokensOf(line.trim()), 0)
    katex.renderToString(tex, { displayMode: true, throwOnError: true, strict: false })
    return tex
  } catch {
    return null
  }
}

/** TeX as HTML. */
export const htmlOf = (tex, displayMode = true) =>
  katex.renderToString(tex, { displayMode, throwOnError: true, strict: false })
