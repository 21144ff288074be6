//===- StateDict.h - Tensors put into modules by name -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_STATEDICT_H
#define TENON_NN_STATEDICT_H

#include "frontend/tensor/Node.h"
#include "tenon/nn/Module.h"
#include <map>

namespace tenon::nn {

/// Tensors under the names that they have in a file or dictionary, and how they are put into a module.
struct StateSource {
  /// Names it in errors.
  std::string description;
  std::vector<std::pair<std::string, frontend::NodePtr>> entries;
  /// See LoadOptions.
  std::map<std::string, std::string> rename;
  bool allowMissing = false, allowUnexpected = false;
};

/// Puts all entries into the parameters and buffers of the same names, converted to their types. Throws with every
/// missing, unexpected and misshapen one in one message, and then changes nothing.
void loadState(Module &module, const StateSource &source, SourceLocation here);

} // namespace tenon::nn

#endif
