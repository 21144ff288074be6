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

/// What holders make of a class has the class's name: `CalledModule<Net>`, `CalledAs<Net, ...>`.
static void dropHolderClass(std::string &name) {
  for (std::string_view prefix : {"tenon::nn::detail::CalledModule<", "tenon::nn::detail::CalledAs<"}) {
    if (!name.starts_with(prefix))
      continue;
    name.erase(0, prefix.size());
    int open = 0;
    for (size_t at = 0; at < name.size(); ++at) {
      open += (name[at] == '<') - (name[at] == '>');
      if (open < 0 || (open == 0 && name[at] == ',')) {
        name.resize(at);
        return;
      }
    }
  }
}

std::string typeNameOf(const std::type_info &type) {
  int status = 0;
  std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                                   std::free);
  std::string name = status == 0 ? text.get() : type.name();
  dropHolderClass(name);
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
