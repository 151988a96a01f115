/**
 * @file The program of the threads that decode images, bundled into one text, as a module. The build puts it in the place
 * of `src/data/decoding/decoderProgram.ts`, which bundles the program when a thread is started from the sources.
 */
import assert from 'node:assert/strict'
import { decoderProgram } from '../src/data/decoding/decoderProgram.ts'

/** The module, in JavaScript. */
export const decoderModule = async (): Promise<string> => {
  const text = await decoderProgram()
  assert(text !== '', 'The program of the decoding threads could not be bundled')
  return `const text = ${JSON.stringify(text)}\n\nexport const decoderProgram = () => Promise.resolve(text)\n`
}
