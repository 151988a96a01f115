/** @file Arguments by name, and the words that hold them. */
import type { CommandName, Commands } from './commands.ts'
import type { Enumerations, FieldKind, Layout, Records, ScalarField } from './records.ts'
import { enumerations, records } from './records.ts'

/** The value that the host passes for an argument of a kind. */
type ValueOf<K> = K extends 'flag'
  ? boolean
  : K extends ScalarField
    ? number
    : K extends keyof Enumerations
      ? Enumerations[K][number]
      : K extends keyof Records
        ? RecordOf<K>
        : K extends readonly [infer Item]
          ? readonly ValueOf<Item>[]
          : never

/** A record within arguments. */
export type RecordOf<R extends keyof Records> = { readonly [A in keyof Records[R]]: ValueOf<Records[R][A]> }

/** The arguments of a command. */
export type ArgumentsOf<N extends CommandName> = { readonly [A in keyof Commands[N]]: ValueOf<Commands[N][A]> }

type Value = number | boolean | string | Values | readonly Values[]
/** Arguments by name. */
interface Values {
  readonly [name: string]: Value
}

const isList = (value: Value): value is readonly Values[] => Array.isArray(value)

const isValues = (value: Value): value is Values => typeof value === 'object' && !isList(value)

const placeOf = (members: readonly string[], member: string): number => members.indexOf(member)

const isRecord = (kind: FieldKind): kind is keyof Records => typeof kind === 'string' && Object.hasOwn(records, kind)

const isEnumeration = (kind: FieldKind): kind is keyof Enumerations =>
  typeof kind === 'string' && Object.hasOwn(enumerations, kind)

/** The number of words of an argument, not counting list items. */
const widthOf = (kind: FieldKind): number =>
  isRecord(kind) ? widthOfLayout(records[kind]) : typeof kind === 'string' ? 1 : 2

/** The number of words of a layout, not counting the items of its lists. */
export const widthOfLayout = (layout: Layout): number =>
  Object.values(layout).reduce((total, kind) => total + widthOf(kind), 0)

/** One argument of a layout, and the number of its first word. */
interface Placed {
  readonly name: string
  readonly kind: FieldKind
  readonly at: number
}

/** The arguments of a layout, each with its position. */
export const placesOf = (layout: Layout): readonly Placed[] => {
  let end = 0
  return Object.entries(layout).map(([name, kind]) => {
    const at = end
    end += widthOf(kind)
    return { name, kind, at }
  })
}

const bits = new Float32Array(1)
const bitsAsWord = new Int32Array(bits.buffer)

const floatWord = (value: number): number => {
  bits[0] = value
  return bitsAsWord[0]!
}

/** Items of a list that are not yet written, and the word that will hold their address. */
interface Pending {
  readonly layout: Layout
  readonly items: readonly Values[]
  readonly slot: number
}

/** Appends one argument to the words. The types of a command pair the kinds of its arguments with their values. */
type Pack = (value: Value, words: number[], pending: Pending[]) => void

const packKind = (kind: FieldKind): Pack => {
  if (isRecord(kind)) {
    return (value, words, pending) => {
      if (isValues(value)) packLayout(records[kind], value, words, pending)
    }
  }
  if (isEnumeration(kind)) {
    const members: readonly string[] = enumerations[kind]
    return (value, words) => words.push(typeof value === 'string' ? placeOf(members, value) : Number(value))
  }
  if (typeof kind === 'string') {
    return kind === 'float'
      ? (value, words) => words.push(floatWord(Number(value)))
      : (value, words) => words.push(Number(value) | 0)
  }
  const layout = records[kind[0]]
  return (value, words, pending) => {
    if (!isList(value)) return
    pending.push({ layout, items: value, slot: words.length })
    words.push(0, value.length)
  }
}

/** How the arguments of a layout are packed, found once for each layout. */
const packs = new Map<Layout, readonly (readonly [name: string, pack: Pack])[]>()

const packsOf = (layout: Layout): readonly (readonly [name: string, pack: Pack])[] => {
  const known = packs.get(layout) ?? Object.entries(layout).map(([name, kind]) => [name, packKind(kind)] as const)
  packs.set(layout, known)
  return known
}

const packLayout = (layout: Layout, values: Values, words: number[], pending: Pending[]): void => {
  for (const [name, packOne] of packsOf(layout)) packOne(values[name]!, words, pending)
}

/** The words of the arguments of a command at `address`, followed by the items of their lists. */
export const pack = (layout: Layout, args: Values, address: number): readonly number[] => {
  const words: number[] = []
  const pending: Pending[] = []
  packLayout(layout, args, words, pending)
  for (const { layout: own, items, slot } of pending) {
    words[slot] = (address + words.length * 4) | 0
    for (const item of items) packLayout(own, item, words, pending)
  }
  return words
}
