import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import ts from 'typescript'
import { pathToFileURL } from 'node:url'
import { compilerOptions } from './docs/compilerOptions.ts'
import { checkName, instrument, keeps, rendered } from './docs/instrument.ts'
import { inMarkdown } from './docs/Snippet.ts'
const root = process.cwd()
const folder = `${root}/test/.snippets/course`
rmSync(folder, { recursive: true, force: true }); mkdirSync(`${folder}/run`, { recursive: true })
for (const page of process.argv.slice(2)) {
  const snippets = inMarkdown(readFileSync(page, 'utf8'), page)
  const names = snippets.map((s) => `${folder}/${s.line}.ts`)
  snippets.forEach((s, k) => writeFileSync(names[k]!, s.code + '\nexport {}\n'))
  const program = ts.createProgram(names, { ...compilerOptions(root), noUnusedLocals: false, noUnusedParameters: false })
  names.forEach((n) => { const src = program.getSourceFile(n); [...program.getSyntacticDiagnostics(src), ...program.getSemanticDiagnostics(src)].forEach((d) => console.log(page, (d.file?.getLineAndCharacterOfPosition(d.start ?? 0).line ?? 0) + 1, ts.flattenDiagnosticMessageText(d.messageText, '\n'))) })
  for (const s of snippets) {
    const f = `${folder}/run/${s.line}.ts`
    writeFileSync(f, instrument(s.code).code + '\nexport {}\n')
    ;(globalThis as any)[checkName] = (promise: any, line: any, printed: any, ...values: any[]) => { if (!keeps(promise, printed, values)) console.log(`${page}:${line} promises ${promise} gives ${rendered(printed, values).join(' or ')}`) }
    const t = performance.now()
    try { await import(pathToFileURL(f).href + '?' + Math.random()) } catch (e) { console.log(page, s.line, e) }
    console.log(page, s.line, 'ran', Math.round(performance.now() - t), 'ms')
  }
}
