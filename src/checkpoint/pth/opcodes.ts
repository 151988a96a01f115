/**
 * @file The pickle opcodes that a file of tensors needs, by number, with the names of Python's `pickletools`. No others
 * are supported: not INST or OBJ, which create objects, nor EXT, which names them by number. NEWOBJ creates only
 * extras, which are left out.
 */
import { extra } from './extras.ts'
import { isA } from './Item.ts'
import type { Item } from './Item.ts'
import type { Bytes, PickleMachine } from './Machine.ts'
import type { PthExtra } from './PthValue.ts'

/** What an opcode does. */
type Opcode = (machine: PickleMachine) => void

const find = ({ job, refuseName }: PickleMachine, module: string, name: string): Item =>
  job.find(module, name) ?? refuseName(module, name)

const append = ({ top, stop }: PickleMachine, items: readonly Item[]): void => {
  const list = top()
  if (!isA(list, 'List')) return stop('it appends to what is no list')
  for (const item of items) list.items.push(item)
}

const setItems = ({ top, stop }: PickleMachine, items: readonly Item[]): void => {
  const dict = top()
  if (!isA(dict, 'Dict') || items.length % 2 !== 0) return stop('it sets items of what is no dictionary')
  for (let k = 0; k < items.length; k += 2) dict.entries.push([items[k] ?? null, items[k + 1] ?? null])
}

const readProtocol: Opcode = ({ read, stop }) => {
  if (read.u8() > 5) stop('its protocol is not known')
}

const readFrame: Opcode = ({ read, stop }) => {
  if (read.u64() > read.left()) stop('a frame is longer than the file')
}

const recall = ({ memo, push, stop }: PickleMachine, index: number): void => {
  const item = memo.get(index)
  push(item === undefined ? stop(`memo ${index} was never written`) : item)
}

/** A key and value pair, as Python 2 passes them to a dictionary. */
const pairOf = ({ stop }: PickleMachine, item: Item): readonly [Item, Item] => {
  const parts = isA(item, 'List') || isA(item, 'Tuple') ? item.items : []
  const [name, value] = parts
  return parts.length === 2 && name !== undefined && value !== undefined
    ? [name, value]
    : stop('it makes a dictionary of what are no pairs')
}

/** A dictionary from nothing, from another one, or from pairs, each of which counts as a step. */
const dictionary = (machine: PickleMachine, from: Item | undefined): Item => {
  if (from === undefined) return { _tag: 'Dict', entries: [] }
  if (isA(from, 'Dict')) {
    machine.count(from.entries.length)
    return { _tag: 'Dict', entries: [...from.entries] }
  }
  if (isA(from, 'List')) {
    machine.count(from.items.length)
    return { _tag: 'Dict', entries: from.items.map((item) => pairOf(machine, item)) }
  }
  return machine.stop('it makes a dictionary of what is none')
}

/** Calls one of the few callable names. */
const reduce = (machine: PickleMachine, name: Item, args: Item): Item => {
  const { job, stop } = machine
  if (isA(name, 'Extra') && isA(args, 'Tuple')) return name
  if (!isA(name, 'Name') || !isA(args, 'Tuple')) return stop('it calls what cannot be called')
  const [first, second] = args.items
  switch (name.is) {
    case 'dictionary':
      return dictionary(machine, first)
    case 'defaultdict':
      return dictionary(machine, second)
    case 'rebuildTensor':
      return isA(first, 'Storage') ? job.tensor(first, args.items) : stop('a tensor views what is no storage')
    case 'rebuildParameter':
      return isA(first, 'Tensor') ? first : stop('a parameter is no tensor')
    case 'size':
      return isA(first, 'Tuple') ? first : stop('a size is no tuple')
    case 'storage':
      return stop('it calls a type of storage')
  }
}

/**
 * The storage that a persistent id names: ('storage', type, key, location, count), and possibly a view, which is
 * ignored.
 */
const storage = ({ stop }: PickleMachine, id: Item): Item => {
  const [kind, type, key, , count, view = null] = isA(id, 'Tuple') ? id.items : []
  if (kind !== 'storage' || !isA(type, 'Name') || type.is !== 'storage') return stop('it refers to what is no storage')
  if (typeof key !== 'string' || !/^\d+$/.test(key)) return stop('the key of a storage is no number')
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
    return stop('the size of a storage is no count')
  return view === null ? { _tag: 'Storage', type: type.type, key, count } : stop('a storage is a view of another')
}

const tuple =
  (count: number): Opcode =>
  (m) => {
    m.push({ _tag: 'Tuple', items: m.popMany(count) })
  }

const constant =
  (item: null | boolean | PthExtra): Opcode =>
  (m) => {
    m.push(item)
  }

const pushed =
  (make: (m: PickleMachine) => Item): Opcode =>
  (m) => {
    m.push(make(m))
  }

/** Bytes, skipped. */
const bytes = (of: string, length: (read: Bytes) => number): Opcode =>
  pushed(({ read }) => {
    read.skip(length(read))
    return extra(of)
  })

/** The opcodes; STOP, which ends the program, is not among them. */
export const opcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  // PROTO and FRAME
  [0x80, readProtocol],
  [0x95, readFrame],
  // MARK, EMPTY_DICT, EMPTY_LIST, EMPTY_TUPLE
  [0x28, (m) => m.mark()],
  [0x7d, pushed(() => ({ _tag: 'Dict', entries: [] }))],
  [0x5d, pushed(() => ({ _tag: 'List', items: [] }))],
  [0x29, pushed(() => ({ _tag: 'Tuple', items: [] }))],
  // TUPLE, TUPLE1, TUPLE2, TUPLE3, LIST
  [0x74, pushed((m) => ({ _tag: 'Tuple', items: m.popMark() }))],
  [0x85, tuple(1)],
  [0x86, tuple(2)],
  [0x87, tuple(3)],
  [0x6c, pushed((m) => ({ _tag: 'List', items: [...m.popMark()] }))],
  // APPEND, APPENDS, SETITEM, SETITEMS
  [0x61, (m) => append(m, m.popMany(1))],
  [0x65, (m) => append(m, m.popMark())],
  [0x73, (m) => setItems(m, m.popMany(2))],
  [0x75, (m) => setItems(m, m.popMark())],
  // GLOBAL, STACK_GLOBAL
  [
    0x63,
    pushed((m) => {
      const module = m.read.line()
      return find(m, module, m.read.line())
    }),
  ],
  [
    0x93,
    pushed((m) => {
      const [module, name] = m.popMany(2)
      return typeof module === 'string' && typeof name === 'string'
        ? find(m, module, name)
        : m.stop('a name is no text')
    }),
  ],
  // REDUCE, BINPERSID
  [
    0x52,
    pushed((m) => {
      const [name = null, args = null] = m.popMany(2)
      return reduce(m, name, args)
    }),
  ],
  [0x51, pushed((m) => storage(m, m.pop()))],
  // NEWOBJ
  [
    0x81,
    pushed((m) => {
      const [name = null, args = null] = m.popMany(2)
      return isA(name, 'Extra') && isA(args, 'Tuple') ? name : m.stop('it makes an object')
    }),
  ],
  // BUILD: PyTorch adds an attribute with versions to its dictionaries, which says nothing about tensors.
  [
    0x62,
    (m) => {
      m.pop()
      if (!isA(m.top(), 'Dict') && !isA(m.top(), 'Extra')) m.stop('it sets attributes of what is no dictionary')
    },
  ],
  // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  [0x71, (m) => void m.memo.set(m.read.u8(), m.top())],
  [0x72, (m) => void m.memo.set(m.read.u32(), m.top())],
  [0x94, (m) => void m.memo.set(m.memo.size, m.top())],
  [0x68, (m) => recall(m, m.read.u8())],
  [0x6a, (m) => recall(m, m.read.u32())],
  // BININT, BININT1, BININT2, LONG1, LONG4, BINFLOAT
  [0x4a, pushed(({ read }) => read.i32())],
  [0x4b, pushed(({ read }) => read.u8())],
  [0x4d, pushed(({ read }) => read.u16())],
  [0x8a, pushed(({ read }) => read.long(read.u8()))],
  [0x8b, pushed(({ read }) => read.long(read.i32()))],
  [0x47, pushed(({ read }) => ({ _tag: 'Float', value: read.f64() }))],
  // BINUNICODE, SHORT_BINUNICODE, BINUNICODE8
  [0x58, pushed(({ read }) => read.text(read.u32()))],
  [0x8c, pushed(({ read }) => read.text(read.u8()))],
  [0x8d, pushed(({ read }) => read.text(read.u64()))],
  // BINSTRING, SHORT_BINSTRING: the text of Python 2
  [0x54, pushed(({ read }) => read.text(read.u32()))],
  [0x55, pushed(({ read }) => read.text(read.u8()))],
  // BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8
  [0x42, bytes('bytes', ({ u32 }) => u32())],
  [0x43, bytes('bytes', ({ u8 }) => u8())],
  [0x8e, bytes('bytes', ({ u64 }) => u64())],
  [0x96, bytes('bytearray', ({ u64 }) => u64())],
  // EMPTY_SET, ADDITEMS, FROZENSET
  [0x8f, constant(extra('set'))],
  [
    0x90,
    (m) => {
      m.popMark()
      if (!isA(m.top(), 'Extra')) m.stop('it adds to what is no set')
    },
  ],
  [
    0x91,
    pushed((m) => {
      m.popMark()
      return extra('frozenset')
    }),
  ],
  // NONE, NEWTRUE, NEWFALSE
  [0x4e, constant(null)],
  [0x88, constant(true)],
  [0x89, constant(false)],
])
