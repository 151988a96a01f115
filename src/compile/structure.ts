/**
 * @file The structure of an expression as a list of numbers: two expressions have the same list exactly when they are
 * the same program. Lists are looked up by a hash and then compared number by number, so correctness does not depend on
 * the hash.
 *
 * A list is written by {@link structureWriter}, which numbers names (of primitives and of their parameters) in order of
 * appearance. Every value begins with a tag that says how to read on, so no two values have the same encoding.
 */
import { isRecord } from '../core/isRecord.ts'

/** An expression's structure. */
export type Structure = readonly number[]

/** Writes structures; structures from one writer can be compared with one another. */
export interface StructureWriter {
  /** Writes a name. */
  readonly name: (out: number[], text: string) => void
  /** Writes plain data: numbers, strings, lists and records of them. */
  readonly value: (out: number[], value: unknown) => void
}

const tag = { number: 1, minusZero: 2, notANumber: 3, list: 4, record: 5, other: 6 } as const

/** A writer with its own names. */
export const structureWriter = (): StructureWriter => {
  const names = new Map<string, number>()
  const name = (out: number[], text: string): void => {
    let number = names.get(text)
    if (number === undefined) {
      number = names.size
      names.set(text, number)
    }
    out.push(number)
  }
  const writeNumber = (out: number[], value: number): void => {
    if (Number.isNaN(value)) out.push(tag.notANumber)
    else if (Object.is(value, -0)) out.push(tag.minusZero)
    else out.push(tag.number, value)
  }
  const writeRecord = (out: number[], record: Readonly<Record<string, unknown>>): void => {
    const fields = Object.keys(record)
    out.push(tag.record, fields.length)
    for (const field of fields) {
      name(out, field)
      writeValue(out, record[field])
    }
  }
  const writeValue = (out: number[], value: unknown): void => {
    if (typeof value === 'number') writeNumber(out, value)
    else if (Array.isArray(value)) {
      out.push(tag.list, value.length)
      for (const entry of value) writeValue(out, entry)
    } else if (isRecord(value)) writeRecord(out, value)
    else {
      out.push(tag.other)
      name(out, `${typeof value} ${String(value)}`)
    }
  }
  return { name, value: writeValue }
}

/** A hash: equal structures have the same number. */
export const hashOf = (structure: Structure): number => {
  let hash = structure.length
  for (const number of structure) {
    const whole = number | 0
    hash = (Math.imul(hash, 31) + whole + (number - whole) * 65536) | 0
  }
  return hash
}

/** Whether two structures of one writer are equal. */
export const sameStructure = (a: Structure, b: Structure): boolean => {
  if (a.length !== b.length) return false
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false
  return true
}
