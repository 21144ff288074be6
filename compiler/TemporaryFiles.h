//===- TemporaryFiles.h - Files that vanish, and outputs that are whole ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_TEMPORARYFILES_H
#define TENON_COMPILER_TEMPORARYFILES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <list>
#include <string>

namespace tenon::compiler {

/// A file under a temporary name that is removed with this object, or by an
/// interrupt.
class TemporaryFile {
public:
  /// In the folder for temporary files; the name ends with `suffix`.
  static llvm::Expected<TemporaryFile> create(llvm::StringRef suffix);

  TemporaryFile(TemporaryFile &&other) noexcept;
  TemporaryFile &operator=(TemporaryFile &&other) noexcept;
  ~TemporaryFile();

  const std::string &path() const { return name; }
  llvm::Error write(llvm::StringRef text) const;

protected:
  explicit TemporaryFile(std::string path);

  std::string name;
};

/// An output that lies whole under its temporary name and is renamed next.
struct FinishedOutput {
  std::string temporary, target;
};

/// Sees the outputs of a command when all are finished and none is in its place.
using OutputsObserver = llvm::function_ref<void(llvm::ArrayRef<FinishedOutput>)>;

/// An output of a command: written beside its place under a temporary name and
/// then renamed, so that nothing half-written is ever seen.
class OutputFile : public TemporaryFile {
public:
  static llvm::Expected<OutputFile> create(llvm::StringRef target);

  FinishedOutput finished() const { return {name, target}; }
  llvm::Error commit();

private:
  OutputFile(std::string path, std::string target) : TemporaryFile(std::move(path)), target(std::move(target)) {}

  std::string target;
};

/// Renames all, the first one last.
llvm::Error commitOutputs(std::list<OutputFile> &outputs, OutputsObserver finished);

/// Writes a whole text file through an OutputFile.
llvm::Error writeFile(llvm::StringRef target, llvm::StringRef text);

} // namespace tenon::compiler

#endif
