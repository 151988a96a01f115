/** @file Bytes that callers hand over: from JavaScript they may be anything. */
import { foundValue } from './foundValue.ts'
import { refuse } from './TensorError.ts'

const tagOf = (value: unknown): string => Object.prototype.toString.call(value)

/** What a response or a file gives where its bytes are asked for as a buffer. */
const inBuffer = { found: 'an ArrayBuffer', advice: 'write new Uint8Array(buffer)' } as const

/** Refuses anything but bytes: a `Uint8Array`, such as a `Buffer` of Node, of whatever realm. */
export const checkBytes = (operation: string, bytes: Uint8Array, what = 'bytes'): Uint8Array =>
  tagOf(bytes) === '[object Uint8Array]'
    ? bytes
    : refuse(operation, [], {
        expected: `${what} as a Uint8Array`,
        ...(tagOf(bytes) === '[object ArrayBuffer]' ? inBuffer : { found: foundValue(bytes) }),
      })
