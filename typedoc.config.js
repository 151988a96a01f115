/**
 * The site: the README in front, the guide, and the reference, one module per door. A link that leads nowhere and an
 * undocumented export fail.
 */
import { Converter, OptionDefaults, ReflectionKind } from 'typedoc'
import { addAssets } from './docs/site/assets.mjs'
import { categoryOrder, searchCategoryBoosts, searchGroupBoosts, sortIntoCategories } from './docs/site/categories.mjs'
import { bundleExamples } from './docs/site/examples.mjs'
import { linkExplainer } from './docs/site/explainer.mjs'
import { nameFunctions } from './docs/site/functions.mjs'
import { linkGuide } from './docs/site/guideLinks.mjs'
import { openWithReadme } from './docs/site/landing.mjs'
import { showHeaders } from './docs/site/headers.mjs'
import { describePages } from './docs/site/descriptions.mjs'
import { writeMarkdown } from './docs/site/markdown.mjs'
import { indexWords } from './docs/site/searchWords.mjs'
import { pages, titlePages } from './docs/site/pages.mjs'

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
  plugin: [
    nameDoors,
    nameFunctions,
    showHeaders,
    sortIntoCategories,
    titlePages,
    describePages,
    indexWords,
    addAssets,
    bundleExamples,
    linkExplainer,
    linkGuide,
    openWithReadme,
  ],
  readme: 'README.md',
  projectDocuments: pages,
  includeVersion: true,
  favicon: 'docs/site/favicon.svg',
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'python'],
  customCss: 'docs/site/style.css',
  customJs: 'docs/site/page.js',
  markdownItLoader: writeMarkdown,
  categorizeByGroup: false,
  categoryOrder,
  defaultCategory: 'Reference',
  searchCategoryBoosts,
  searchGroupBoosts,
  navigation: { includeCategories: true, includeGroups: false, compactFolders: true, excludeReferences: true },
  searchInComments: true,
  searchInDocuments: true,
  entryPoints: doors.map((folder) => `${folder}/index.ts`),
  tsconfig: 'tsconfig.build.json',
  out: 'docs/api',
  // Our files say what they are in an `@file` line.
  blockTags: [...OptionDefaults.blockTags, '@file', '@formula', '@shapeRule', '@pullback', '@laws', '@definedIn'],
  disableSources: true,
  excludeInternal: true,
  sort: ['kind', 'alphabetical'],
  requiredToBeDocumented: ['Function', 'Variable', 'Class', 'Interface', 'TypeAlias'],
  // The patterns of conditional types.
  intentionallyNotDocumented: ['LayerParams', 'LayerState'].map((name) => `cotangent/nn.${name}.__type.init`),
  validation: { invalidLink: true, invalidPath: true, notDocumented: true, notExported: false },
  treatValidationWarningsAsErrors: true,
}
