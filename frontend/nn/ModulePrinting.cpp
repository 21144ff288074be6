//===- ModulePrinting.cpp - Modules as text ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Module.h"
#include <ostream>

namespace tenon::nn {

namespace {

std::string withCommas(int64_t number) {
  std::string digits = std::to_string(number);
  for (int64_t at = static_cast<int64_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(at, ",");
  return digits;
}

void printTree(std::ostream &stream, const Module &module, const std::string &margin) {
  module.pretty_print(stream);
  int64_t count = module.parameter_count();
  std::string counted = count ? "  # " + withCommas(count) + " parameters" : "";
  auto children = module.named_children();
  if (children.is_empty()) {
    stream << counted;
    return;
  }
  stream << "(" << counted << "\n";
  for (auto &child : children) {
    stream << margin << "  (" << child.key() << "): ";
    printTree(stream, *child.value(), margin + "  ");
    stream << "\n";
  }
  stream << margin << ")";
}

} // namespace

void Module::pretty_print(std::ostream &stream) const { stream << name(); }

std::ostream &operator<<(std::ostream &stream, const Module &module) {
  printTree(stream, module, "");
  return stream;
}

} // namespace tenon::nn
