/**
 * @file Examples that run on the page: each is made ready when the site is built, without its types and with the values
 * that it promises (`// => value`) shown; the doors that it imports are bundled beside the pages.
 */
import { build } from 'esbuild'
import ts from 'typescript'
import { join } from 'node:path'

/** What an example may import, by its name there. */
export const modules = {
  ...Object.fromEntries(
    ['', '/nn', '/optim', '/data', '/checkpoint', '/models', '/train', '/vision', '/onnx'].map((door) => [
      `cotangent${door}`,
      `./src${door}/index.ts`,
    ]),
  ),
  'cotangent/laws': './laws/index.ts',
  ...Object.fromEntries(
    ['function', 'Either', 'Option', 'Task', 'TaskEither', 'ReadonlyArray', 'Array', 'Eq', 'Monoid', 'Semigroup'].map(
      (name) => [`fp-ts/lib/${name}.js`, `fp-ts/lib/${name}.js`],
    ),
  ),
  'fast-check': 'fast-check',
}

const shown = (text) => {
  const file = ts.createSourceFile('example.ts', text, ts.ScriptTarget.Latest, true)
  const edits = file.statements.flatMap((statement) => {
    const [comment] =
      ts.getTrailingCommentRanges(text, statement.end) ?? ts.getLeadingCommentRanges(text, statement.end) ?? []
    const isPromise = comment !== undefined && text.slice(comment.pos, comment.end).startsWith('// =>')
    if (!isPromise || !ts.isExpressionStatement(statement)) return []
    const { expression } = statement
    return [[expression.getStart(), expression.end, `$show(${expression.getText()})`]]
  })
  return edits.reduceRight((whole, [from, to, instead]) => whole.slice(0, from) + instead + whole.slice(to), text)
}

const loading = (clause, name) => {
  const members = clause.startsWith('{') ? clause.replaceAll(' as ', ': ') : clause.replace(/^\* as /u, '')
  return `const ${members} = await $load('${name}');`
}

/** Functions of files, which a page has not. */
const ofFiles =
  /\b(?:(?:read|write)(?:Mnist|Image|ImageFolder|File|Safetensors)|Source\.(?:cifar100?|folder|idx|tar))\(/u

/** An example as the body of a function of `$load` and `$show`; null if it cannot run on a page. */
export const runnable = (text) => {
  if (!text.includes("from 'cotangent") || ofFiles.test(text)) return null
  const { outputText } = ts.transpileModule(shown(text), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const names = [...outputText.matchAll(/^import .* from ['"](.*)['"];?$/gmu)].map(([, name]) => name)
  if (!outputText.includes('$show(') || names.some((name) => !(name in modules))) return null
  return outputText.replace(/^import (.*) from ['"](.*)['"];?$/gmu, (_, clause, name) => loading(clause, name))
}

const bundle = async (folder) => {
  const loaders = Object.entries(modules).map(([name, path]) => `'${name}': () => import('${path}')`)
  await build({
    stdin: {
      contents: `export const modules = { ${loaders.join(', ')} }`,
      resolveDir: process.cwd(),
      sourcefile: 'modules.js',
    },
    outdir: join(folder, 'assets', 'run'),
    entryNames: 'modules',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['gpu.js', 'koffi', 'echarts', 'node:*'],
    alias: { 'fp-ts/lib': 'fp-ts/es6', 'fp-ts/HKT': 'fp-ts/es6/HKT' },
    logLevel: 'error',
  })
}

export const bundleExamples = (app) =>
  app.renderer.postRenderAsyncJobs.push(async ({ outputDirectory }) => bundle(outputDirectory))
