/**
 * Installs a packed cotangent in a project of its own, as a user would, and imports every door: from JavaScript as it
 * runs, and from every TypeScript that is supported, with declarations checked. Without optional peers first, so that only
 * the laws need them; then the command runs some, and the guide's program for a user's own images trains.
 *
 * Usage: node .ci/doors.mjs cotangent-0.1.0.tgz FOLDER
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const [archive, folder] = process.argv.slice(2).map((path) => resolve(path))
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const doors = Object.keys(manifest.exports).map((path) => manifest.name + path.slice(1))
const needsPeers = (door) => door === 'cotangent/laws'
const nameOf = (door) => door.replace(/\W/g, '_')

const run = (command, ...args) => execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
const write = (file, text) => writeFileSync(join(folder, file), text)
const install = (...packages) =>
  run('npm', 'install', '--no-audit', '--no-fund', '--legacy-peer-deps', '--prefer-offline', ...packages)

const importDoor = (door) => {
  const code = `const names = Object.keys(await import('${door}')); if (names.length === 0) throw new Error('${door} exports nothing'); console.log('${door}', names.length, 'exports')`
  run(process.execPath, '--input-type=module', '--eval', code)
}

/** Two images of one pixel in a folder of classes. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='
const decoding = `
  import { Source } from 'cotangent/data'
  let threads = 0
  process.on('worker', () => threads++)
  const read = await Source.folder({ size: 1 })('images')()
  const found = []
  for await (const batch of Source.batches({ size: 1, workers: 2 })(read.right.source))
    found.push(batch._tag === 'Right' ? batch._tag : JSON.stringify(batch.left))
  if (found.join() !== 'Right,Right' || threads !== 2) throw new Error(\`\${threads} threads decode: \${found}\`)
  console.log('2 threads decode')`

/** Decodes images on threads, whose program is in the package. */
const decodeOnThreads = () => {
  for (const name of ['a', 'b']) {
    mkdirSync(join(folder, 'images', name), { recursive: true })
    writeFileSync(join(folder, 'images', name, '0.png'), Buffer.from(pixel, 'base64'))
  }
  run(process.execPath, '--input-type=module', '--eval', decoding)
}

mkdirSync(folder, { recursive: true })
// What gpu.js needs outside browsers is large, or built from source; the door opens without.
const empty = 'npm:empty-npm-package@1.0.0'
const overrides = { webgpu: empty, gl: empty }
write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module', overrides }))

install(archive)
doors.filter((door) => !needsPeers(door)).forEach(importDoor)
decodeOnThreads()

const peers = Object.entries(manifest.peerDependencies).map(([name, range]) => `${name}@${range}`)
install(...peers, `@types/node@${manifest.devDependencies['@types/node']}`)
doors.filter(needsPeers).forEach(importDoor)
run(join(folder, 'node_modules/.bin/cotangent'), 'laws', '--only', 'conv', '--runs', '10')
run(join(folder, 'node_modules/.bin/cotangent'), 'programs', '--runs', '10')

write('index.ts', doors.map((door) => `export * as ${nameOf(door)} from '${door}'`).join('\n') + '\n')
// What a user exports has types that must be named in a declaration, and shapes that must be refused.
write(
  'network.ts',
  `import { flatten, key } from 'cotangent'
   import { dense, model, named } from 'cotangent/nn'
   export const network = model([-1, 1, 28, 28], flatten, named('scores', dense(784, 10)))
   export const [params, state] = network.init(key(1))
   export const classes: 10 = params.scores.weight.shape[0]
   // @ts-expect-error 784 features, not 400
   export const refused = () => model([-1, 1, 28, 28], flatten, dense(400, 10))\n`,
)
// The guide's program for a user's own images is run and checked as a user would.
const guide = readFileSync(new URL('../docs/guide/12-your-own-images.md', import.meta.url), 'utf8')
write('train.ts', [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).join('\n'))
install(`tsx@${manifest.devDependencies.tsx}`)
run(process.execPath, 'node_modules/tsx/dist/cli.mjs', 'train.ts')

// Types in generic code rest on how compilers decide conditions, so each version must agree.
const typesOf = (file) => readFileSync(new URL(`../test/types/${file}`, import.meta.url), 'utf8')
write('Equal.ts', typesOf('Equal.ts'))
write('generic.ts', typesOf('generic.test-d.ts').replaceAll('./Equal.ts', './Equal.js'))

const compilerOptions = {
  ...{ strict: true, declaration: true, emitDeclarationOnly: true, outDir: 'declared' },
  ...{ target: 'ES2022', module: 'NodeNext', types: ['node'] },
}
write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['index.ts', 'network.ts', 'train.ts', 'generic.ts'] }))
const compilers = ['5.7', '5.9', manifest.devDependencies.typescript, '7.0']
for (const version of compilers) {
  install(`typescript@${version}`)
  run(process.execPath, 'node_modules/typescript/bin/tsc')
}
console.log(`${doors.length} doors open, declarations checked by TypeScript ${compilers.join(', ')}`)
