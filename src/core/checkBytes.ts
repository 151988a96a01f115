/** @file Bytes that callers hand over: from JavaScript they may be anything. */
import { foundValue } from './foundValue.ts'
import { refuse } from './TensorError.ts'

/** Refuses anything but bytes: a `Uint8Array`, such as a `Buffer` of Node, of whatever realm. */
export const checkBytes = (operation: string, bytes: Uint8Array, what = 'bytes'): Uint8Array =>
  Object.prototype.toString.call(bytes) === '[object Uint8Array]'
    ? bytes
    : refuse(operation, [], { expected: `${what} as a Uint8Array`, found: foundValue(bytes) })
