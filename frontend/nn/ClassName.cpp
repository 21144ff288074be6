//===- ClassName.cpp - Names of classes --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/nn/ClassName.h"
#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <string_view>

namespace tenon::nn {

std::string typeNameOf(const std::type_info &type) {
  int status = 0;
  std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                                   std::free);
  std::string name = status == 0 ? text.get() : type.name();
  constexpr std::string_view anonymous = "(anonymous namespace)::";
  for (size_t at = name.find(anonymous); at != std::string::npos; at = name.find(anonymous))
    name.erase(at, anonymous.size());
  return name;
}

std::string classNameOf(const std::type_info &type) {
  std::string name = typeNameOf(type);
  if (name.ends_with("Impl"))
    name.resize(name.size() - 4);
  return name;
}

} // namespace tenon::nn
