//===- Files.h - Files read whole, and written whole or not at all ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_FILES_H
#define TENON_RUNTIME_PROGRAM_FILES_H

#include "runtime/core/Message.h"
#include "runtime/core/Text.h"

namespace tenon::runtime {

/// The contents of a file or pipe. Returns a status.
int readFile(const char *path, Array<char> &contents, Message &message);

bool isFolder(const char *path);
bool fileExists(const char *path);

/// A name that comes from a model, as the name of a file: everything but
/// letters, digits, `-`, `_` and `.` becomes %XX, and so does a leading dot.
void appendEncoded(const char *name, Text &text);

/// Files that appear together: each is written under a temporary name in its
/// folder, and all are renamed at the end. What is not committed is removed,
/// after Ctrl-C too.
class OutputFiles {
public:
  OutputFiles() = default;
  OutputFiles(const OutputFiles &) = delete;
  OutputFiles &operator=(const OutputFiles &) = delete;
  ~OutputFiles();

  /// Makes the folder where it is missing. Returns a status.
  int useFolder(const char *path, Message &message);

  /// Opens the next file, which will appear as `path`. Returns a status.
  int open(const char *path, Message &message);

  /// Writes to file number `index` of those opened. Returns a status.
  int write(uint64_t index, const void *bytes, uint64_t size, Message &message);

  int commit(Message &message);

private:
  struct File {
    char *path;
    char *temporary;
    int descriptor;
  };
  Array<File> files;
  char *madeFolder = nullptr;
};

/// Removes the temporary files of all OutputFiles that live. For signal
/// handlers.
void removeTemporaryFiles();

} // namespace tenon::runtime

#endif
