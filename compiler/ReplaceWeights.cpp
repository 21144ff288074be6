//===- ReplaceWeights.cpp - A model with the weights of another file ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/ReplaceWeights.h"
#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "compiler/weights/ShardedWeights.h"
#include "dialects/graph/States.h"
#include "runtime/core/Elements.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using mlir::RankedTensorType;

namespace tenon::compiler {

namespace {

/// The first few of a list of complaints, and how many more there are.
void append(std::string &text, StringRef title, ArrayRef<std::string> entries) {
  constexpr size_t most = 10;
  if (entries.empty())
    return;
  text += (text.empty() ? "" : "; ") + title.str() + " (" + std::to_string(entries.size()) +
          "): " + join(entries.take_front(most), ", ");
  if (entries.size() > most)
    text += ", and " + std::to_string(entries.size() - most) + " more";
}

runtime::ElementType elementType(mlir::Type type) {
  return {static_cast<uint8_t>(type.isBF16() ? kDLBfloat : kDLFloat),
          static_cast<uint8_t>(type.getIntOrFloatBitWidth())};
}

/// Numbers of one float type as those of another.
graph::WeightData convert(const graph::WeightData &data, RankedTensorType type) {
  auto bytes = std::make_shared<std::vector<char>>(byteCount(type));
  runtime::ElementType from = elementType(data.type.getElementType()), to = elementType(type.getElementType());
  for (int64_t i = 0, count = type.getNumElements(); i < count; ++i)
    runtime::storeElement(to, bytes->data(), i, runtime::loadFloat(from, data.bytes.data(), i));
  return {type, ArrayRef<char>(*bytes), bytes};
}

/// Whether the front end made the weight up: a number in a definition.
bool isMadeUp(StringRef name) {
  return name.consume_front("constant_") && !name.empty() && all_of(name, [](char c) { return isDigit(c); });
}

class Replacement {
public:
  Replacement(Model &model, const graph::WeightStore &file) : model(model), file(file) {
    for (const graph::StateDeclaration &state : graph::statesOf(*model.module))
      states.push_back(state.name.getValue());
  }

  std::string problems() {
    for (const auto &[name, data] : model.weights)
      check(name, data);
    for (const auto &[name, data] : file)
      if (!model.weights.find(name) && !isUnread(name))
        unexpected.push_back(name);
    std::string text;
    append(text, "missing", missing);
    append(text, "unexpected", unexpected);
    append(text, "misshapen", misshapen);
    return text;
  }

  graph::WeightStore result() const {
    graph::WeightStore replaced;
    for (const auto &[name, data] : model.weights) {
      const graph::WeightData *found = file.find(name);
      if (!found)
        replaced.add(name, data);
      else
        replaced.add(name, found->type == data.type ? *found : convert(*found, data.type));
    }
    return replaced;
  }

private:
  void check(const std::string &name, const graph::WeightData &data) {
    const graph::WeightData *found = file.find(name);
    if (!found) {
      bool isZeroState = is_contained(states, name) && all_of(data.bytes, [](char byte) { return byte == 0; });
      if (!isMadeUp(name) && !isZeroState)
        missing.push_back(name);
      return;
    }
    auto isFloat = [](RankedTensorType type) { return isa<mlir::FloatType>(type.getElementType()); };
    bool isConverted = isFloat(found->type) && isFloat(data.type);
    if (found->type.getShape() != data.type.getShape() ||
        (found->type.getElementType() != data.type.getElementType() && !isConverted))
      misshapen.push_back(name + " is " + formatType(found->type, {}) + ", expected " + formatType(data.type, {}));
  }

  bool isUnread(StringRef name) {
    auto names = model.module.get()->getAttrOfType<mlir::ArrayAttr>(unreadWeightsAttribute);
    return names && is_contained(names, mlir::StringAttr::get(names.getContext(), name));
  }

  Model &model;
  const graph::WeightStore &file;
  SmallVector<StringRef> states;
  std::vector<std::string> missing, unexpected, misshapen;
};

} // namespace

Error replaceWeights(Model &model, StringRef path) {
  Expected<graph::WeightStore> file = readWeights(path, model.module->getContext());
  if (!file)
    return file.takeError();
  Replacement replacement(model, *file);
  std::string problems = replacement.problems();
  if (!problems.empty())
    return userError(path + " does not fit the model " + model.name + ": " + problems);
  model.weights = replacement.result();
  return Error::success();
}

} // namespace tenon::compiler
