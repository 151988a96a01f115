/**
 * @file Tensors of a PyTorch file: storages by their type, and views of them.
 */
import type { StoredDtype, TypedData } from '../dtype.ts'
import { dtypeBytes, fromFileBytes } from '../dtype.ts'
import type { Budget } from '../../codecs/Budget.ts'
import { overBudget } from '../../codecs/Budget.ts'
import { refuseFile, refuseOver } from './PthError.ts'
import { findExtra } from './extras.ts'
import type { PthExtra, PthTensor } from './PthValue.ts'
import type { Item, PickleName, PickleStorage } from './Item.ts'

/** The element type of each storage of PyTorch that can be read. */
const storageTypes: ReadonlyMap<string, StoredDtype> = new Map([
  ['FloatStorage', 'F32'],
  ['DoubleStorage', 'F64'],
  ['HalfStorage', 'F16'],
  ['BFloat16Storage', 'BF16'],
  ['LongStorage', 'I64'],
  ['IntStorage', 'I32'],
  ['ShortStorage', 'I16'],
  ['CharStorage', 'I8'],
  ['ByteStorage', 'U8'],
  ['BoolStorage', 'BOOL'],
])

const names: ReadonlyMap<string, PickleName> = new Map<string, PickleName>([
  ['collections.OrderedDict', { _tag: 'Name', is: 'dictionary' }],
  ['collections.Counter', { _tag: 'Name', is: 'dictionary' }],
  ['collections.defaultdict', { _tag: 'Name', is: 'defaultdict' }],
  ['torch._utils._rebuild_tensor', { _tag: 'Name', is: 'rebuildTensor' }],
  ['torch._utils._rebuild_tensor_v2', { _tag: 'Name', is: 'rebuildTensor' }],
  ['torch._utils._rebuild_parameter', { _tag: 'Name', is: 'rebuildParameter' }],
  ['torch.Size', { _tag: 'Name', is: 'size' }],
  ...[...storageTypes.keys()].map((type) => [`torch.${type}`, { _tag: 'Name', is: 'storage', type }] as const),
])

/** The meaning of a Python name. A name with a dot in it is refused, since it would reach into the object. */
export const findName = (module: string, name: string): PickleName | PthExtra | null =>
  name.includes('.') ? null : (names.get(`${module}.${name}`) ?? findExtra(module, name))

/** The element type of a storage. */
const dtypeOf = ({ type }: PickleStorage): StoredDtype =>
  storageTypes.get(type) ?? refuseFile(`${type} holds elements of a kind that is not known`)

/** The size of a storage in a file, in bytes. */
export const bytesOf = (storage: PickleStorage): number => storage.count * dtypeBytes[dtypeOf(storage)]

/** The maximum rank of a tensor, the same as in PyTorch. */
const mostAxes = 64

const counts = (item: Item | undefined, what: string): readonly number[] => {
  const items =
    typeof item === 'object' && item !== null && item._tag === 'Tuple' ? item.items : refuseFile(`${what} is no tuple`)
  if (items.length > mostAxes)
    return refuseFile(`${what} has ${items.length} axes, more than the ${mostAxes} of PyTorch`)
  return items.map((one) =>
    typeof one === 'number' && Number.isSafeInteger(one) && one >= 0
      ? one
      : refuseFile(`${what} holds what is no count`),
  )
}

interface View {
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly size: number
}

/** Checks a view: whole numbers, no more elements than allowed, none outside the storage. */
const viewOf = (storage: PickleStorage, args: readonly Item[], budget: Budget): View => {
  const [, offset, size, stride] = args
  const shape = counts(size, 'a shape')
  const strides = counts(stride, 'the strides of a tensor')
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0)
    return refuseFile('the offset of a tensor is no count')
  if (shape.length !== strides.length)
    return refuseFile(
      `expected as many strides of a tensor as axes, ${String(shape.length)}, found ${String(strides.length)}`,
    )
  const count = shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1)
  refuseOver(overBudget(budget, 'maxElements', count))
  const last = shape.reduce((sum, length, axis) => sum + Math.max(length - 1, 0) * (strides[axis] ?? 0), offset)
  if (count > 0 && !(last < storage.count)) return refuseFile('a tensor reaches past the end of its storage')
  return { offset, shape, strides, size: count }
}

const isContiguous = ({ shape, strides }: View): boolean => {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false
    expected *= shape[axis] ?? 1
  }
  return true
}

/** The bytes of the elements of a view, in the order of its shape. */
const gathered = (bytes: Uint8Array, view: View, width: number): Uint8Array => {
  const { offset, shape, strides, size } = view
  if (size === 0 || isContiguous(view)) return bytes.subarray(offset * width, (offset + size) * width)
  const made = new Uint8Array(size * width)
  const index = shape.map(() => 0)
  let place = offset
  for (let k = 0; k < size; k++) {
    for (let byte = 0; byte < width; byte++) made[k * width + byte] = bytes[place * width + byte] ?? 0
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1
      place += strides[axis] ?? 0
      if (next < (shape[axis] ?? 1)) {
        index[axis] = next
        break
      }
      place -= next * (strides[axis] ?? 0)
      index[axis] = 0
    }
  }
  return made
}

/** A tensor that is still a view of a storage, since its bytes may come later in the file. */
interface PendingTensor {
  readonly storage: PickleStorage
  readonly view: View
}

/** The tensors of a file that is being read. */
interface TensorsOver {
  /** A tensor over a storage. */
  readonly tensor: (storage: PickleStorage, args: readonly Item[]) => PthTensor
  /** The storage of a key; `null` if no tensor views it. */
  readonly storageOf: (key: string) => PickleStorage | null
  /** Fills in the elements from the bytes of the storages; takes the size of the file after unpacking, in bytes. */
  readonly fill: (read: (key: string) => Uint8Array, fileBytes: number) => void
}

/** The most bytes that views may total: the larger of this and a multiple of the file's size. */
const freeBytes = 2 ** 24
const mostTimes = 4

/** Creates the tensors of a file; their elements are filled in once their storages are read. */
export const tensorsOver = (budget: Budget): TensorsOver => {
  const pending: (PendingTensor & { readonly tensor: { data: TypedData } })[] = []
  const storages = new Map<string, PickleStorage>()
  let madeBytes = 0
  return {
    tensor: (storage, args) => {
      const view = viewOf(storage, args, budget)
      const empty: TypedData = { dtype: 'U8', data: new Uint8Array(0) }
      const tensor = { _tag: 'Tensor' as const, shape: view.shape, data: empty }
      refuseOver(overBudget(budget, 'maxMembers', pending.length + 1))
      madeBytes += view.size * dtypeBytes[dtypeOf(storage)]
      pending.push({ storage, view, tensor })
      if (!storages.has(storage.key)) storages.set(storage.key, storage)
      return tensor
    },
    storageOf: (key) => storages.get(key) ?? null,
    fill: (read, fileBytes) => {
      refuseOver(overBudget(budget, 'maxBytes', madeBytes))
      if (madeBytes > Math.max(freeBytes, mostTimes * fileBytes))
        refuseFile(`its views come to ${madeBytes} bytes, more than ${mostTimes} times the file`)
      const contents = new Map<string, Uint8Array>()
      for (const { storage, view, tensor } of pending) {
        const { key } = storage
        const content = contents.get(key) ?? read(key)
        contents.set(key, content)
        if (content.length !== bytesOf(storage))
          refuseFile(`storage ${key} has ${content.length} bytes instead of ${bytesOf(storage)}`)
        const dtype = dtypeOf(storage)
        tensor.data = fromFileBytes(dtype, gathered(content, view, dtypeBytes[dtype]))
      }
    },
  }
}
