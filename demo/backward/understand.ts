/**
 * @file The language of the editor: a small part of JavaScript, parsed by acorn and followed node by node, so that nothing
 * that a visitor, or an address, writes is ever run as a script.
 *
 * A rule is one arrow function: constants, then what it returns. Expressions are numbers, words, lists, records, arithmetic,
 * choices, `shape` and `length`, indices, and calls of known functions. There are no loops and no functions of one's own,
 * so every rule comes to an end.
 */
import { parse } from 'acorn'
import type {
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  MemberExpression,
  Node,
  Pattern,
  SpreadElement,
} from 'acorn'
import { isTensor } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { messageOf } from '../common/messageOf.ts'

/** Why a text is no rule, and in which of its lines, from 1. */
export interface Misreading {
  readonly line: number
  /**
   * What acorn says; a name that stands for nothing; what the language does not have; a function without a `return` at its
   * end; or no function at all. The text of the last two is what is wanted.
   */
  readonly kind: 'syntax' | 'unknown' | 'unsupported' | 'unreturned' | 'noRule'
  readonly text: string
}

type Names = ReadonlyMap<string, unknown>

/** What a node gives, when its names are known. */
type Meaning = (names: Names) => unknown

/** The names that are known where a node stands. */
type Scope = ReadonlySet<string>

class MisreadingError extends Error {
  readonly misreading: Misreading

  constructor(node: Node, kind: Misreading['kind'], text: string) {
    super(text)
    this.misreading = { line: node.loc?.start.line ?? 1, kind, text }
  }
}

const unsupported = (node: Node): never => {
  throw new MisreadingError(node, 'unsupported', node.type)
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
}

const numberFrom = (value: unknown): number => {
  if (typeof value === 'number') return value
  throw new TypeError(`expected a number, found ${isTensor(value) ? 'a tensor' : typeof value}`)
}

const listFrom = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  throw new TypeError(`expected a list, found ${isTensor(value) ? 'a tensor' : typeof value}`)
}

const called = (f: unknown, given: readonly unknown[], name: string): unknown => {
  if (typeof f !== 'function') throw new TypeError(`${name} is no function`)
  const result: unknown = Reflect.apply(f, undefined, given)
  return result
}

const memberOf = (node: MemberExpression, scope: Scope): Meaning => {
  const { object, property, computed } = node
  if (object.type === 'Super' || property.type === 'PrivateIdentifier') return unsupported(node)
  const whole = meaningOf(object, scope)
  if (computed) {
    const index = meaningOf(property, scope)
    return (names) => listFrom(whole(names))[numberFrom(index(names))]
  }
  if (property.type !== 'Identifier') return unsupported(property)
  switch (property.name) {
    case 'shape':
      return (names) => {
        const value = whole(names)
        if (isTensor(value)) return value.shape
        throw new TypeError(`expected a tensor, found ${typeof value}`)
      }
    case 'length':
      return (names) => listFrom(whole(names)).length
    default:
      throw new MisreadingError(property, 'unknown', `.${property.name}`)
  }
}

/** Entries of a list, or what a function is given. */
const entriesOf = (nodes: readonly (Expression | SpreadElement | null)[], parent: Node, scope: Scope) => {
  const parts = nodes.map((node) => {
    if (node === null) return unsupported(parent)
    if (node.type !== 'SpreadElement') {
      const one = meaningOf(node, scope)
      return (names: Names) => [one(names)]
    }
    const many = meaningOf(node.argument, scope)
    return (names: Names) => listFrom(many(names))
  })
  return (names: Names): readonly unknown[] => parts.flatMap((part) => part(names))
}

const recordOf = (node: Extract<Expression, { type: 'ObjectExpression' }>, scope: Scope): Meaning => {
  const parts = node.properties.map((property) => {
    if (property.type !== 'Property' || property.kind !== 'init' || property.method || property.computed) {
      return unsupported(property)
    }
    if (property.key.type !== 'Identifier') return unsupported(property.key)
    return [property.key.name, meaningOf(property.value, scope)] as const
  })
  return (names) => Object.fromEntries(parts.map(([name, meaning]) => [name, meaning(names)]))
}

const callOf = ({ callee, arguments: given, optional }: CallExpression, scope: Scope): Meaning => {
  if (callee.type === 'Super' || optional) return unsupported(callee)
  const f = meaningOf(callee, scope)
  const each = entriesOf(given, callee, scope)
  const name = callee.type === 'Identifier' ? callee.name : 'it'
  return (names) => called(f(names), each(names), name)
}

const signed: Readonly<Record<string, (value: unknown) => unknown>> = {
  '-': (value) => -numberFrom(value),
  '+': numberFrom,
  '!': (value) => value !== true,
}

const operationOf = (node: Expression, scope: Scope): Meaning => {
  if (node.type === 'UnaryExpression') {
    const sign = signed[node.operator]
    const meaning = meaningOf(node.argument, scope)
    return sign === undefined ? unsupported(node) : (names) => sign(meaning(names))
  }
  if (node.type !== 'BinaryExpression' || node.left.type === 'PrivateIdentifier') return unsupported(node)
  const operation = arithmetic[node.operator]
  const [left, right] = [meaningOf(node.left, scope), meaningOf(node.right, scope)]
  return operation === undefined
    ? unsupported(node)
    : (names) => operation(numberFrom(left(names)), numberFrom(right(names)))
}

function meaningOf(node: Expression, scope: Scope): Meaning {
  if (node.type === 'Literal') {
    const { value } = node
    return typeof value === 'object' || typeof value === 'bigint' ? unsupported(node) : () => value
  }
  if (node.type === 'Identifier') {
    const { name } = node
    if (!scope.has(name)) throw new MisreadingError(node, 'unknown', name)
    return (names) => names.get(name)
  }
  if (node.type === 'ArrayExpression') return entriesOf(node.elements, node, scope)
  if (node.type === 'ObjectExpression') return recordOf(node, scope)
  if (node.type === 'ConditionalExpression') {
    const [test, yes, no] = [node.test, node.consequent, node.alternate].map((part) => meaningOf(part, scope))
    return (names) => (test?.(names) === true ? yes?.(names) : no?.(names))
  }
  if (node.type === 'MemberExpression') return node.optional ? unsupported(node) : memberOf(node, scope)
  return node.type === 'CallExpression' ? callOf(node, scope) : operationOf(node, scope)
}

/** What a pattern names in a value. */
const bindingsOf = (pattern: Pattern): ((value: unknown) => readonly (readonly [string, unknown])[]) => {
  if (pattern.type === 'Identifier') return (value) => [[pattern.name, value]]
  if (pattern.type !== 'ArrayPattern') return unsupported(pattern)
  const parts = pattern.elements.map((element) => (element === null ? null : bindingsOf(element)))
  return (value) => {
    const list = listFrom(value)
    return parts.flatMap((part, index) => part?.(list[index]) ?? [])
  }
}

const namesIn = (pattern: Pattern): readonly string[] => {
  if (pattern.type === 'Identifier') return [pattern.name]
  return pattern.type === 'ArrayPattern'
    ? pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)))
    : unsupported(pattern)
}

/** Constants in their order, each of which knows those before it, and what is returned. */
const bodyOf = ({ body }: ArrowFunctionExpression, scope: Scope): Meaning => {
  if (body.type !== 'BlockStatement') return meaningOf(body, scope)
  const last = body.body.at(-1)
  const result = last?.type === 'ReturnStatement' ? last.argument : undefined
  if (result === undefined || result === null) {
    throw new MisreadingError(last ?? body, 'unreturned', 'return')
  }
  const known = new Set(scope)
  const steps = body.body.slice(0, -1).flatMap((statement) => {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') return unsupported(statement)
    return statement.declarations.map(({ id, init }) => {
      if (init === undefined || init === null) return unsupported(statement)
      const meaning = meaningOf(init, known)
      namesIn(id).forEach((name) => known.add(name))
      const bind = bindingsOf(id)
      return (names: Names): Names => new Map([...names, ...bind(meaning(names))])
    })
  })
  const meaning = meaningOf(result, known)
  return (names) => meaning(steps.reduce((found, step) => step(found), names))
}

const functionIn = (text: string): ArrowFunctionExpression => {
  const { body } = parse(text, { ecmaVersion: 2022, locations: true })
  const [first, second] = body
  if (first?.type !== 'ExpressionStatement' || first.expression.type !== 'ArrowFunctionExpression') {
    throw new MisreadingError(first ?? { type: '', start: 0, end: 0 }, 'noRule', '(dy, w, stride) => …')
  }
  if (second !== undefined) return unsupported(second)
  const { expression } = first
  return expression.async ? unsupported(expression) : expression
}

const misreadingOf = (error: unknown): Misreading => {
  if (error instanceof MisreadingError) return error.misreading
  const place: unknown = error instanceof SyntaxError && 'loc' in error ? error.loc : null
  const line = typeof place === 'object' && place !== null && 'line' in place ? Number(place.line) : 1
  return { line, kind: 'syntax', text: messageOf(error) }
}

/** The function that a text stands for, which may call the functions of a table; on the left why it stands for none. */
export const understand = (
  text: string,
  known: Readonly<Record<string, unknown>>,
): E.Either<Misreading, (...given: readonly unknown[]) => unknown> =>
  E.tryCatch(() => {
    const found = functionIn(text)
    const params = found.params.map((param) => (param.type === 'Identifier' ? param.name : unsupported(param)))
    const body = bodyOf(found, new Set([...Object.keys(known), ...params]))
    return (...given: readonly unknown[]) =>
      body(new Map([...Object.entries(known), ...params.map((name, k) => [name, given[k]] as const)]))
  }, misreadingOf)
