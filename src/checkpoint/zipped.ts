/** @file Zip archives of members that are stored as they are. */
import type { Zippable } from 'fflate'
import { zipSync } from 'fflate'
import { refuse } from '../core/TensorError.ts'

/** The largest archive without 64-bit records. */
const mostBytes = 2 ** 32 - 1
const mostMembers = 2 ** 16 - 1

/** Times are not kept, so that equal contents give equal bytes: the first that the format can say. */
const mtime = new Date(1980, 0, 1)

/** An archive of members by name, in order. */
export const zipped = (members: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array => {
  const size = members.reduce((sum, [name, { length }]) => sum + length + 2 * name.length + 128, 0)
  if (size > mostBytes || members.length > mostMembers) {
    return refuse('archive', [], {
      expected: `at most ${String(mostBytes)} bytes and ${String(mostMembers)} members`,
      found: `${String(size)} and ${String(members.length)}`,
      advice: 'write safetensors instead',
    })
  }
  const contents: Zippable = Object.fromEntries(members.map(([name, bytes]) => [name, [bytes, { level: 0, mtime }]]))
  return zipSync(contents)
}
