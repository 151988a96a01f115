/** The API reference, one module a door, the README in front. A link that leads nowhere and an undocumented export fail. */
import { Converter, OptionDefaults, ReflectionKind } from 'typedoc'

const doors = [
  'src',
  'src/nn',
  'src/optim',
  'src/data',
  'src/checkpoint',
  'src/models',
  'src/train',
  'src/vision',
  'src/gpu',
  'src/native',
  'src/distributed',
  'src/onnx',
  'laws',
]

const doorName = (folder) => folder.replace(/^src(?=$|\/)/, 'cotangent').replace(/^laws$/, 'cotangent/laws')

/** Calls each module by the name that it is imported by. */
const nameDoors = (app) =>
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    if (reflection.kind === ReflectionKind.Module) reflection.name = doorName(reflection.name)
  })

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'cotangent',
  plugin: [nameDoors],
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
  // The patterns of conditional types.
  intentionallyNotDocumented: ['LayerParams', 'LayerState'].map((name) => `cotangent/nn.${name}.__type.init`),
  validation: { invalidLink: true, invalidPath: true, notDocumented: true, notExported: false },
  treatValidationWarningsAsErrors: true,
}
