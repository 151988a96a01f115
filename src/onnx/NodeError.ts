/**
 * @file What a node refuses: the error of what it was computed with, under the name of the node.
 *
 *     Cannot run the node Gemm 'y' (multiply [4, 5] and [2, 3]): expected …, found …
 */
import { TensorError } from '../core/TensorError.ts'
import type { OnnxError } from './OnnxError.ts'
import type { OnnxNode } from './OnnxModel.ts'
import { UndecidedError } from './OnnxValue.ts'

/** What could not be done, and why: the two parts of a message. */
const partsOf = ({ message }: TensorError): readonly [action: string, reason: string] => {
  const [, action = '', reason = message] = /^Cannot (.*?): (expected .*)$/s.exec(message) ?? []
  return [action, reason]
}

/** The refusal of a node. */
class NodeError extends TensorError {
  readonly node: OnnxNode
  /** What the node was to do, with the shapes that it was given. */
  readonly action: string
  constructor(node: OnnxNode, cause: TensorError) {
    const [action] = partsOf(cause)
    super(`run the node ${node.operator} '${node.name}' (${action})`, cause)
    this.name = 'NodeError'
    this.node = node
    this.action = action
  }
}

/** A refusal as data; one that no node made is the graph's. */
export const nodeRefused = (error: TensorError): OnnxError => {
  const [action, reason] = partsOf(error)
  return error instanceof NodeError
    ? {
        _tag: 'NodeRefused',
        node: { operator: error.node.operator, name: error.node.name },
        action: error.action,
        reason,
      }
    : { _tag: 'NodeRefused', node: { operator: 'Graph', name: '' }, action, reason }
}

/** Does something for a node; what is refused is refused by the node, unless one inside it is named already. */
export const refusing = <T>(node: OnnxNode | null, act: () => T): T => {
  try {
    return act()
  } catch (thrown) {
    const isOwn = thrown instanceof TensorError && !(thrown instanceof NodeError) && !(thrown instanceof UndecidedError)
    throw isOwn && node !== null ? new NodeError(node, thrown) : thrown
  }
}
