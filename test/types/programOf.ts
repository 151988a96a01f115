/** @file A program of TypeScript from memory, under the settings of the project: no file is written. */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The program whose only root file is `file`, with this text. */
export const programOf = (file: string, source: string): ts.Program => {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, (name) => ts.sys.readFile(name)) as { config: unknown }
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root)
  const host = ts.createCompilerHost(options)
  return ts.createProgram([file], options, {
    ...host,
    fileExists: (name) => name === file || host.fileExists(name),
    readFile: (name) => (name === file ? source : host.readFile(name)),
    getSourceFile: (name, version, ...others) =>
      name === file ? ts.createSourceFile(name, source, version, true) : host.getSourceFile(name, version, ...others),
  })
}
