/** The API reference, one module a door, the README in front. A link that leads nowhere and an undocumented export fail. */
import { OptionDefaults } from 'typedoc'

const doors = [
  'src',
  'src/nn',
  'src/optim',
  'src/data',
  'src/checkpoint',
  'src/models',
  'src/train',
  'src/vision',
  'laws',
]

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'cotangent',
  readme: 'README.md',
  entryPoints: doors.map((folder) => `${folder}/index.ts`),
  tsconfig: 'tsconfig.build.json',
  out: 'docs/api',
  // Our files say what they are in an `@file` line.
  blockTags: [...OptionDefaults.blockTags, '@file'],
  disableSources: true,
  excludeInternal: true,
  sort: ['kind', 'alphabetical'],
  requiredToBeDocumented: ['Function', 'Variable', 'Class', 'Interface', 'TypeAlias'],
  validation: { invalidLink: true, invalidPath: true, notDocumented: true, notExported: false },
  treatValidationWarningsAsErrors: true,
}
