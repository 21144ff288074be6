//===- WeightPlacement.cpp - Where weights and first states lie -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/WeightPlacement.h"
#include "compiler/Diagnostics.h"
#include "dialects/graph/Graph.h"
#include "dialects/graph/States.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;

namespace tenon::compiler {

double weightScale(RankedTensorType type) {
  // A matrix adds up as many products as its last axis is long: Linear keeps [out, in].
  int64_t length = type.getRank() < 2 ? 3 : type.getShape().back();
  return length > 0 ? std::sqrt(3.0 / static_cast<double>(length)) : 1;
}

namespace {

/// Bytes of a constant as kernels read them.
SmallVector<char> bytesOf(DenseElementsAttr value) {
  SmallVector<char> bytes;
  Type element = value.getElementType();
  if (element.isInteger(1)) {
    for (bool bit : value.getValues<bool>())
      bytes.push_back(bit);
    return bytes;
  }
  size_t count = value.getNumElements(), width = element.getIntOrFloatBitWidth() / 8;
  ArrayRef<char> raw = value.getRawData();
  for (size_t i = 0; i < count; ++i) {
    ArrayRef<char> one = value.isSplat() ? raw.take_front(width) : raw.slice(i * width, width);
    bytes.append(one.begin(), one.end());
  }
  return bytes;
}

} // namespace

llvm::Error WeightPlacement::append(StringRef name, ArrayRef<char> bytes) {
  llvm::Expected<uint64_t> offset = blob.append(bytes);
  if (!offset)
    return offset.takeError();
  prepared.offsets[name] = *offset;
  return llvm::Error::success();
}

llvm::Error WeightPlacement::placeNamed(StringRef name, RankedTensorType type) {
  if (prepared.offsets.contains(name) || open.contains(name.str()))
    return llvm::Error::success();
  const graph::WeightData *data = store.find(name);
  auto scale = prepared.scales.find(name);
  if (!data && scale == prepared.scales.end())
    return userError("weight `" + name + "` has no values: load the model's parameters first");
  if (!makesValues || !isa<FloatType>(type.getElementType()))
    return append(name, data->bytes);
  open.insert({name.str(), {0, type, data ? weightScale(type) : scale->second}});
  return llvm::Error::success();
}

llvm::Error WeightPlacement::placeStates(ModuleOp module) {
  for (const graph::StateDeclaration &state : graph::statesOf(module)) {
    const graph::WeightData *data = store.find(state.name.getValue());
    if (!data || llvm::all_of(data->bytes, [](char byte) { return byte == 0; }))
      continue;
    if (data->type != state.type)
      return userError("state \"" + state.name.getValue() + "\" begins with values of another type or shape");
    initialized[state.name.getValue()] = true;
    if (llvm::Error error = placeNamed(state.name.getValue(), state.type))
      return error;
  }
  return llvm::Error::success();
}

/// Those that are made stand after all that is stored.
void WeightPlacement::placeMade() {
  end = blob.size();
  for (auto &[name, entry] : open) {
    entry.offset = llvm::alignTo(end, WeightBlob::alignment);
    end = entry.offset + entry.type.getNumElements() * entry.type.getElementTypeBitWidth() / 8;
    prepared.offsets[name] = entry.offset;
    madeEntries.push_back(entry);
  }
}

llvm::Error WeightPlacement::place(ModuleOp module) {
  llvm::Error error = llvm::Error::success();
  module.walk([&](graph::WeightOp op) {
    error = llvm::joinErrors(std::move(error), placeNamed(op.getName(), op.getType()));
  });
  unsigned count = 0;
  module.walk([&](graph::ConstantOp op) {
    std::string name = "constant_" + std::to_string(count++);
    error = llvm::joinErrors(std::move(error), append(name, bytesOf(cast<DenseElementsAttr>(op.getValue()))));
    OpBuilder builder(op);
    op.replaceAllUsesWith(graph::WeightOp::create(builder, op.getLoc(), op.getType(), name).getResult());
    op.erase();
  });
  error = llvm::joinErrors(std::move(error), placeStates(module));
  placeMade();
  return error;
}

std::optional<uint64_t> WeightPlacement::stateOffset(StringRef name) const {
  return initialized.contains(name) ? std::optional(prepared.offsets.lookup(name)) : std::nullopt;
}

} // namespace tenon::compiler
