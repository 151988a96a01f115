/**
 * @file Plants a fault, which a test that runs in a process of its own would not see otherwise: the sources are loaded there
 * by Node. `COTANGENT_PLANTED` is the fault as JSON, `{ file, find, replace }`; this is loaded before what strips types.
 */
import { register } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const planted = JSON.parse(process.env['COTANGENT_PLANTED'] ?? 'null')

if (isMainThread && planted !== null) register(import.meta.url)

/** Loads a module, with the fault in it if it is the faulty one. */
export const load = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context)
  return planted !== null && new URL(url).pathname.endsWith(`/${planted.file}`)
    ? { ...loaded, source: String(loaded.source).replace(planted.find, () => planted.replace) }
    : loaded
}
