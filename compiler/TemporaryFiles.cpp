//===- TemporaryFiles.cpp - Files that vanish, outputs that are whole -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/TemporaryFiles.h"
#include "compiler/Diagnostics.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include <vector>

using namespace llvm;

namespace tenon::compiler {

TemporaryFile::TemporaryFile(std::string path) : name(std::move(path)) { sys::RemoveFileOnSignal(name); }

TemporaryFile::TemporaryFile(TemporaryFile &&other) noexcept : name(std::move(other.name)) { other.name.clear(); }

TemporaryFile &TemporaryFile::operator=(TemporaryFile &&other) noexcept {
  std::swap(name, other.name);
  return *this;
}

TemporaryFile::~TemporaryFile() {
  if (name.empty())
    return;
  sys::fs::remove(name);
  sys::DontRemoveFileOnSignal(name);
}

Expected<TemporaryFile> TemporaryFile::create(StringRef suffix) {
  SmallString<128> path;
  if (std::error_code code = sys::fs::createTemporaryFile("tenon", suffix, path)) {
    SmallString<128> folder;
    sys::path::system_temp_directory(/*ErasedOnReboot=*/true, folder);
    return userError("cannot make a temporary file in " + folder + ": " + code.message() +
                     "; set TMPDIR to a folder with room");
  }
  return TemporaryFile(path.str().str());
}

Error TemporaryFile::write(StringRef text) const {
  std::error_code code;
  raw_fd_ostream stream(name, code);
  if (!code) {
    stream << text;
    stream.close();
    code = stream.error();
    stream.clear_error();
  }
  if (code)
    return userError("cannot write " + name + ": " + code.message());
  return Error::success();
}

Expected<OutputFile> OutputFile::create(StringRef target) {
  if (sys::fs::is_directory(target))
    return userError("cannot write " + target + ": it is a folder; name a file in it");
  SmallString<128> path;
  // Beside its place, because a rename does not cross file systems.
  std::error_code code = sys::fs::createUniqueFile(target + ".%%%%%%.tmp", path);
  if (code)
    return userError("cannot write " + target + ": " + code.message());
  return OutputFile(path.str().str(), target.str());
}

Error OutputFile::commit() {
  if (std::error_code code = sys::fs::rename(name, target))
    return userError("cannot write " + target + ": " + code.message());
  sys::DontRemoveFileOnSignal(name);
  name.clear();
  return Error::success();
}

Error commitOutputs(std::list<OutputFile> &outputs, OutputsObserver finished) {
  if (finished) {
    std::vector<FinishedOutput> files;
    for (const OutputFile &output : outputs)
      files.push_back(output.finished());
    finished(files);
  }
  // The first is what the others belong to.
  for (OutputFile &output : reverse(outputs))
    if (Error error = output.commit())
      return error;
  return Error::success();
}

Error writeFile(StringRef target, StringRef text) {
  Expected<OutputFile> file = OutputFile::create(target);
  if (!file)
    return file.takeError();
  if (Error error = file->write(text))
    return error;
  return file->commit();
}

} // namespace tenon::compiler
