//===- InputFiles.cpp - The files that a model was made of ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/InputFiles.h"
#include <mutex>
#include <set>

using namespace llvm;

namespace tenon::compiler {

namespace {

std::mutex mutex;

struct NotedFiles {
  std::set<std::string> read, missing, system;
};

NotedFiles &files() {
  static auto *noted = new NotedFiles;
  return *noted;
}

/// Make reads a space, a `#` and a `$` of a name as its own.
std::string escaped(StringRef path) {
  std::string text;
  for (char c : path) {
    if (c == ' ' || c == '#')
      text += '\\';
    if (c == '$')
      text += '$';
    text += c;
  }
  return text;
}

} // namespace

void noteInputFile(StringRef path) {
  std::lock_guard lock(mutex);
  files().read.insert(path.str());
}

void noteMissingFile(StringRef path) {
  std::lock_guard lock(mutex);
  files().missing.insert(path.str());
}

void noteSystemFile(StringRef path) {
  std::lock_guard lock(mutex);
  files().system.insert(path.str());
}

std::vector<std::string> inputFiles() {
  std::lock_guard lock(mutex);
  return {files().read.begin(), files().read.end()};
}

std::vector<std::string> missingInputFiles() {
  std::lock_guard lock(mutex);
  return {files().missing.begin(), files().missing.end()};
}

std::vector<std::string> systemInputFiles() {
  std::lock_guard lock(mutex);
  return {files().system.begin(), files().system.end()};
}

std::string dependencyRule(StringRef target, ArrayRef<std::string> files) {
  std::string text = escaped(target) + ":";
  for (const std::string &file : files)
    text += " \\\n  " + escaped(file);
  text += '\n';
  for (const std::string &file : files)
    text += "\n" + escaped(file) + ":\n";
  return text;
}

std::vector<std::string> parseDependencyRule(StringRef text) {
  std::vector<std::string> files;
  std::string word;
  auto finish = [&] {
    if (!word.empty())
      files.push_back(std::move(word));
    word.clear();
  };
  text = text.split(": ").second;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i], next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\\' && (next == ' ' || next == '#')) {
      word += next;
      ++i;
    } else if (c == '$' && next == '$') {
      word += c;
      ++i;
    } else if (c == '\n' || c == ' ' || (c == '\\' && next == '\n')) {
      finish();
    } else {
      word += c;
    }
  }
  finish();
  return files;
}

} // namespace tenon::compiler
