//===- Inspection.h - What a compiled model consists of -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_INSPECTION_H
#define TENON_COMPILER_INSPECTION_H

#include "compiler/Compile.h"
#include "llvm/Support/JSON.h"
#include <map>

namespace tenon::compiler {

/// Steps of one kernel, with the sums over them.
struct KernelUse {
  std::string name;
  int64_t count = 0;
  int64_t flops = 0;
  int64_t bytes = 0;
  /// Where the first step comes from, `encoder.layer.0, net.cpp:12`, and from how many places they all come.
  std::string origin;
  size_t origins = 0;
};

/// A function that branches and loops call.
struct CalleeInspection {
  std::string name;
  std::vector<KernelUse> kernels;
  int64_t stepCount = 0;
};

struct FunctionInspection {
  FunctionDescription description;
  /// The sizes for which numbers are given, by symbol.
  llvm::SmallVector<int64_t> symbols;
  /// Ops of the graph as it came in, by name.
  std::map<std::string, int64_t> ops;
  /// In the order of their first step.
  std::vector<KernelUse> kernels;
  int64_t stepCount = 0;
  /// What it calls, once each, with the sizes of the first call.
  std::vector<CalleeInspection> callees;
  /// Bytes that every plan needs: the most that is alive at one step.
  int64_t arenaLowerBound = 0;
  /// Bytes of the arena as planned. Both with the memory of calls.
  int64_t arenaBytes = 0;
};

struct Inspection {
  std::string name;
  std::vector<std::string> cpuVersions;
  uint64_t weightsBytes = 0;
  uint64_t codeBytes = 0;
  std::vector<FunctionInspection> functions;
  std::vector<TensorDescription> states;
};

/// Compiles the model and looks at what came out; runs nothing.
llvm::Expected<Inspection> inspectModel(Model model, const Options &options);

/// The description that a program, library or object carries. One of a newer
/// form is refused.
llvm::Expected<llvm::json::Value> readArtefactInfo(llvm::StringRef path);

} // namespace tenon::compiler

#endif
