//===- CacheCommand.cpp - tenonc cache ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CachedCompile.h"
#include "Commands.h"
#include "compiler/Diagnostics.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace tenon::compiler;
using namespace tenon::compiler::cache;

namespace tenon::tools {

namespace {

void printBytes(StringRef what, uint64_t bytes) {
  constexpr double million = 1e6;
  outs() << format("%-9s%.1f MB\n", what.str().c_str(), static_cast<double>(bytes) / million);
}

Expected<int> showCache(bool clears) {
  std::optional<std::string> folder = cacheFolder();
  if (!folder) {
    outs() << "The cache is off: TENON_CACHE says so, or there is no home folder.\n";
    return exitDone;
  }
  CompileCache cache(*folder);
  if (clears)
    if (Error error = cache.clear())
      return std::move(error);
  CacheStatistics statistics = cache.statistics();
  outs() << "folder   " << *folder << '\n';
  outs() << "entries  " << statistics.artefacts << '\n';
  printBytes("size", statistics.bytes);
  printBytes("limit", CompileCache::defaultLimit);
  return exitDone;
}

} // namespace

void addCacheCommand(CommandParser &parser, CommandLine &line) {
  Command command = parser.add("cache", "Show or empty the cache of compiled models", R"(Examples:
  tenonc cache                     where it is and how much it holds; what was used longest ago goes first
  tenonc cache --clear             empties it
  TENON_CACHE=off tenonc ...       compiles without it; TENON_CACHE=DIR: another folder)");
  auto clears = std::make_shared<bool>(false);
  command.flag("--clear", *clears, "Remove all that it holds");
  command.onChosen([clears, &line] { line.action = [clears] { return showCache(*clears); }; });
}

} // namespace tenon::tools
