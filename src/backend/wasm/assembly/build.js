/**
 * Writes the AssemblyScript side of `interface/` and the register tiles to `assembly/generated/`, compiles the module, in
 * plain and in relaxed SIMD, and embeds both as one text in `generated/`. A test asserts that what is committed is current.
 */
import { writeFile } from 'node:fs/promises'
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

/** The text of the file that embeds the modules. */
export const kernelsSource = async () => {
  const modules = { plain: await compile(), relaxed: await compile('relaxed-simd') }
  const lengths = { plain: modules.plain.length, relaxed: modules.relaxed.length }
  const whole = Buffer.concat(blocksOf(lengths).map(({ of, from, to }) => modules[of].subarray(from, to)))
  return `/** @file The kernels of \`assembly/\`, compiled by \`npm run build:wasm\`, as \`modules.ts\` reads them; not to be edited. */
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
