//===- ClassName.h - Names of classes ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_CLASSNAME_H
#define TENON_NN_CLASSNAME_H

#include <string>
#include <typeinfo>

namespace tenon::nn {

/// The name of a type as it is written, without anonymous namespaces.
std::string typeNameOf(const std::type_info &type);
/// The name of a module's class without `Impl` at its end.
std::string classNameOf(const std::type_info &type);

} // namespace tenon::nn

#endif
