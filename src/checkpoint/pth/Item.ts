/**
 * @file The values on the stack of a pickle that is being read. Containers are filled while they are on the stack.
 */
import type { PthValue } from './PthValue.ts'

/** The meaning of a Python name: the few that a file of tensors needs. */
export type PickleName =
  | { readonly _tag: 'Name'; readonly is: 'dictionary' | 'defaultdict' | 'rebuildTensor' | 'rebuildParameter' | 'size' }
  | { readonly _tag: 'Name'; readonly is: 'storage'; readonly type: string }

/** A storage that a tensor may view, read from elsewhere in the file. */
export interface PickleStorage {
  readonly _tag: 'Storage'
  readonly type: string
  readonly key: string
  readonly count: number
}

// eslint-disable-next-line no-restricted-syntax -- filled while it lies on the stack
type Items = Item[]
// eslint-disable-next-line no-restricted-syntax -- filled while it lies on the stack
type Pairs = (readonly [Item, Item])[]

interface MutableDict {
  readonly _tag: 'Dict'
  readonly entries: Pairs
}

interface MutableList {
  readonly _tag: 'List'
  readonly items: Items
}

interface Tuple {
  readonly _tag: 'Tuple'
  readonly items: readonly Item[]
}

/** Anything on the stack. */
export type Item =
  | Exclude<PthValue, { readonly _tag: 'Dict' | 'List' | 'Tuple' }>
  | MutableDict
  | MutableList
  | Tuple
  | PickleName
  | PickleStorage

/** Whether an item is of a kind. */
export const isA = <T extends Tagged['_tag']>(
  item: Item | undefined,
  tag: T,
): item is Extract<Tagged, { readonly _tag: T }> => typeof item === 'object' && item !== null && item._tag === tag

type Tagged = Exclude<Item, null | boolean | number | bigint | string>
