/**
 * @file Runs the documentation: every TypeScript block of the README, the guide and the `@example`s is type-checked
 * against the doors, run, and held to its `// =>` comments. A block that is said to be refused must not compile, for
 * the reasons that the page quotes.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { compilerOptions } from './compilerOptions.ts'
import type { Check } from './instrument.ts'
import { checkName, instrument, keeps, rendered } from './instrument.ts'
import type { Snippet } from './Snippet.ts'
import { allRefusedSnippets, allSnippets } from './Snippet.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// One folder a process, so that two runs at once do not take each other's files away.
const folder = join(root, 'test/.snippets', String(process.pid))

const moduleName = (snippet: Snippet): string => `${snippet.file.replace(/[^\w]+/g, '_')}_${String(snippet.line)}`
const typedFile = (snippet: Snippet): string => join(folder, `${moduleName(snippet)}.ts`)
const runFile = (snippet: Snippet): string => join(folder, 'run', `${moduleName(snippet)}.ts`)

const write = (file: string, code: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${code}\nexport {}\n`)
}

const options = { ...compilerOptions(root), noUnusedLocals: false, noUnusedParameters: false }

const describeProblem = (problem: ts.Diagnostic): string => {
  const line = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? 0
  return `line ${String(line + 1)}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`
}

/** The type errors of each snippet, from one program over all of them. */
const typeErrors = (snippets: readonly Snippet[]): ReadonlyMap<Snippet, readonly string[]> => {
  const program = ts.createProgram(snippets.map(typedFile), options)
  const problemsOf = (snippet: Snippet): readonly string[] => {
    const source = program.getSourceFile(typedFile(snippet))
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(describeProblem)
  }
  return new Map(snippets.map((snippet) => [snippet, problemsOf(snippet)]))
}

/** Runs a snippet in this process; returns the promises that it broke. */
const run = async (snippet: Snippet): Promise<readonly string[]> => {
  const broken: string[] = []
  const check: Check = (promise, line, printed, ...values) => {
    if (keeps(promise, printed, values)) return
    broken.push(
      `${snippet.file}:${String(line)} promises ${promise} and gives ${rendered(printed, values).join(' or ')}`,
    )
  }
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.stubGlobal(checkName, check)
  try {
    await import(/* @vite-ignore */ runFile(snippet))
    return broken
  } finally {
    vi.unstubAllGlobals()
    log.mockRestore()
  }
}

const snippets = allSnippets(root)
const refused = allRefusedSnippets(root)

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

describe('documentation', () => {
  let errors: ReadonlyMap<Snippet, readonly string[]> = new Map()

  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true })
    const all = [...snippets, ...refused]
    all.forEach((snippet) => {
      write(typedFile(snippet), snippet.code)
    })
    errors = typeErrors(all)
  })

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('has programs in it', () => {
    expect(snippets.map((snippet) => snippet.file)).toContain('README.md')
  })

  snippets.forEach((snippet) => {
    it(`${snippet.file}:${String(snippet.line)} type-checks, runs and keeps its promises`, async () => {
      expect(errors.get(snippet)).toEqual([])
      write(runFile(snippet), instrument(snippet.code).code)
      expect(await run(snippet)).toEqual([])
    })
  })

  refused.forEach((snippet) => {
    it(`${snippet.file}:${String(snippet.line)} is refused by the compiler, as the page says`, () => {
      const found = (errors.get(snippet) ?? []).map(inOneLine)
      expect(found).not.toEqual([])
      expect(found.filter((problem) => Number(/\d+/.exec(problem)?.[0]) < snippet.line)).toEqual([])
      snippet.quoted.map(inOneLine).forEach((quote) => {
        expect(found.join('\n')).toContain(quote)
      })
    })
  })
})
