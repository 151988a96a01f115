/**
 * @file Tensors of a PyTorch file: storages by their type, and views of them.
 */
import { type StoredDtype, type TypedData, dtypeBytes, fromFileBytes } from '../dtype.ts'
import { refuseFile } from './PthError.ts'
import type { PthTensor } from './PthValue.ts'
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
  ['collections.OrderedDict', { _tag: 'Name', is: 'OrderedDict' }],
  ['torch._utils._rebuild_tensor', { _tag: 'Name', is: 'rebuildTensor' }],
  ['torch._utils._rebuild_tensor_v2', { _tag: 'Name', is: 'rebuildTensor' }],
  ['torch._utils._rebuild_parameter', { _tag: 'Name', is: 'rebuildParameter' }],
  ['torch.Size', { _tag: 'Name', is: 'size' }],
  ...[...storageTypes.keys()].map((type) => [`torch.${type}`, { _tag: 'Name', is: 'storage', type }] as const),
])

/** What a name of Python stands for; a name with a dot in it would walk through what it names. */
export const findName = (module: string, name: string): PickleName | null =>
  name.includes('.') ? null : (names.get(`${module}.${name}`) ?? null)

/** The element type of a storage. */
export const dtypeOf = ({ type }: PickleStorage): StoredDtype =>
  storageTypes.get(type) ?? refuseFile(`${type} holds elements of a kind that is not known`)

/** The bytes that a storage takes in a file. */
export const bytesOf = (storage: PickleStorage): number => storage.count * dtypeBytes[dtypeOf(storage)]

const counts = (item: Item | undefined, what: string): readonly number[] => {
  const items =
    typeof item === 'object' && item !== null && item._tag === 'Tuple' ? item.items : refuseFile(`${what} is no tuple`)
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
const viewOf = (storage: PickleStorage, args: readonly Item[], most: number): View => {
  const [, offset, size, stride] = args
  const shape = counts(size, 'a shape')
  const strides = counts(stride, 'the strides of a tensor')
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0)
    return refuseFile('the offset of a tensor is no count')
  if (shape.length !== strides.length) return refuseFile('a tensor has as many strides as axes')
  const count = shape.reduce((product, length) => product * length, 1)
  if (!(count <= most)) return refuseFile(`a tensor of ${count} elements is more than the ${most} that are allowed`)
  const last = shape.reduce((sum, length, axis) => sum + Math.max(length - 1, 0) * (strides[axis] ?? 0), offset)
  if (count > 0 && !(last < storage.count)) return refuseFile('a tensor reaches past the end of its storage')
  return { offset, shape, strides, size: count }
}

/** Where each element of a view lies in its storage, in the order of its shape. */
const placesOf = ({ offset, shape, strides, size }: View): Float64Array => {
  const places = new Float64Array(size)
  const index = shape.map(() => 0)
  let place = offset
  for (let k = 0; k < size; k++) {
    places[k] = place
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
  return places
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
  if (isContiguous(view)) return bytes.subarray(view.offset * width, (view.offset + view.size) * width)
  const made = new Uint8Array(view.size * width)
  placesOf(view).forEach((place, k) => {
    made.set(bytes.subarray(place * width, (place + 1) * width), k * width)
  })
  return made
}

/** A tensor that is still a view of a storage, since its bytes may come later in the file. */
interface PendingTensor {
  readonly storage: PickleStorage
  readonly view: View
}

/** The tensors of a file that is being read. */
export interface TensorsOver {
  /** A tensor over a storage. */
  readonly tensor: (storage: PickleStorage, args: readonly Item[]) => PthTensor
  /** The storage of a key; `null` where no tensor views it. */
  readonly storageOf: (key: string) => PickleStorage | null
  /** Fills in the elements, from the bytes of the storages. */
  readonly fill: (read: (storage: PickleStorage) => Uint8Array) => void
}

/** Makes tensors of a file, whose elements are filled in when their storages are there. */
export const tensorsOver = (most: number): TensorsOver => {
  const pending: (PendingTensor & { readonly tensor: { data: TypedData } })[] = []
  return {
    tensor: (storage, args) => {
      const view = viewOf(storage, args, most)
      const empty: TypedData = { dtype: 'U8', data: new Uint8Array(0) }
      const tensor = { _tag: 'Tensor' as const, shape: view.shape, data: empty }
      pending.push({ storage, view, tensor })
      return tensor
    },
    storageOf: (key) => pending.find(({ storage }) => storage.key === key)?.storage ?? null,
    fill: (read) => {
      for (const { storage, view, tensor } of pending) {
        const dtype = dtypeOf(storage)
        tensor.data = fromFileBytes(dtype, gathered(read(storage), view, dtypeBytes[dtype]))
      }
    },
  }
}
