/**
 * @file Functions appear as functions, however they are declared; modules of functions, such as `Dataset`, as
 * namespaces with all of them; parameters that are taken apart have a name.
 */
import { Converter, ReflectionKind } from 'typedoc'
import ts from 'typescript'

const isNamespace = (symbol, checker) =>
  ((checker.getTypeOfSymbol(symbol).symbol?.flags ?? 0) & ts.SymbolFlags.ValueModule) !== 0

/** Adds to the comment of a variable what TypeDoc wants to be told by a tag. */
const tellKinds = (context) => {
  const prototype = Object.getPrototypeOf(context)
  if (prototype.isTold === true) return
  prototype.isTold = true
  const original = prototype.getComment
  prototype.getComment = function getComment(symbol, kind) {
    const comment = original.call(this, symbol, kind)
    if (kind === ReflectionKind.Variable && comment !== undefined)
      comment.modifierTags.add(isNamespace(symbol, this.checker) ? '@namespace' : '@function')
    return comment
  }
}

export const nameFunctions = (app) => {
  app.converter.on(Converter.EVENT_BEGIN, tellKinds)
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, { comment }) => {
    comment?.removeModifier('@function')
    comment?.removeModifier('@namespace')
  })
  app.converter.on(Converter.EVENT_CREATE_PARAMETER, (_, parameter) => {
    if (parameter.name === '__namedParameters') parameter.name = 'options'
  })
}
