/**
 * @file Marks the values that a module makes while it loads as free of effects, so that bundlers drop those that a page
 * does not use. They would keep an object that spreads another, or a call, since either could do anything. Nothing in our
 * modules does: what stands as a statement is there for its effect and stays unmarked; every other value is a value.
 */
import ts from 'typescript'

/** The members of a literal, if all are plain to see. */
const membersOf = (node: ts.Expression): readonly ts.Expression[] | null => {
  if (ts.isArrayLiteralExpression(node)) return node.elements
  if (!ts.isObjectLiteralExpression(node)) return null
  const members = node.properties.flatMap((property) => {
    if (ts.isMethodDeclaration(property) || ts.isShorthandPropertyAssignment(property)) return []
    return ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name) ? property.initializer : null
  })
  return members.includes(null) ? null : members.filter((member) => member !== null)
}

const bare = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
    ? bare(node.expression)
    : node

/** Whether every bundler sees that the expression has no effect. */
const isPlain = (given: ts.Expression): boolean => {
  const node = bare(given)
  return (
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isLiteralExpression(node) ||
    ts.isIdentifier(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind) ||
    (membersOf(node)?.every(isPlain) ?? false)
  )
}

const valuesOf = (statement: ts.Statement): readonly ts.Expression[] =>
  ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.flatMap(({ initializer }) => initializer ?? [])
    : []

/** The text of a module with its values marked, line for line. */
export const markPureValues = (text: string, file: string): string => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const marked = source.statements.flatMap(valuesOf).filter((value) => !isPlain(value))
  return marked.reduceRight((before, value) => {
    const [from, to] = [value.getStart(source), value.end]
    return `${before.slice(0, from)}/* @__PURE__ */ (() => (${before.slice(from, to)}))()${before.slice(to)}`
  }, text)
}
