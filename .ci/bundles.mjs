/**
 * Bundles every door of a packed cotangent for browsers, as a project of a user would: with esbuild, Rollup, webpack and Vite,
 * and without any optional peer but the one that a door is made of. Whatever a bundler complains about is a failure. Every
 * bundle then runs in a context that has the globals of a page and none of Node, and in Chromium where it is installed. Last,
 * the archive and two pages are weighed.
 *
 * Usage: node .ci/bundles.mjs cotangent-0.1.0.tgz FOLDER
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import { bundlers } from './bundlers.mjs'
import { runBare, startChromium } from './pages.mjs'

const [archive, folder] = process.argv.slice(2).map((path) => resolve(path))
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** The peers that a door is made of. */
const ownPeers = { './laws': ['fast-check'] }
const peersOf = (door) => ownPeers[door] ?? []
const doors = Object.keys(manifest.exports).sort((a, b) => peersOf(a).length - peersOf(b).length)

/** What a page asks of a door, and what it is to get: a product that threads share, and files, which a page has not. */
const probes = {
  '.': [
    `const { grad, item, matmul, mul, ones, sum, tensor } = door
     const wide = ones([600, 600])
     return [item(grad((x) => mul(x, x))(tensor([3], []))), item(sum()(matmul(wide, wide)))]`,
    [6, 216_000_000],
  ],
  './data': [
    `return [(await door.readMnist('f')()).left.code, (await door.readImageFolder()('f')()).left.code,
       door.decodeImage(new Uint8Array(9))._tag]`,
    ['NO_FILES', 'NO_FILES', 'Left'],
  ],
  './checkpoint': [
    `return [(await door.readFile('f')()).left.code, (await door.writeFile('f')('text')()).left.code,
       (await door.readSafetensors('f')()).left.code]`,
    ['NO_FILES', 'NO_FILES', 'NO_FILES'],
  ],
  './vision': [`return [(await door.curves([])()).left._tag]`, ['MissingPeer']],
  './gpu': [`return [(await door.gpuRuntime()()).left._tag]`, ['NotInstalled']],
  './native': [`return [door.nativeRuntime().left._tag]`, ['NotInstalled']],
  './distributed': [`return [door.alone.size]`, [1]],
  './onnx': [`return [door.decodeOnnx(new Uint8Array(9))._tag]`, ['Left']],
}
const probeOf = (door) => probes[door] ?? ['return []', []]

const nameOf = (door) => (door === '.' ? 'main' : door.slice(2))

/** Keeps the whole door, whatever the probe reads of it. */
const writeEntry = (door) => {
  const file = join(folder, `${nameOf(door)}.js`)
  const lines = [
    `import * as door from '${manifest.name}${door.slice(1)}'`,
    `const probe = async () => { ${probeOf(door)[0]} }`,
    `globalThis.answer = probe().then((values) => ({ exports: Object.keys(door).length, values }))`,
  ]
  writeFileSync(file, lines.join('\n'))
  return file
}

const install = (...packages) => {
  const flags = ['--no-audit', '--no-fund', '--legacy-peer-deps', '--prefer-offline']
  execFileSync('npm', ['install', ...flags, ...packages], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

const installed = () =>
  Object.keys(manifest.peerDependencies).filter((peer) => existsSync(join(folder, 'node_modules', peer)))

/** Installs the peers of a door, and no others. */
const preparePeers = (door) => {
  const missing = peersOf(door).filter((peer) => !installed().includes(peer))
  if (missing.length > 0) install(...missing.map((peer) => `${peer}@${manifest.peerDependencies[peer]}`))
  if (!isDeepStrictEqual(installed(), peersOf(door))) throw new Error(`these peers are there: ${installed().join()}`)
}

const judge = (door, { exports, values }) => {
  if (exports === 0 || !isDeepStrictEqual([...values], probeOf(door)[1]))
    throw new Error(`${exports} exports, and the probe answers ${JSON.stringify(values)}`)
}

mkdirSync(join(folder, 'out'), { recursive: true })
writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bundled', private: true, type: 'module' }))
install(archive)
const browser = await startChromium()
let failures = 0

for (const door of doors) {
  preparePeers(door)
  const entry = writeEntry(door)
  for (const [bundler, bundle] of Object.entries(bundlers)) {
    const what = `${manifest.name}${door.slice(1)} by ${bundler}`
    const file = join(folder, 'out', `${bundler}-${nameOf(door)}.js`)
    try {
      const faults = await bundle(entry, file)
      if (faults.length > 0) throw new Error(faults.join('\n'))
      judge(door, await runBare(file))
      if (browser !== null) judge(door, await browser.run(file))
      console.log(`${what}: ${Math.round(statSync(file).size / 1024)} kB`)
    } catch (fault) {
      failures++
      console.log(`${what} FAILED: ${fault.message.slice(0, 2000)}`)
    }
  }
}

/** What a page needs to import the package without a bundler, for a gradient with its evaluation on threads. */
const imports = {
  cotangent: '/node_modules/cotangent/dist/src/index.js',
  fflate: '/node_modules/fflate/esm/browser.js',
}
const unbundled = `import * as door from 'cotangent'
  const probe = async () => { ${probeOf('.')[0]} }
  globalThis.answer = probe().then((values) => ({ exports: Object.keys(door).length, values }))`

if (browser !== null) {
  try {
    judge('.', await browser.runModule(unbundled, folder, imports))
    console.log('cotangent without a bundler: runs under a content security policy')
  } catch (fault) {
    failures++
    console.log(`cotangent without a bundler FAILED: ${fault.message}`)
  }
}

/** What is weighed, each with the most that it may weigh, in kB, and pages with gzip; a page is what esbuild makes of it. */
const pages = {
  'a gradient with its evaluation': [
    `import { grad, mul, sum, tensor, toArray } from '${manifest.name}'
     globalThis.answer = toArray(grad((x) => sum()(mul(x, x)))(tensor([1, 2], [2])))`,
    50,
  ],
  'a gradient with its evaluation in plain loops': [
    `import { grad, mul, referenceRuntime, sum, tensor } from '${manifest.name}'
     globalThis.answer = referenceRuntime.toArray(grad((x) => sum()(mul(x, x)))(tensor([1, 2], [2])))`,
    19,
  ],
  'every door but laws and gpu': [
    doors
      .filter((door) => !['./laws', './gpu'].includes(door))
      .map((door, k) => `export * as door${k} from '${manifest.name}${door.slice(1)}'`)
      .join('\n'),
    292,
  ],
}

const weigh = (what, kilobytes, most) => {
  console.log(`${what}: ${kilobytes.toFixed(1)} of ${most}`)
  if (kilobytes > most) failures++
}

for (const [what, [text, most]] of Object.entries(pages)) {
  const [entry, file] = ['weighed.js', 'out/weighed.js'].map((name) => join(folder, name))
  writeFileSync(entry, text)
  await bundlers.esbuild(entry, file)
  weigh(`${what}, kB`, gzipSync(readFileSync(file), { level: 9 }).length / 1000, most)
}
weigh('the archive, kB', statSync(archive).size / 1000, 700)
weigh('its files', execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n').length, 700)

await browser?.close()
const where = browser === null ? 'without Node' : 'without Node and in Chromium'
console.log(
  failures === 0
    ? `${doors.length} doors bundled by ${Object.keys(bundlers).length}, run ${where}`
    : `${failures} failed`,
)
process.exitCode = failures === 0 ? 0 : 1
