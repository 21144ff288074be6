//===- ControlOps.cpp - Verifiers of branches and loops ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Calls.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/States.h"
#include "dialects/graph/SubstituteSymbols.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace tenon::graph;

namespace {

bool isScalarOf(Type type, unsigned bits) {
  auto tensor = cast<RankedTensorType>(type);
  return tensor.getRank() == 0 && tensor.getElementType().isSignlessInteger(bits);
}

/// The callee with its symbols bound to what `op` passes, or nothing, reported.
struct Callee {
  FunctionOpInterface function;
  Shape symbols;
};
FailureOr<Callee> verifyCallee(ControlOpInterface op, FlatSymbolRefAttr name, SymbolTableCollection &table) {
  auto function = table.lookupNearestSymbolFrom<FunctionOpInterface>(op, name);
  if (!function || function.isDeclaration())
    return op.emitOpError("calls ") << name << ", which is no function of the module";
  if (!function.isPrivate())
    return op.emitOpError("calls ") << name << ", which is not private: a function of the interface is not called";
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (StringAttr state = stateOfArgument(function, i))
      return op.emitOpError("calls ") << name << ", which takes the state " << state
                                      << ": pass its value, and return the new one";
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (StringAttr state = stateOfResult(function, i))
      return op.emitOpError("calls ") << name << ", which changes the state " << state
                                      << ": return the new value as a result like others";
  std::string error;
  FailureOr<Shape> symbols = bindCallee(function, passedTypes(op), error);
  if (failed(symbols))
    return op.emitOpError("calls ") << name << ", which " << error;
  return Callee{function, *symbols};
}

/// Whether `given` fits a result: the same sizes, but for those that the op defines.
bool fits(ShapeRef given, ShapeRef expected, ArrayRef<unsigned> defined) {
  return given.size() == expected.size() && llvm::all_of(llvm::zip_equal(given, expected), [&](auto sizes) {
           auto [size, other] = sizes;
           return isOneOf(other, defined) || sameSize(size, other);
         });
}

/// Whether every symbol that the op defines is the size of a result by itself.
LogicalResult verifyDefined(SizeDefinitionOpInterface op) {
  for (unsigned symbol : op.getDefinedSymbols())
    if (llvm::none_of(op->getResultTypes(), [&](Type type) {
          return llvm::any_of(shapeOf(type), [&](AffineExpr size) { return isOneOf(size, symbol); });
        }))
      return op.emitOpError("defines s") << symbol << ", which is no size of a result by itself";
  return success();
}

/// Whether result `i` of the callee has this type.
LogicalResult verifyResult(Operation *op, Callee callee, size_t i, Type expected) {
  Type result = callee.function.getResultTypes()[i];
  if (getElementTypeOrSelf(result) == getElementTypeOrSelf(expected) &&
      fits(substituteSymbols(shapeOf(result), callee.symbols), shapeOf(expected), definedSymbols(op)))
    return success();
  return op->emitOpError("calls @") << callee.function.getName() << ", whose result " << i << " is " << result
                                    << ", expected " << expected;
}

LogicalResult verifyResultCount(Operation *op, Callee callee, size_t expected) {
  size_t count = callee.function.getNumResults();
  if (count == expected)
    return success();
  return op->emitOpError("calls @") << callee.function.getName() << ", which gives " << count << " results, expected "
                                    << expected;
}

} // namespace

//===----------------------------------------------------------------------===//
// graph.if
//===----------------------------------------------------------------------===//

SmallVector<FlatSymbolRefAttr> IfOp::getCallees() { return {getThenFunctionAttr(), getElseFunctionAttr()}; }

SmallVector<unsigned> IfOp::getDefinedSymbols() { return listedSymbols(getDefined()); }
void IfOp::setDefinedSymbols(ArrayRef<unsigned> symbols) { setDefined(SmallVector<int64_t>(symbols)); }

SmallVector<Value> IfOp::getPassed() { return llvm::to_vector_of<Value>(getArguments()); }

LogicalResult IfOp::verify() {
  if (!isScalarOf(getCondition().getType(), 1))
    return emitOpError("needs a scalar condition of i1, got ") << getCondition().getType();
  return verifyDefined(*this);
}

LogicalResult IfOp::verifySymbolUses(SymbolTableCollection &table) {
  for (FlatSymbolRefAttr name : getCallees()) {
    FailureOr<Callee> callee = verifyCallee(*this, name, table);
    if (failed(callee) || failed(verifyResultCount(*this, *callee, getNumResults())))
      return failure();
    for (auto [i, type] : llvm::enumerate(getResultTypes()))
      if (failed(verifyResult(*this, *callee, i, type)))
        return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// graph.loop
//===----------------------------------------------------------------------===//

SmallVector<FlatSymbolRefAttr> LoopOp::getCallees() { return {getBodyAttr()}; }

SmallVector<unsigned> LoopOp::getDefinedSymbols() { return listedSymbols(getDefined()); }
void LoopOp::setDefinedSymbols(ArrayRef<unsigned> symbols) { setDefined(SmallVector<int64_t>(symbols)); }

SmallVector<Value> LoopOp::getPassed() {
  SmallVector<Value> passed(getInitial());
  llvm::append_range(passed, getInvariants());
  passed.push_back(Value());
  return passed;
}

LogicalResult LoopOp::verify() {
  if (getLimit() && !isScalarOf(getLimit().getType(), 64))
    return emitOpError("needs a scalar limit of i64, got ") << getLimit().getType();
  if (getCondition() && !isScalarOf(getCondition().getType(), 1))
    return emitOpError("needs a scalar condition of i1, got ") << getCondition().getType();
  if (getCount() && (getCount()->getSizes().size() != 1 || getLimit()))
    return emitOpError("needs a count of one size and no limit beside it");
  size_t carried = getInitial().size();
  SmallVector<unsigned> defined = getDefinedSymbols();
  if (getNumResults() < carried || (getNumResults() > carried && !getCount() && defined.empty()))
    return emitOpError("gives ") << getNumResults() << " results for " << carried
                                 << " carried values: more need a count, fewer are too few";
  for (auto [initial, result] : llvm::zip(getInitial().getTypes(), getResultTypes()))
    if (getElementTypeOrSelf(initial) != getElementTypeOrSelf(result) || !fits(shapeOf(initial), shapeOf(result), defined))
      return emitOpError("carries ") << initial << " and gives " << result;
  for (Type type : TypeRange(getResultTypes()).drop_front(carried)) {
    Shape shape = shapeOf(type);
    bool isCount = !shape.empty() && (isOneOf(shape.front(), defined) ||
                                      (getCount() && sameSize(shape.front(), getCount()->getSizes().front())));
    if (!isCount)
      return emitOpError("gives outputs of iterations as ") << type << ", whose first size is not the count";
  }
  return verifyDefined(*this);
}

LogicalResult LoopOp::verifySymbolUses(SymbolTableCollection &table) {
  FailureOr<Callee> callee = verifyCallee(*this, getBodyAttr(), table);
  if (failed(callee) || failed(verifyResultCount(*this, *callee, getNumResults() + 1)))
    return failure();
  if (failed(verifyResult(*this, *callee, 0, RankedTensorType::get({}, IntegerType::get(getContext(), 1)))))
    return failure();
  size_t carried = getInitial().size();
  for (auto [i, type] : llvm::enumerate(getResultTypes())) {
    Type one = i < carried ? type : tensorType(ShapeRef(shapeOf(type)).drop_front(), getElementTypeOrSelf(type));
    if (failed(verifyResult(*this, *callee, i + 1, one)))
      return failure();
  }
  return success();
}
