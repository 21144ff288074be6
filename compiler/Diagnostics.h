//===- Diagnostics.h - Errors of the user and of Tenon ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two classes of errors and no third: what the user's model, input, options or
// environment got wrong (exit status 1), and what Tenon got wrong (2).

#ifndef TENON_COMPILER_DIAGNOSTICS_H
#define TENON_COMPILER_DIAGNOSTICS_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/Error.h"
#include <string>

namespace tenon::compiler {

enum ExitStatus { exitDone = 0, exitUserError = 1, exitDefect = 2, exitInterrupted = 130 };

/// A mistake of the user's: which file and node, what was expected, what was
/// found, and what to do where that is not plain.
class UserError : public llvm::ErrorInfo<UserError> {
public:
  static char ID;
  explicit UserError(std::string message) : text(std::move(message)) {}
  void log(llvm::raw_ostream &stream) const override { stream << text; }
  std::error_code convertToErrorCode() const override { return llvm::inconvertibleErrorCode(); }

private:
  std::string text;
};

/// A mistake of Tenon's own.
class Defect : public llvm::ErrorInfo<Defect> {
public:
  static char ID;
  explicit Defect(std::string message) : text(std::move(message)) {}
  void log(llvm::raw_ostream &stream) const override { stream << text; }
  std::error_code convertToErrorCode() const override { return llvm::inconvertibleErrorCode(); }

private:
  std::string text;
};

llvm::Error userError(const llvm::Twine &message);
llvm::Error defect(const llvm::Twine &message);

/// Prints `error: ...` on one line for each error held and returns the exit
/// status. An error of another class than the two is a defect, but for errors
/// of the operating system (no such file, no space left).
int reportError(llvm::Error error, llvm::raw_ostream &stream);

/// The first ten, and how many more there are: `a, b, and 3 more`.
std::string shortList(llvm::ArrayRef<std::string> entries);

/// While it lives, errors that MLIR reports are kept here and not printed.
class DiagnosticCollector {
public:
  explicit DiagnosticCollector(mlir::MLIRContext *context);

  bool empty() const { return text.empty(); }

  /// What was reported, as the user's mistake. `fallback` stands for nothing.
  llvm::Error takeUserError(llvm::StringRef fallback);

  /// What was reported, as a defect.
  llvm::Error takeDefect(llvm::StringRef fallback);

private:
  std::string take(llvm::StringRef fallback);

  std::string text;
  mlir::ScopedDiagnosticHandler handler;
};

} // namespace tenon::compiler

#endif
