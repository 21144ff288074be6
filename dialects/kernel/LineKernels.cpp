//===- LineKernels.cpp - Verifiers of kernels along lines -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/kernel/Kernel.h"
#include "dialects/kernel/KernelVerification.h"

using namespace mlir;
using namespace tenon;
using namespace tenon::kernel;

static LogicalResult verifyLines(Operation *op, Block &block, graph::SizesAttr sizes, TypeRange inputs,
                                 TypeRange carried) {
  if (sizes.getSizes().size() != 3)
    return op->emitOpError("needs the sizes [outer, length, inner]");
  return verifyArguments(op, block, inputs, carried, 3);
}

LogicalResult ScatterOp::verify() {
  Block &block = getBody().front();
  if (failed(verifyLines(*this, block, getSizes(), getInputs().getTypes(), {})))
    return failure();
  if (getInputs().empty() || getNumResults() != 1 || getInputs()[0].getType() != getResult(0).getType())
    return emitOpError("needs one result, of the type of the first input");
  if (getPlaces().getSizes().size() != 1 || getTarget().getNumDims() != 4 || getTarget().getNumResults() != 1)
    return emitOpError("needs one number of places, and an offset of (outer, place, inner, yielded place)");
  if (!block.getArgument(0).use_empty())
    return emitOpError("reads the tensor that it changes");
  Type element = signless(getElementTypeOrSelf(getResult(0).getType()));
  TypeRange yielded = block.getTerminator()->getOperandTypes();
  if (yielded.size() != 2 || !yielded[0].isIndex() || yielded[1] != element)
    return emitOpError("should yield a place and an element of ") << element;
  return success();
}

LogicalResult ScanOp::verify() {
  Block &block = getBody().front();
  SmallVector<Type> carried;
  for (Attribute value : getInitial()) {
    auto typed = dyn_cast<TypedAttr>(value);
    if (!typed)
      return emitOpError("starts with ") << value << ", which is no number";
    carried.push_back(typed.getType());
  }
  if (failed(verifyLines(*this, block, getSizes(), getInputs().getTypes(), carried)))
    return failure();
  OperandRange yielded = block.getTerminator()->getOperands();
  if (yielded.size() < carried.size() || TypeRange(yielded.take_front(carried.size())) != TypeRange(carried))
    return emitOpError("should yield the next carried values first");
  return verifyElements(*this, TypeRange(yielded.drop_front(carried.size())), getSizes().getSizes());
}

LogicalResult SortOp::verify() {
  Block &block = getBody().front();
  if (failed(verifyLines(*this, block, getSizes(), getInputs().getTypes(), {})))
    return failure();
  if (block.getTerminator()->getNumOperands() != 1)
    return emitOpError("should yield the element of a place");
  SmallVector<Type> elements;
  if (getValues())
    elements.push_back(block.getTerminator()->getOperand(0).getType());
  if (getIndices())
    elements.push_back(IntegerType::get(getContext(), 64));
  if (elements.empty())
    return emitOpError("gives neither values nor indices");
  return verifyElements(*this, elements, getSizes().getSizes());
}
