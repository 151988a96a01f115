/** @file Finds everything in a model that cannot be imported, before anything is run. */
import type { UnsupportedPart, OnnxError } from './OnnxError.ts'
import { graphsIn } from './initializers.ts'
import type { OnnxModel, OnnxNode } from './OnnxModel.ts'
import { operators } from './operators/index.ts'

const partsOf = (node: OnnxNode, opset: number): readonly UnsupportedPart[] => {
  const name = { operator: node.operator, name: node.name }
  const rule = operators.get(node.operator)
  if (rule === undefined) return [{ node: name, part: 'operator', reason: 'the library does not have it' }]
  const unknown = [...node.attributes.keys()].filter((one) => !rule.attributes.includes(one))
  const refused = rule.refuses(node, opset)
  return [
    ...unknown.map((part) => ({ node: name, part, reason: 'the attribute is not known' })),
    ...(refused === null ? [] : [{ node: name, part: refused[0], reason: refused[1] }]),
  ]
}

/** Everything that cannot be imported, as one error; `null` if there is nothing. */
export const checkSupported = ({ graph, opset }: OnnxModel): OnnxError | null => {
  const parts = graphsIn(graph).flatMap(({ nodes }) => nodes.flatMap((node) => partsOf(node, opset)))
  return parts.length === 0 ? null : { _tag: 'Unsupported', parts }
}
