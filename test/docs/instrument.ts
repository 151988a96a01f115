/**
 * @file What documentation promises, made into checks.
 *
 * `expression // => text`, `console.log(…) // => text` and `const name = … // => text` promise how the value prints.
 * The comment may also stand on the lines after the statement, and go on over several `//` lines. Spaces around
 * brackets and the kind of quotes do not matter, a typed array prints as a list, numbers are compared to 6 digits (float32
 * has 7), and `…` stands for what is left out: more digits, or more text.
 */
import { format, inspect } from 'node:util'
import ts from 'typescript'

/** What a running snippet calls: do `values` print as `promise`? */
export type Check = (promise: string, line: number, printed: boolean, ...values: readonly unknown[]) => void

/** The name under which a module finds its {@link Check}. */
export const checkName = '__promises'

const textOf = (list: ts.NodeArray<ts.Expression>): string =>
  list[0]?.getSourceFile().text.slice(list.pos, list.end) ?? ''

interface Target {
  readonly values: string
  readonly printed: boolean
  readonly replaces: boolean
}

/** What a promise after the statement is about; `null` if the statement has no value. */
const targetOf = (statement: ts.Statement): Target | null => {
  if (ts.isExpressionStatement(statement)) {
    const { expression } = statement
    return ts.isCallExpression(expression) && expression.expression.getText() === 'console.log'
      ? { values: textOf(expression.arguments), printed: true, replaces: true }
      : { values: expression.getText(), printed: false, replaces: true }
  }
  if (!ts.isVariableStatement(statement)) return null
  const name = statement.declarationList.declarations.at(-1)?.name
  return name === undefined ? null : { values: name.getText(), printed: false, replaces: false }
}

/** The promise in the comments that follow a statement, joined into one line; `null` if there is none. */
const promiseAfter = (code: string, end: number): string | null => {
  const after = code.slice(end)
  const found = /^[ \t;]*(?:\n[ \t]*)?\/\/ => ?(.*(?:\n[ \t]*\/\/ .*)*)/.exec(after)
  return found?.[1] === undefined ? null : found[1].replace(/\n[ \t]*\/\/\s*/g, ' ').trim()
}

/**
 * The code of a snippet with every promise made into a call of the check, line for line. Throws on a promise after
 * something that has no value.
 */
export const instrument = (code: string): { readonly code: string; readonly promises: number } => {
  const source = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.ES2022, true)
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1
  let promises = 0
  const pieces: string[] = []
  let done = 0
  const visit = (statement: ts.Statement): void => {
    const promise = promiseAfter(code, statement.end)
    if (promise === null) return
    const line = lineOf(statement.getStart())
    const target = targetOf(statement)
    if (target === null) throw new Error(`Cannot check "// => ${promise}": the statement before it has no value`)
    const call = `;${checkName}(${JSON.stringify(promise)}, ${String(line)}, ${String(target.printed)}, ${target.values});`
    pieces.push(code.slice(done, target.replaces ? statement.getStart() : statement.end), call)
    done = statement.end
    promises += 1
  }
  source.statements.forEach(visit)
  const written = code.match(/\/\/ =>/g)?.length ?? 0
  if (written !== promises) {
    throw new Error(
      `Cannot check ${String(written - promises)} of the "// =>" comments: each follows a top-level statement`,
    )
  }
  return { code: pieces.join('') + code.slice(done), promises }
}

const plain = (value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Uint8Array) : value

const show = (value: unknown): string =>
  inspect(plain(value), { depth: 12, breakLength: Infinity, maxArrayLength: 1000, maxStringLength: 10_000 })

const rounded = (number: string): string => String(Number(Number(number).toPrecision(6)))

const normal = (text: string): string =>
  text
    .replace(/-?\d+\.\d+(e[+-]?\d+)?/g, rounded)
    .replace(/\b\w+Array\(\d+\) (?=\[)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/["'`]/g, "'")
    .replace(/([[{(]) /g, '$1')
    .replace(/ ([\]})])/g, '$1')
    .trim()

/** Does the text promise this value, as printed or as shown by an inspector? */
export const keeps = (promise: string, printed: boolean, values: readonly unknown[]): boolean => {
  const pattern = new RegExp(
    `^${normal(promise)
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*?')}$`,
  )
  return rendered(printed, values).some((text) => pattern.test(normal(text)))
}

/** How the values print: the ways that a promise may quote them. */
export const rendered = (printed: boolean, values: readonly unknown[]): readonly string[] => {
  if (printed) return [format(...values.map(plain))]
  const [value] = values
  return typeof value === 'string' ? [show(value), value] : [show(value)]
}
