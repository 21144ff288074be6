//===- CachedCompile.cpp - One compilation and the cache ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CachedCompile.h"
#include "compiler/InputFiles.h"
#include "compiler/cache/Fingerprint.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>

using namespace llvm;
using namespace tenon::compiler;
using namespace tenon::compiler::cache;

namespace tenon::tools {

std::optional<std::string> cacheFolder() {
  const char *chosen = std::getenv("TENON_CACHE");
  if (chosen && StringRef(chosen) == "off")
    return std::nullopt;
  if (chosen && *chosen)
    return absolutePath(chosen);
  SmallString<128> path;
  if (!sys::path::cache_directory(path))
    return std::nullopt;
  sys::path::append(path, "tenon");
  return absolutePath(path);
}

CachedCompile::CachedCompile(const Options &options, StringRef model, StringRef output, bool mayUse)
    : options(options), model(model), output(output), modelFile(splitModelArgument(model).first.str()),
      start(fileClock()) {
  // Dumps are written by compiling only.
  std::optional<std::string> folder = mayUse && options.dumpDirectory.empty() ? cacheFolder() : std::nullopt;
  if (folder)
    cache.emplace(*folder);
}

void CachedCompile::say(const Twine &what) {
  if (options.verbose)
    errs() << "cache: " << what << '\n';
}

/// None where the cache knows nothing of the model.
std::optional<std::string> CachedCompile::keyOfKnownModel() {
  std::optional<ModelRecord> known = cache->findModel(*baseKey);
  if (!known)
    return std::nullopt;
  record = std::move(*known);
  return artefactKeyOf(*baseKey, record);
}

Expected<bool> CachedCompile::find() {
  if (!cache) {
    say(options.dumpDirectory.empty() ? "off" : "off, as --dump-ir is of compiling");
    return false;
  }
  baseKey = baseKeyOf({options, model, modelFile, output});
  std::optional<std::string> key = baseKey ? keyOfKnownModel() : std::nullopt;
  if (!key) {
    say("miss, nothing is known of " + model + " as it is now");
    return false;
  }
  std::string messages;
  Expected<Found> found = cache->restore(*key, output, messages);
  if (!found)
    return found.takeError();
  switch (*found) {
  case Found::Nothing:
    say("miss, key " + *key);
    return false;
  case Found::Damaged:
    say("miss, key " + *key + ": its entry was damaged");
    return false;
  case Found::AsItWas:
    say("hit, key " + *key + ": " + output + " stays as it is");
    break;
  case Found::Restored:
    say("hit, key " + *key + ": copied to " + output);
    break;
  }
  // What the compiler of a definition said, and what a rule for make lists.
  errs() << messages;
  noteInputFile(modelFile);
  for (const std::string &file : record.files)
    noteInputFile(file);
  return true;
}

void CachedCompile::keep(ArrayRef<FinishedOutput> outputs, const ModelOrigin &origin) {
  if (!cache || !baseKey)
    return;
  if (!origin.reachesOut.empty())
    return say("not kept: " + model + " uses " + origin.reachesOut + ", so it may be another model each time");
  record = {inputFiles(), missingInputFiles(), systemInputFiles(), origin.asksEnvironment};
  // They may have been read before or after the change.
  for (const std::string &file : concat<const std::string>(record.files, record.system))
    if (changedSince(file, start))
      return say("not kept: " + file + " changed meanwhile");
  // The base key covers it.
  llvm::erase(record.files, modelFile);
  std::optional<std::string> key = artefactKeyOf(*baseKey, record);
  if (!key)
    return say("not kept: a file of the model cannot be read again");
  if (Error error = cache->keepModel(*baseKey, record))
    return say("not kept: " + toString(std::move(error)));
  Expected<bool> isKept = cache->keep(*key, outputs, origin.messages);
  if (!isKept)
    return say("not kept: " + toString(isKept.takeError()));
  say((*isKept ? "kept, key " : "noted, too large to be kept, key ") + *key);
}

} // namespace tenon::tools
