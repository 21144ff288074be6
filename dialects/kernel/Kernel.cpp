//===- Kernel.cpp - The kernel dialect and its verifiers --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/kernel/Kernel.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/kernel/KernelVerification.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::kernel;

/// [sum, max]
static ParseResult parseReductionKinds(OpAsmParser &parser, ArrayAttr &kinds) {
  SmallVector<Attribute> parsed;
  auto parseKind = [&]() -> ParseResult {
    StringRef keyword;
    SMLoc location = parser.getCurrentLocation();
    if (parser.parseKeyword(&keyword))
      return failure();
    std::optional<graph::ReductionKind> kind = graph::symbolizeReductionKind(keyword);
    if (!kind)
      return parser.emitError(location, "unknown kind of reduction: ") << keyword;
    parsed.push_back(graph::ReductionKindAttr::get(parser.getContext(), *kind));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseKind))
    return failure();
  kinds = parser.getBuilder().getArrayAttr(parsed);
  return success();
}

static void printReductionKinds(OpAsmPrinter &printer, Operation *, ArrayAttr kinds) {
  printer << '[';
  llvm::interleaveComma(kinds.getAsRange<graph::ReductionKindAttr>(), printer, [&](graph::ReductionKindAttr kind) {
    printer << graph::stringifyReductionKind(kind.getValue());
  });
  printer << ']';
}

#include "dialects/kernel/KernelDialect.cpp.inc"
#include "dialects/kernel/KernelInterfaces.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/kernel/KernelTypes.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/kernel/KernelAttributes.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/kernel/KernelOps.cpp.inc"

void KernelDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/kernel/KernelTypes.cpp.inc"
      >();
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/kernel/KernelAttributes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/kernel/KernelOps.cpp.inc"
      >();
}

namespace tenon::kernel {

Type signless(Type type) {
  auto integer = dyn_cast<IntegerType>(type);
  return integer ? IntegerType::get(type.getContext(), integer.getWidth()) : type;
}

LogicalResult verifyArguments(Operation *op, Block &block, TypeRange inputs, TypeRange scalars, size_t indices) {
  SmallVector<Type> expected(inputs);
  expected.append(scalars.begin(), scalars.end());
  expected.append(indices, IndexType::get(op->getContext()));
  if (block.getArgumentTypes() == TypeRange(expected))
    return success();
  return op->emitOpError("needs a body with ") << expected.size() << " arguments (inputs, scalars, indices), got "
                                               << block.getNumArguments() << " or other types";
}

LogicalResult verifyElements(Operation *op, TypeRange yielded, graph::ShapeRef sizes) {
  if (yielded.size() != op->getNumResults())
    return op->emitOpError("yields ") << yielded.size() << " values for " << op->getNumResults() << " results";
  for (auto [value, result] : llvm::zip_equal(yielded, op->getResultTypes())) {
    if (value != signless(getElementTypeOrSelf(result)))
      return op->emitOpError("yields ") << value << " for a result of " << result;
    if (!graph::sameShape(graph::shapeOf(result), sizes))
      return op->emitOpError("has sizes ") << graph::toString(sizes) << " and a result of " << result;
  }
  return success();
}

} // namespace tenon::kernel

static graph::Shape concatenated(graph::ShapeRef a, graph::ShapeRef b) {
  graph::Shape result(a);
  result.append(b.begin(), b.end());
  return result;
}

LogicalResult ElementwiseOp::verify() {
  Block &block = getBody().front();
  if (failed(verifyArguments(*this, block, getInputs().getTypes(), {}, getSizes().getSizes().size())))
    return failure();
  TypeRange yielded = block.getTerminator()->getOperandTypes();
  if (!getParts())
    return verifyElements(*this, yielded, getSizes().getSizes());
  size_t parts = *getParts();
  if (parts < 1 || yielded.size() != parts * getNumResults())
    return emitOpError("yields ") << yielded.size() << " values for " << parts << " parts of " << getNumResults() << " results";
  SmallVector<Type> first;
  for (size_t i = 0; i < yielded.size(); ++i) {
    if (yielded[i] != yielded[i / parts * parts])
      return emitOpError("yields parts of one result of types ") << yielded[i / parts * parts] << " and " << yielded[i];
    if (i % parts == 0)
      first.push_back(yielded[i]);
  }
  return verifyElements(*this, first, concatenated({getAffineConstantExpr(parts, getContext())}, getSizes().getSizes()));
}

LogicalResult RowsOp::verify() {
  Block &block = getBody().front();
  graph::ShapeRef sizes = getSizes().getSizes();
  if (getRowSize().getSizes().size() != 1)
    return emitOpError("needs one row size");
  if (failed(verifyArguments(*this, block, getInputs().getTypes(), {}, sizes.size())))
    return failure();
  graph::Shape full = concatenated(sizes, getRowSize().getSizes());
  Operation *yield = block.getTerminator();
  if (yield->getNumOperands() != getNumResults())
    return emitOpError("yields ") << yield->getNumOperands() << " values for " << getNumResults() << " results";
  for (auto [value, result] : llvm::zip_equal(yield->getOperandTypes(), getResultTypes())) {
    auto row = dyn_cast<RowType>(value);
    Type element = row ? row.getElementType() : value;
    if (element != signless(getElementTypeOrSelf(result)) ||
        !graph::sameShape(graph::shapeOf(result), row ? graph::ShapeRef(full) : sizes))
      return emitOpError("yields ") << value << " for a result of " << result;
  }
  return success();
}

LogicalResult ContractionOp::verify() {
  graph::ShapeRef sizes = getSizes().getSizes();
  size_t depths = getDepth().getSizes().size();
  if (getInputs().size() < 2 || sizes.size() < 2 || depths < 1)
    return emitOpError("needs two inputs, sizes [b..., M, N] and a depth");
  if (getLhsMap().getNumDims() != sizes.size() - 1 + depths || getRhsMap().getNumDims() != sizes.size() - 2)
    return emitOpError("needs a left map of (b..., m, k...) and a right map of (b...)");
  Block &block = getEpilogue().front();
  Type accumulator = getElementTypeOrSelf(getInputs()[0].getType());
  if (failed(verifyArguments(*this, block, getInputs().getTypes(), accumulator, sizes.size())))
    return failure();
  return verifyElements(*this, block.getTerminator()->getOperandTypes(), sizes);
}

SmallVector<unsigned> DefineOp::getDefinedSymbols() {
  // Verifiers of others may see this one before its own.
  if (!getSymbolAttr())
    return {};
  return {static_cast<unsigned>(getSymbol())};
}
void DefineOp::setDefinedSymbols(ArrayRef<unsigned> symbols) { setSymbol(symbols.front()); }

SmallVector<unsigned> IfOp::getDefinedSymbols() { return graph::listedSymbols(getDefined()); }
void IfOp::setDefinedSymbols(ArrayRef<unsigned> symbols) { setDefined(SmallVector<int64_t>(symbols)); }

SmallVector<unsigned> LoopOp::getDefinedSymbols() { return graph::listedSymbols(getDefined()); }
void LoopOp::setDefinedSymbols(ArrayRef<unsigned> symbols) { setDefined(SmallVector<int64_t>(symbols)); }

Type AttentionOp::getScoreType() {
  Type element = getElementTypeOrSelf(getInputs()[0].getType());
  return element.getIntOrFloatBitWidth() < 32 ? Float32Type::get(getContext()) : element;
}

LogicalResult AttentionOp::verify() {
  graph::ShapeRef sizes = getSizes().getSizes();
  if (getInputs().size() < 3 || sizes.size() < 2 || getKeyLength().getSizes().size() != 1 ||
      getHeadSize().getSizes().size() != 1 || getNumResults() != 1)
    return emitOpError("needs query, key and value, sizes [b..., L, V], one key length, one head size, one result");
  for (AffineMap map : {getQueryMap(), getKeyMap(), getValueMap(), getResultMap()})
    if (map.getNumDims() != sizes.size() || map.getNumResults() != 1)
      return emitOpError("needs maps of ") << sizes.size() << " dimensions with one result";
  return verifyArguments(*this, getScore().front(), getInputs().getTypes(), getScoreType(), sizes.size());
}

LogicalResult LoadOp::verify() {
  if (getMap().getNumResults() != 1 || getMap().getNumDims() != getIndices().size())
    return emitOpError("needs a map with one result and as many dimensions as indices");
  if (getType() != signless(getSource().getType().getElementType()))
    return emitOpError("loads ") << getType() << " from " << getSource().getType();
  return success();
}

LogicalResult SweepOp::verify() {
  Operation *yield = getBody().front().getTerminator();
  if (yield->getNumOperands() != getNumResults() || getKinds().size() > getNumResults())
    return emitOpError("yields ") << yield->getNumOperands() << " values for " << getNumResults() << " results";
  for (auto [i, value, result] : llvm::enumerate(yield->getOperandTypes(), getResultTypes())) {
    Type expected = i < getKinds().size() ? value : Type(RowType::get(getContext(), value));
    if (result != expected)
      return emitOpError("yields ") << value << " for result " << i << " of type " << result;
  }
  return success();
}
