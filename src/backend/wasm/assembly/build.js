/**
 * Writes the AssemblyScript side of `interface/` and the register tiles to `assembly/generated/`, compiles each of
 * `modules/`, in plain and in relaxed SIMD, and embeds both as one text in `generated/`, with a digest of what they were
 * made of. Tests assert that what is committed is current: by the digest, and in `.ci/run` by compiling again.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import zopfli from '@gfx/zopfli'
import asc from 'assemblyscript/asc'
import { format, resolveConfig } from 'prettier'
import { applyStepSource, executeSources, interfaceSource } from '../interface/assemblyScript.ts'
import { moduleNames } from '../interface/commands.ts'
import { blocksOf } from '../interleaved.ts'
import { tilesSource } from '../registerTiles.ts'
import { rowTilesSource } from '../rowTiles.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The sources that are written from tables, by file name. */
export const writtenSources = async () => {
  const options = { ...(await resolveConfig(folder)), parser: 'typescript' }
  const sources = {
    'applyStep.ts': applyStepSource(),
    ...executeSources(),
    'interface.ts': interfaceSource(),
    'rowTiles.ts': rowTilesSource(),
    'tiles.ts': tilesSource(),
  }
  return Promise.all(
    Object.entries(sources).map(async ([file, source]) => ({ file, source: await format(source, options) })),
  )
}

/** Where the constants of each module lie, which must not meet. */
const constantsAt = (module) => 1024 + (moduleNames.indexOf(module) << 14)

const compile = async (module, ...features) => {
  let binary = null
  const { error, stderr } = await asc.main(
    [
      `modules/${module}.ts`,
      ['--baseDir', folder],
      ['-O3', '--converge', '--noAssert', '--disableWarning'],
      ['--runtime', 'stub', '--enable', ['simd', 'threads', ...features].join()],
      ['--importMemory', '--noExportMemory', '--sharedMemory'],
      ['--memoryBase', String(constantsAt(module))],
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
  const packages = ['assemblyscript', '@gfx/zopfli'].map((name) => `../../../../node_modules/${name}/package.json`)
  const hash = createHash('sha256')
  for (const name of [...names, '../interleaved.ts']) hash.update(await readFile(`${folder}${name}`))
  for (const name of packages) hash.update(JSON.parse(await readFile(`${folder}${name}`, 'utf8')).version)
  return hash.digest('hex')
}

/** As short as deflate can be: a twelfth shorter than by other programs, which take less time for it. */
const deflate = (bytes) =>
  new Promise((settle, refuse) => {
    zopfli.deflate(bytes, {}, (error, deflated) => (error ? refuse(error) : settle(deflated)))
  })

/** The text of the file that embeds a module. */
const embedded = async (module) => {
  const binaries = { plain: await compile(module), relaxed: await compile(module, 'relaxed-simd') }
  const lengths = { plain: binaries.plain.length, relaxed: binaries.relaxed.length }
  const whole = Buffer.concat(blocksOf(lengths).map(({ of, from, to }) => binaries[of].subarray(from, to)))
  return `/** @file The module \`${module}\`, compiled by \`npm run build:wasm\` from sources with this digest; not to be edited. */
// ${await sourcesDigest()}
export const ${module} = {
  lengths: { plain: ${lengths.plain}, relaxed: ${lengths.relaxed} },
  deflated:
    '${Buffer.from(await deflate(whole)).toString('base64')}',
} as const
`
}

/** The files that embed the modules. */
export const embeddedModules = async () =>
  Promise.all(moduleNames.map(async (module) => ({ file: `${module}.ts`, source: await embedded(module) })))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, source } of await writtenSources()) {
    await writeFile(new URL(`generated/${file}`, import.meta.url), source)
  }
  for (const { file, source } of await embeddedModules()) {
    await writeFile(new URL(`../generated/${file}`, import.meta.url), source)
  }
}
