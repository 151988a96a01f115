/** @file One input of a run: what a decoder says of it, and whether that is within its budget. */
import * as E from 'fp-ts/lib/Either.js'
import { decoders, limits } from './decoders.ts'
import { randomAt } from './random.ts'

/** The bytes of all arrays that a value holds, each once. */
const bytesHeld = (value: unknown): number => {
  const seen = new Set<unknown>()
  const waiting: unknown[] = [value]
  let bytes = 0
  for (let one = waiting.pop(); waiting.length > 0 || one !== undefined; one = waiting.pop()) {
    if (typeof one !== 'object' || one === null || seen.has(one)) continue
    seen.add(one)
    if (ArrayBuffer.isView(one)) bytes += one.byteLength
    else if (one instanceof Map) for (const held of one.values()) waiting.push(held)
    else for (const held of Object.values(one)) waiting.push(held)
  }
  return bytes
}

/** What decoded data may come to, in terms of the budget and of the input: samples are widened to numbers of 4 bytes. */
const mostHeld = (input: number): number => 4 * (limits.maxBytes + input)

/** How many inputs of a run go to each decoder, one after another. */
export const decoderAt = (place: number): (typeof decoders)[number] => decoders[place % decoders.length]!

/** Tries the input at a place of a run; what is wrong, or how it was answered. */
export const tryInput = (
  seed: number,
  place: number,
): { readonly fault: string | null; readonly isRight: boolean; readonly bytes: Uint8Array } => {
  const { decode, input } = decoderAt(place)
  const bytes = input(randomAt(seed, place))
  try {
    const result = decode(bytes)
    if (E.isLeft(result)) {
      const isShort = typeof result.left === 'string' && result.left.length > 0 && result.left.length < 20000
      return { fault: isShort ? null : 'its error is not a short text', isRight: false, bytes }
    }
    const held = bytesHeld(result.right)
    return { fault: held > mostHeld(bytes.length) ? `it holds ${held} bytes` : null, isRight: true, bytes }
  } catch (thrown) {
    return {
      fault: `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
      isRight: false,
      bytes,
    }
  }
}
