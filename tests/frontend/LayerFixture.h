//===- LayerFixture.h - What PyTorch computes with its layers ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_LAYERFIXTURE_H
#define TENON_LAYERFIXTURE_H

#include "Expect.h"
#include "tests/support/Paths.h"
#include <string_view>

/// A file of Inputs/make-layers.py: cases with the state of a module, its inputs and its outputs.
class LayerFixture {
public:
  explicit LayerFixture(const std::string &family)
      : tensors(tenon::load_safetensors(std::string(TENON_SOURCE_DIR) + "/tests/frontend/Inputs/layers-" + family +
                                        ".safetensors")) {}

  /// Loads the case's state into the module, calls it with the case's inputs, and compares.
  template <typename Module, typename Function> void check(const std::string &name, Module module, Function function) {
    INFO(name);
    ++checked;
    tenon::OrderedDict<std::string, tenon::Tensor> state;
    std::string prefix = name + "/state/";
    for (auto &entry : tensors)
      if (entry.key().starts_with(prefix))
        state.insert(entry.key().substr(prefix.size()), entry.value());
    module->load_state_dict(state);
    module->eval();
    tenon::TensorList inputs = list(name + "/in/"), expected = list(name + "/out/");
    tenon::TensorList actual = function(module, inputs);
    REQUIRE(actual.size() == expected.size());
    for (size_t i = 0; i < actual.size(); ++i) {
      CHECK(sizes(actual[i]) == sizes(expected[i]));
      names.push_back(name + ", output " + std::to_string(i));
      errors.push_back(largestError(actual[i], expected[i]));
    }
  }
  /// For modules whose forward takes the inputs in their order.
  template <typename Module> void check(const std::string &name, Module module) {
    check(name, module, [](Module &called, const tenon::TensorList &inputs) {
      std::vector<tenon::nn::AnyValue> values(inputs.begin(), inputs.end());
      return flat(tenon::nn::AnyModule(called).forwardAny(values, tenon::SourceLocation::current()));
    });
  }

  static tenon::TensorList flat(tenon::nn::AnyValue value) {
    using tenon::Tensor;
    if (auto *two = value.try_get<std::tuple<Tensor, Tensor>>())
      return {std::get<0>(*two), std::get<1>(*two)};
    if (auto *ofLSTM = value.try_get<std::tuple<Tensor, tenon::nn::LSTMState>>())
      return {std::get<0>(*ofLSTM), std::get<0>(std::get<1>(*ofLSTM)), std::get<1>(std::get<1>(*ofLSTM))};
    return {value.get<Tensor>()};
  }

  /// Computes all that was recorded, in one program, and looks at it. Every case of the file must be there.
  void finish() {
    size_t cases = 0;
    for (auto &entry : tensors)
      cases += entry.key().ends_with("/out/0");
    CHECK(checked == cases);
    Values found = values(tenon::stack(errors));
    for (size_t i = 0; i < found.size(); ++i) {
      INFO(names[i]);
      CHECK(found[i] < 2e-6);
    }
  }

private:
  tenon::TensorList list(const std::string &prefix) const {
    tenon::TensorList result;
    while (const tenon::Tensor *tensor = tensors.find(prefix + std::to_string(result.size())))
      result.push_back(*tensor);
    return result;
  }

  /// Of the expected values' size, or 1.
  static tenon::Tensor largestError(const tenon::Tensor &actual, const tenon::Tensor &expected) {
    tenon::Tensor scale = expected.abs().max().clamp_min(1);
    return ((actual - expected).abs().max() / scale).to(tenon::kFloat);
  }

  tenon::OrderedDict<std::string, tenon::Tensor> tensors;
  size_t checked = 0;
  std::vector<std::string> names;
  tenon::TensorList errors;
};

#endif
