//===- Graph.cpp - The graph dialect, its attribute and structural ops ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Graph.h"
#include "dialects/graph/States.h"
#include "dialects/graph/Strings.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon::graph;

#include "dialects/graph/GraphDialect.cpp.inc"
#include "dialects/graph/GraphEnums.cpp.inc"
#include "dialects/graph/GraphInterfaces.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/graph/GraphTypes.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/graph/GraphAttributes.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/graph/GraphOps.cpp.inc"

void GraphDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/graph/GraphTypes.cpp.inc"
      >();
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/graph/GraphAttributes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/graph/GraphOps.cpp.inc"
      >();
}

LogicalResult GraphDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  return attribute.getName() == stringsAttributeName ? verifyStrings(op, attribute.getValue()) : success();
}

LogicalResult GraphDialect::verifyRegionArgAttribute(Operation *op, unsigned, unsigned index, NamedAttribute attribute) {
  auto function = dyn_cast<FunctionOpInterface>(op);
  if (!function || attribute.getName() != stateAttributeName)
    return success();
  return verifyStateAttribute(function, /*isArgument=*/true, index, attribute.getValue());
}

LogicalResult GraphDialect::verifyRegionResultAttribute(Operation *op, unsigned, unsigned index,
                                                        NamedAttribute attribute) {
  auto function = dyn_cast<FunctionOpInterface>(op);
  if (!function || attribute.getName() != stateAttributeName)
    return success();
  return verifyStateAttribute(function, /*isArgument=*/false, index, attribute.getValue());
}

//===----------------------------------------------------------------------===//
// #graph.sizes<s0, s0 * 2, 384>
//===----------------------------------------------------------------------===//

Attribute SizesAttr::parse(AsmParser &parser, Type) {
  // Names for more symbols than a function sensibly has.
  static constexpr unsigned maxSymbols = 64;
  SmallVector<std::string> names;
  SmallVector<std::pair<StringRef, AffineExpr>> symbols;
  for (unsigned i = 0; i < maxSymbols; ++i)
    names.push_back("s" + std::to_string(i));
  for (unsigned i = 0; i < maxSymbols; ++i)
    symbols.emplace_back(names[i], getAffineSymbolExpr(i, parser.getContext()));
  SmallVector<AffineExpr> sizes;
  auto parseSize = [&] { return parser.parseAffineExpr(symbols, sizes.emplace_back()); };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::LessGreater, parseSize))
    return {};
  return SizesAttr::get(parser.getContext(), sizes);
}

void SizesAttr::print(AsmPrinter &printer) const {
  printer << '<';
  llvm::interleaveComma(getSizes(), printer, [&](AffineExpr size) { printer << size; });
  printer << '>';
}

//===----------------------------------------------------------------------===//
// Ops without operands
//===----------------------------------------------------------------------===//

SmallVector<unsigned> DefineSizeOp::getDefinedSymbols() {
  // Verifiers of others may see this one before its own.
  if (!getSymbolAttr())
    return {};
  return {static_cast<unsigned>(getSymbol())};
}
void DefineSizeOp::setDefinedSymbols(ArrayRef<unsigned> symbols) { setSymbol(symbols.front()); }

LogicalResult DefineSizeOp::verify() {
  auto type = llvm::cast<RankedTensorType>(getValue().getType());
  if (type.getRank() || !type.getElementType().isInteger(64))
    return emitOpError("takes an i64 scalar, got ") << type;
  if (static_cast<int64_t>(getSymbol()) < 0)
    return emitOpError("has the symbol ") << getSymbol() << ", expected a number of one";
  return success();
}

LogicalResult WeightOp::verify() {
  if (!getResult().getType().hasStaticShape())
    return emitOpError("needs a static shape, got ") << getResult().getType();
  return success();
}

LogicalResult ConstantOp::verify() {
  // Larger tensors are weights: they must not be copied through the IR.
  static constexpr int64_t maxBytes = 1024;
  auto type = cast<ShapedType>(getValue().getType());
  if (!type.getElementType().isIntOrFloat())
    return emitOpError("holds numbers, got ") << type;
  if (type.getShape() != getResult().getType().getShape() || type.getElementType() != getResult().getType().getElementType())
    return emitOpError("has a value of type ") << type << " and a result of type " << getResult().getType();
  int64_t bytes = type.getNumElements() * std::max(1u, type.getElementTypeBitWidth() / 8);
  if (!getValue().isSplat() && bytes > maxBytes)
    return emitOpError("holds ") << bytes << " bytes, more than " << maxBytes << ": use a weight";
  return success();
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

//===----------------------------------------------------------------------===//
// graph.group
//===----------------------------------------------------------------------===//

ParseResult GroupOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<OpAsmParser::UnresolvedOperand> inputs;
  SMLoc location = parser.getCurrentLocation();
  auto parseInput = [&]() -> ParseResult {
    return failure(parser.parseArgument(arguments.emplace_back()) || parser.parseEqual() ||
                   parser.parseOperand(inputs.emplace_back()) || parser.parseColonType(arguments.back().type));
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, parseInput) ||
      parser.parseArrowTypeList(result.types) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.parseRegion(*result.addRegion(), arguments))
    return failure();
  SmallVector<Type> types = llvm::map_to_vector(arguments, [](auto &argument) { return argument.type; });
  return parser.resolveOperands(inputs, types, location, result.operands);
}

void GroupOp::print(OpAsmPrinter &printer) {
  printer << '(';
  llvm::interleaveComma(llvm::zip_equal(getBody().getArguments(), getInputs()), printer, [&](auto pair) {
    printer << std::get<0>(pair) << " = " << std::get<1>(pair) << " : " << std::get<1>(pair).getType();
  });
  printer << ')';
  printer.printArrowTypeList(getOutputs().getTypes());
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs());
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult GroupOp::verify() {
  Block &body = getBody().front();
  if (body.getArgumentTypes() != getInputs().getTypes())
    return emitOpError("has inputs and body arguments of different types");
  if (body.getTerminator()->getOperandTypes() != getOutputs().getTypes())
    return emitOpError("yields other types than its results have");
  return success();
}
