/**
 * Writes the AssemblyScript side of `interface/` and the register tiles to `assembly/generated/`, compiles the module, in
 * plain and in relaxed SIMD, and embeds both as one text in `generated/`, with a digest of what they were made of. Tests
 * assert that what is committed is current: by the digest, and in `.ci/run` by compiling again.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import { deflateSync } from 'fflate'
import { format, resolveConfig } from 'prettier'
import { applyStepSource, executeSource, interfaceSource } from '../interface/assemblyScript.ts'
import { blocksOf } from '../interleaved.ts'
import { tilesSource } from '../registerTiles.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The sources that are written from tables, by file name. */
export const writtenSources = async () => {
  const options = { ...(await resolveConfig(folder)), parser: 'typescript' }
  const sources = {
    'applyStep.ts': applyStepSource(),
    'execute.ts': executeSource(),
    'interface.ts': interfaceSource(),
    'tiles.ts': tilesSource(),
  }
  return Promise.all(
    Object.entries(sources).map(async ([file, source]) => ({ file, source: await format(source, options) })),
  )
}

const compile = async (...features) => {
  let binary = null
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      ['--baseDir', folder],
      ['-O3', '--converge', '--noAssert', '--disableWarning'],
      ['--runtime', 'stub', '--enable', ['simd', 'threads', ...features].join()],
      ['--importMemory', '--noExportMemory', '--sharedMemory', '--memoryBase', '1024'],
      ['--initialMemory', '16', '--maximumMemory', '65536', '--outFile', 'out.wasm'],
    ].flat(),
    {
      writeFile: (_, contents) => {
        binary = contents
      },
    },
  )
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  return binary
}

/** A digest of all that the embedded modules depend on: the sources, how they are compiled and packed, and by what. */
export const sourcesDigest = async () => {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(ts|js)$/.test(name)).sort()
  const packages = ['assemblyscript', 'fflate'].map((name) => `../../../../node_modules/${name}/package.json`)
  const hash = createHash('sha256')
  for (const name of [...names, '../interleaved.ts']) hash.update(await readFile(`${folder}${name}`))
  for (const name of packages) hash.update(JSON.parse(await readFile(`${folder}${name}`, 'utf8')).version)
  return hash.digest('hex')
}

/** The text of the file that embeds the modules. */
export const kernelsSource = async () => {
  const modules = { plain: await compile(), relaxed: await compile('relaxed-simd') }
  const lengths = { plain: modules.plain.length, relaxed: modules.relaxed.length }
  const whole = Buffer.concat(blocksOf(lengths).map(({ of, from, to }) => modules[of].subarray(from, to)))
  return `/** @file The kernels of \`assembly/\`, compiled by \`npm run build:wasm\` from sources with this digest; not to be edited. */
// ${await sourcesDigest()}
export const lengths = { plain: ${lengths.plain}, relaxed: ${lengths.relaxed} }

export const kernels: string =
  '${Buffer.from(deflateSync(whole, { level: 9, mem: 12 })).toString('base64')}'
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, source } of await writtenSources()) {
    await writeFile(new URL(`generated/${file}`, import.meta.url), source)
  }
  await writeFile(new URL('../generated/kernels.ts', import.meta.url), await kernelsSource())
}
