//===- ScratchFile.h - A file for the time of a test -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SCRATCHFILE_H
#define TENON_SCRATCHFILE_H

#include <cstdio>
#include <filesystem>
#include <string>
#include <unistd.h>

/// A path in the folder for temporary files; what lies there is removed with this object.
struct ScratchFile {
  explicit ScratchFile(const std::string &suffix = ".safetensors")
      : path((std::filesystem::temp_directory_path() /
              ("tenon-" + std::to_string(getpid()) + "-" + std::to_string(++count) + suffix))
                 .string()) {}
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    std::filesystem::remove(std::filesystem::path(path).replace_extension(".safetensors"), ignored);
  }
  ScratchFile(const ScratchFile &) = delete;
  ScratchFile &operator=(const ScratchFile &) = delete;

  std::string path;
  static inline int count = 0;
};

#endif
