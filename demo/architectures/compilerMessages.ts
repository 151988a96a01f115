/** @file What the compiler says of the programs of the editor: it is asked when the site is built, and its own words are kept. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import type { CompilerMessages, Compiled } from './names.ts'
import { probes, programName, programOf } from './names.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

type Numbers = readonly [channels: number, features: number]

const asked: readonly Numbers[] = probes.channels.flatMap((channels) =>
  probes.features.map((features) => [channels, features] as const),
)

const optionsOf = (): ts.CompilerOptions => {
  const read: { readonly config?: unknown } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  )
  return ts.parseJsonConfigFileContent(read.config, { ...ts.sys, readDirectory: () => [] }, root).options
}

/** The innermost sentence of a message: it tells what is wrong, and those around it where. */
const innermost = (message: string | ts.DiagnosticMessageChain): string =>
  typeof message === 'string'
    ? message
    : message.next?.[0] === undefined
      ? message.messageText
      : innermost(message.next[0])

/** Compiles the programs of some numbers at once; those that the site keeps by default. */
export const compilerMessages = (numbers: readonly Numbers[] = asked): CompilerMessages => {
  // In memory, under paths beside the sources.
  const programs = new Map(
    numbers.map((pair) => [join(root, `demo/${programName(...pair)}.ts`), programOf(...pair)] as const),
  )
  const options = optionsOf()
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([...programs.keys()], options, {
    ...host,
    fileExists: (path) => programs.has(path) || host.fileExists(path),
    readFile: (path) => programs.get(path) ?? host.readFile(path),
    getSourceFile: (path, version, ...others) => {
      const text = programs.get(path)
      return text === undefined
        ? host.getSourceFile(path, version, ...others)
        : ts.createSourceFile(path, text, version, true)
    },
  })
  return Object.fromEntries(
    [...programs.keys()].map((path) => {
      const found = program
        .getSemanticDiagnostics(program.getSourceFile(path))
        .map(({ file, start = 0, messageText }) => ({
          line: (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
          text: innermost(messageText),
        }))
      return [path.slice(join(root, 'demo/').length, -'.ts'.length), found]
    }),
  )
}

/** What the site keeps. */
export const compiled = (): Compiled => ({ version: ts.version, messages: compilerMessages() })
