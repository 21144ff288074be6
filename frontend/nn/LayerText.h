//===- LayerText.h - Modules with their options as text ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_LAYERTEXT_H
#define TENON_NN_LAYERTEXT_H

#include "tenon/nn/Module.h"
#include <ostream>

namespace tenon::nn {

/// Writes `Linear(in_features=2, out_features=3, bias=true)`; the parenthesis closes with this object.
class LayerText {
public:
  LayerText(std::ostream &stream, const Module &module) : stream(stream) { stream << module.name() << "("; }
  ~LayerText() { stream << ")"; }
  LayerText(const LayerText &) = delete;
  LayerText &operator=(const LayerText &) = delete;

  template <typename T> LayerText &with(const char *name, const T &value) {
    next() << name << "=";
    return write(value);
  }
  /// Only where it is there, or not what it is by default.
  template <typename T> LayerText &with(const char *name, const std::optional<T> &value) {
    return value ? with(name, *value) : *this;
  }
  template <typename T> LayerText &unless(const T &usual, const char *name, const T &value) {
    return value == usual ? *this : with(name, value);
  }
  /// Without a name.
  template <typename T> LayerText &with(const T &value) { return next(), write(value); }

private:
  std::ostream &next() { return stream << std::exchange(separator, ", "); }
  template <typename T> LayerText &write(const T &value) {
    if constexpr (std::same_as<T, bool>)
      stream << (value ? "true" : "false");
    else if constexpr (std::same_as<T, std::vector<int64_t>>)
      stream << SizeList(value);
    else
      stream << value;
    return *this;
  }

  std::ostream &stream;
  const char *separator = "";
};

} // namespace tenon::nn

#endif
