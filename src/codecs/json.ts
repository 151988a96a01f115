/**
 * @file JSON from outside: held to a budget before it is parsed, and shown in errors without trusting its form.
 */
import * as E from 'fp-ts/lib/Either.js'
import { isRecord } from '../core/isRecord.ts'
import type { Budget, OverBudget } from './Budget.ts'
import { overBudget } from './Budget.ts'

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** Where a text in quotes ends: the place of its closing quote, or of the end. */
const quoteAfter = (text: string, from: number): number => {
  let k = from
  while (k < text.length && text.charCodeAt(k) !== quote) k += text.charCodeAt(k) === backslash ? 2 : 1
  return k
}

/** Containers in one another, and records, as the text claims them; read from left to right, once. */
const claims = (text: string, budget: Budget): OverBudget | null => {
  let depth = 0
  let records = 0
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k)
    if (code === quote) k = quoteAfter(text, k + 1)
    else if (code === openBrace || code === openBracket) {
      depth += 1
      if (code === openBrace) records += 1
      const over = overBudget(budget, 'maxDepth', depth) ?? overBudget(budget, 'maxMembers', records - 1)
      if (over !== null) return over
    } else if (code === closeBrace || code === closeBracket) depth -= 1
  }
  return null
}

/** Parses JSON of no more depth, and of no more records in the first, than the budget allows. */
export const parseJson =
  (budget: Budget) =>
  (text: string): E.Either<OverBudget | { readonly _tag: 'NoJson'; readonly detail: string }, unknown> => {
    const over = claims(text, budget)
    if (over !== null) return E.left(over)
    return E.tryCatch(
      (): unknown => JSON.parse(text),
      (thrown) => ({ _tag: 'NoJson', detail: thrown instanceof Error ? thrown.message : String(thrown) }),
    )
  }

const longest = 60
const deepest = 8

/** The value as JSON, or as near as it comes, no longer than needed. */
const written = (value: unknown, room: number, depth: number): string => {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? `${value.toString()}n` : 'a bigint'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, room + 1))
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  if (!isRecord(value)) return String(value)
  if (depth === 0) return '…'
  const isList = Array.isArray(value)
  let text = isList ? '[' : '{'
  for (const name of Object.keys(value)) {
    if (text.length > room) return text
    if (text.length > 1) text += ','
    const label = isList ? '' : `${JSON.stringify(name.slice(0, room + 1))}:`
    text += label + written(value[name], room - text.length, depth - 1)
  }
  return text + (isList ? ']' : '}')
}

/** A value in an error, in 60 characters or less: JSON, or what is none in words. */
export const showFound = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  const text = written(value, longest, deepest)
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text
}
