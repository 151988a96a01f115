/** @file How the compiler reads this repository, for tests that ask it. */
import { join } from 'node:path'
import ts from 'typescript'

/** The options of the repository's `tsconfig.json`. */
export const compilerOptions = (root: string): ts.CompilerOptions => {
  const configFile = join(root, 'tsconfig.json')
  const { config } = ts.readConfigFile(configFile, (file) => ts.sys.readFile(file))
  return ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root).options
}
