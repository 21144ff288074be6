//===- TemporaryFolder.h - A folder that is removed -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TESTS_COMPILER_CACHE_TEMPORARYFOLDER_H
#define TENON_TESTS_COMPILER_CACHE_TEMPORARYFOLDER_H

#include "compiler/TemporaryFiles.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace tenon::compiler::cache {

struct TemporaryFolder {
  TemporaryFolder() {
    llvm::cantFail(llvm::errorCodeToError(llvm::sys::fs::createUniqueDirectory("tenon-cache", path)));
  }
  ~TemporaryFolder() { llvm::sys::fs::remove_directories(path); }

  std::string at(llvm::StringRef name) const {
    llvm::SmallString<128> file(path);
    llvm::sys::path::append(file, name);
    return file.str().str();
  }
  std::string write(llvm::StringRef name, llvm::StringRef text) const {
    llvm::cantFail(writeFile(at(name), text));
    return at(name);
  }
  /// "absent" where there is none.
  std::string read(llvm::StringRef name) const {
    auto buffer = llvm::MemoryBuffer::getFile(at(name));
    return buffer ? (*buffer)->getBuffer().str() : "absent";
  }

  llvm::SmallString<128> path;
};

} // namespace tenon::compiler::cache

#endif
