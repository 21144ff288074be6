//===- CompiledProgram.h - A graph compiled and run in this process -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_FUZZ_COMPILEDPROGRAM_H
#define TENON_TOOLS_FUZZ_COMPILEDPROGRAM_H

#include "codegen/reference/Tensor.h"
#include "compiler/LoadedModel.h"
#include "runtime/include/tenon/runtime.h"

namespace tenon::fuzz {

/// One CPU version of a module's first function, loaded once with one thread
/// and once with two.
class CompiledProgram {
public:
  /// Compiles a copy of `module`.
  static llvm::Expected<std::unique_ptr<CompiledProgram>> make(mlir::ModuleOp module, const graph::WeightStore &weights,
                                                               llvm::StringRef cpuVersion);
  ~CompiledProgram();

  /// The results for `inputs`, one for each argument: states are set before the
  /// call and read after it. Fails where one thread and two do not give the
  /// same bits, and where an input was written to. Reading or writing past the
  /// end of an input or output is a segmentation fault.
  llvm::Expected<std::vector<reference::ReferenceTensor>> run(llvm::ArrayRef<reference::ReferenceTensor> inputs);

private:
  struct Output {
    llvm::SmallVector<int64_t> sizes;
    std::vector<char> bytes;
  };
  llvm::Expected<std::vector<Output>> runIn(TenonContext *context, llvm::ArrayRef<reference::ReferenceTensor> inputs);

  llvm::Error setStates(TenonContext *context, llvm::ArrayRef<reference::ReferenceTensor> arguments);
  llvm::Error checkUnchanged(TenonContext *context, llvm::ArrayRef<reference::ReferenceTensor> arguments);
  static Output readView(const DLTensor &view);
  llvm::Expected<Output> readState(TenonContext *context, llvm::StringRef name);

  static constexpr int threadCounts[] = {1, 2};
  std::unique_ptr<compiler::LoadedModel> loaded;
  llvm::SmallVector<TenonContext *, 2> contexts;
  /// The state that each argument and result is; empty for inputs and outputs.
  std::vector<std::string> argumentStates, resultStates;
  std::vector<mlir::Type> resultTypes; // of elements
};

/// The CPU versions named by `text` (`all`, `native`, `v3` ...) that this
/// machine can run, best first.
llvm::Expected<std::vector<std::string>> runnableVersions(llvm::StringRef text);

} // namespace tenon::fuzz

#endif
