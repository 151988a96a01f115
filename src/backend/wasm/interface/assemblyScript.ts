/**
 * @file The tables of this folder as AssemblyScript: named numbers, one class per record that reads its words, and the
 * dispatch to the function that executes a command. `npm run build:wasm` writes them to `assembly/generated/`.
 */
import { elementwiseNames, factsOf } from '../../../core/elementwise.ts'
import { placesOf, widthOfLayout } from './Arguments.ts'
import type { CommandName, ModuleName } from './commands.ts'
import { commands, commandsOfModules, moduleNames, opcodeOf, sharedLayouts } from './commands.ts'
import type { Finding } from './findings.ts'
import { findings } from './findings.ts'
import type { FieldKind, Layout } from './records.ts'
import { controlWord, enumerations, header, orderBit, records } from './records.ts'

const about = (what: string): string =>
  `/** @file ${what}, written by \`npm run build:wasm\` from the tables of \`interface/\`; not to be edited. */`

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** The type of an argument, and how it is read from the word at `offset`. */
const reading = (kind: FieldKind, offset: number): readonly [type: string, expression: string] => {
  const word = (type: string): string => `load<${type}>(changetype<usize>(this), ${offset})`
  const within = (type: string): string => `changetype<${type}>(changetype<usize>(this) + ${offset})`
  if (typeof kind !== 'string') return [capital(kind[0]), `changetype<${capital(kind[0])}>(${word('usize')})`]
  if (kind === 'address' || kind === 'bytes') return ['usize', word('usize')]
  if (kind === 'count') return ['i32', word('i32')]
  if (kind === 'float') return ['f32', word('f32')]
  if (kind === 'flag') return ['bool', `${word('i32')} != 0`]
  return Object.hasOwn(records, kind) ? [capital(kind), within(capital(kind))] : [capital(kind), word('i32')]
}

const getter = (name: string, type: string, expression: string): string =>
  `  @inline get ${name}(): ${type} {\n    return ${expression}\n  }`

const gettersOf = (layout: Layout): readonly string[] =>
  placesOf(layout).flatMap(({ name, kind, at }) => [
    getter(name, ...reading(kind, at * 4)),
    ...(typeof kind === 'string' ? [] : [getter(`${name}Count`, ...reading('count', at * 4 + 4))]),
  ])

const classOf = (name: string, members: readonly string[]): string =>
  `@unmanaged\nexport class ${name} {\n${members.join('\n')}\n}`

/** The item a given number of items after this one; each has `words` words. */
const itemAt = (name: string, words: number): string =>
  [
    `  @inline at(index: i32): ${name} {`,
    `    return changetype<${name}>(changetype<usize>(this) + <usize>(index * ${words * 4}))`,
    '  }',
  ].join('\n')

const recordClass = ([name, layout]: readonly [string, Layout]): string =>
  classOf(capital(name), [...gettersOf(layout), itemAt(capital(name), widthOfLayout(layout))])

const setter = (name: string, type: string, offset: number): string =>
  `  @inline set ${name}(value: ${type}) {\n    store<${type === 'bool' ? 'i32' : type}>(changetype<usize>(this), value, ${offset})\n  }`

/** A finding can also be written, and the address of what follows it can be read. */
const findingClass = ([name, { words, layout }]: readonly [string, Finding]): string => {
  const members = placesOf(layout).flatMap(({ name: member, kind, at }) => {
    const [type, expression] = reading(kind, at * 4)
    return [getter(member, type, expression), setter(member, type, at * 4)]
  })
  const behind = getter('behind', 'usize', `changetype<usize>(this) + ${words * 4}`)
  return classOf(capital(name), [...members, behind, itemAt(capital(name), words)])
}

const enumerationOf = ([name, members]: readonly [string, readonly string[]]): string =>
  `export enum ${capital(name)} {\n${members.map((member, k) => `  ${member} = ${k},`).join('\n')}\n}`

/** The class of the arguments of a command: its own, or shared with other commands. */
const classNameOf = (name: CommandName): string => {
  const shared = Object.entries<Layout>(sharedLayouts).find(([, layout]) => layout === commands[name])
  return capital(shared?.[0] ?? name)
}

const opcodeEnumeration = (): string => {
  const members = moduleNames.flatMap((module) =>
    Object.keys(commandsOfModules[module]).map((name, at) => `  ${name} = ${opcodeOf(module, at)},`),
  )
  return `export enum Opcode {\n${members.join('\n')}\n}`
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name)

const commandNames = Object.keys(commands).filter(isCommand)

/** Opcodes, enumerations, control words, and one class for the arguments of every command and for every record. */
export const interfaceSource = (): string => {
  const layouts = new Map<string, Layout>(commandNames.map((name) => [classNameOf(name), commands[name]]))
  const headerBytes = header.length * 4
  const orderBits = Object.entries(orderBit).map(([name, bit]) => `  export const ${name}: u32 = ${bit}`)
  const firstOpcodes = moduleNames.map((module) => `  export const ${module}: i32 = ${opcodeOf(module, 0)}`)
  const controlWords = Object.entries(controlWord).map(([name, at]) => `  export const ${name}: usize = ${at * 4}`)
  return [
    about('What the host and the kernels agree on'),
    opcodeEnumeration(),
    '/** The first opcode of each module. */',
    `export namespace FirstOf {\n${firstOpcodes.join('\n')}\n}`,
    ...Object.entries(enumerations).map(enumerationOf),
    `/** Byte offsets of the words that threads share. */`,
    `export namespace Control {\n${controlWords.join('\n')}\n}`,
    `/** Bits of an entry of the order. */`,
    `export namespace OrderBit {\n${orderBits.join('\n')}\n}`,
    classOf('Command', [
      ...header.map((name, k) => getter(name, ...reading('count', k * 4))),
      getter('args', 'usize', `changetype<usize>(this) + ${headerBytes}`),
    ]),
    ...Object.entries(records).map(recordClass),
    ...Object.entries(findings).map(findingClass),
    ...[...layouts].map(([name, layout]) => classOf(name, gettersOf(layout))),
    '',
  ].join('\n\n')
}

/** A function with one loop for each elementwise primitive of this many operands. */
const applyOf = (name: string, operands: readonly string[]): string => {
  const loaded = operands.map((operand) => `v128.load(d + ${operand})`).join(', ')
  const cases = elementwiseNames
    .filter((primitive) => factsOf(primitive).arity === operands.length)
    .map(
      (primitive) =>
        `    case ElementwiseOperation.${primitive}:\n      for (; d < end; d += 16) v128.store(d, lanes.${primitive}(${loaded}))\n      break`,
    )
  const number = ['one operand', 'two operands', 'three operands'][operands.length - 1]
  return `/** Applies an operation of ${number}; false where it has another number of them. */
function ${name}(op: i32, d: usize, ${operands.map((operand) => `${operand}: usize`).join(', ')}, end: usize): bool {
${operands.map((operand) => `  ${operand} -= d`).join('\n')}
  switch (op) {
${cases.join('\n')}
    default:
      return false
  }
  return true
}`
}

/**
 * The dispatch to an elementwise primitive by its number: four lanes at a time, by the function of its name in
 * `lanes.ts`.
 */
export const applyStepSource = (): string =>
  [
    about('The loops over entries, one for each elementwise primitive'),
    `import { ElementwiseOperation } from './interface'\nimport * as lanes from '../lanes'`,
    applyOf('applyUnary', ['a']),
    applyOf('applyBinary', ['a', 'b']),
    applyOf('applyTernary', ['a', 'b', 'c']),
    `/** d[..] = op(a[..], b[..], c[..]) up to address \`end\`; operands that \`op\` lacks are not read. */
export function applyStep(op: i32, d: usize, a: usize, b: usize, c: usize, end: usize): void {
  if (!applyUnary(op, d, a, end) && !applyBinary(op, d, a, b, end)) applyTernary(op, d, a, b, c, end)
}
`,
  ].join('\n\n')

/** The dispatch to a kernel of a module by its opcode. */
const executeSource = (module: ModuleName): string => {
  const names = commandNames.filter((name) => Object.hasOwn(commandsOfModules[module], name))
  const cases = names.map(
    (name) =>
      `    case Opcode.${name}:\n      kernels.${name}(changetype<${classNameOf(name)}>(args), unit, scratch)\n      break`,
  )
  const classes = [...new Set(names.map(classNameOf))].sort()
  return [
    about(`The function that executes each command of the module \`${module}\``),
    `import { Command, Opcode, ${classes.join(', ')} } from '../interface'\nimport * as kernels from '../../kernels/${module}'`,
    `/** Runs one unit of a command; \`scratch\` belongs to the thread. */`,
    `export function execute(command: Command, unit: i32, scratch: usize): void {
  const args = command.args
  switch (command.opcode) {
${cases.join('\n')}
  }
}
`,
  ].join('\n\n')
}

/** The dispatch of every module, by file name. */
export const executeSources = (): Readonly<Record<string, string>> =>
  Object.fromEntries(moduleNames.map((module) => [`execute/${module}.ts`, executeSource(module)]))
