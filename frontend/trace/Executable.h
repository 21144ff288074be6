//===- Executable.h - Compiled graphs in this process ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRACE_EXECUTABLE_H
#define TENON_TRACE_EXECUTABLE_H

#include "compiler/LoadedModel.h"
#include "frontend/tensor/Node.h"

struct TenonContext;

namespace tenon::frontend {

/// A model that was compiled and loaded. Runs from one thread at a time.
class Executable {
public:
  enum class Threads { Own, Shared };
  /// On threads of its own, as many as the options say, or on those that compute tensors. Throws what the compiler
  /// refuses.
  Executable(compiler::Model model, const compiler::Options &options, Threads threads, SourceLocation here);
  ~Executable();
  Executable(const Executable &) = delete;
  Executable &operator=(const Executable &) = delete;

  /// Runs a function by its number. Reads the inputs in place, dense and row-major; gives the outputs as data. Throws
  /// for inputs that do not fit.
  std::vector<NodePtr> run(size_t function, llvm::ArrayRef<NodePtr> inputs, SourceLocation here);

  llvm::ArrayRef<compiler::FunctionDescription> functions() const { return model->compiled().functions; }
  /// The number of the function of that name. Throws where there is none.
  size_t findFunction(const std::string &name, SourceLocation here) const;

  // The state of its context. All but reset throw what the runtime refuses.
  void reset();
  void save(const std::string &path, SourceLocation here) const;
  void load(const std::string &path, SourceLocation here);
  NodePtr readState(const std::string &name, SourceLocation here) const;
  /// `value` is data of the state's type and sizes; others throw.
  void writeState(const std::string &name, Node &value, SourceLocation here);

private:
  std::unique_ptr<compiler::LoadedModel> model;
  TenonContext *context = nullptr;
};

/// Throws an llvm::Error as an Error; defects are named as such.
[[noreturn]] void throwError(llvm::Error error, SourceLocation here);

} // namespace tenon::frontend

#endif
