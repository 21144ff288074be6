//===- CompileCache.cpp - A folder of compiled models ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/CompileCache.h"
#include "compiler/Diagnostics.h"
#include "compiler/cache/FileRanges.h"
#include "compiler/cache/Fingerprint.h"
#include "compiler/cache/Record.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <fcntl.h>
#include <sys/stat.h>

using namespace llvm;

namespace tenon::compiler::cache {

namespace {

constexpr StringLiteral models = "models";
constexpr StringLiteral artefacts = "artefacts";
constexpr StringLiteral outputRecords = "outputs";
constexpr StringLiteral kinds[] = {models, artefacts, outputRecords};

/// A process that was killed leaves its temporary file.
constexpr uint64_t temporaryLifetime = uint64_t(3600) * 1'000'000'000;

struct CachedFile {
  std::string path;
  StringRef kind;
  bool isTemporary = false;
  FileIdentity identity;
};

/// Names are keys, and of temporary files begin with one; others are not the cache's.
bool isOwnName(StringRef name) {
  StringRef key = name.split('.').first;
  bool isKey = key.size() == keyLetters && all_of(key, [](char c) { return isHexDigit(c); });
  return isKey && (name.size() == key.size() || name.ends_with(".tmp"));
}

std::vector<CachedFile> listFiles(StringRef folder) {
  std::vector<CachedFile> files;
  for (StringRef kind : kinds) {
    SmallString<256> path(folder);
    sys::path::append(path, kind);
    std::error_code code;
    for (sys::fs::directory_iterator entry(path, code), end; !code && entry != end; entry.increment(code)) {
      StringRef name = sys::path::filename(entry->path());
      if (!isOwnName(name))
        continue;
      if (std::optional<FileIdentity> identity = identityOf(entry->path()))
        files.push_back({entry->path(), kind, name.ends_with(".tmp"), *identity});
    }
  }
  return files;
}

/// The file's time says when it was used last.
void markUsed(const std::string &path) { utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }

std::optional<std::string> readRecord(StringRef path) {
  FileHandle file = FileHandle::forReading(path);
  std::optional<uint64_t> size = file.size();
  if (!size || *size > recordPrefixBytes + recordLimit)
    return std::nullopt;
  return file.read(0, *size);
}

std::string keyOfOutput(StringRef output) {
  KeyBuilder builder;
  builder.add(absolutePath(output));
  return builder.finish();
}

} // namespace

std::string CompileCache::pathOf(StringRef kind, StringRef key) const {
  SmallString<256> path(folder);
  sys::path::append(path, kind, key);
  return path.str().str();
}

Error CompileCache::prepareFolder(StringRef kind) const {
  SmallString<256> path(folder);
  sys::path::append(path, kind);
  // What is in it becomes programs: it is its owner's.
  if (std::error_code code = sys::fs::create_directories(path, /*IgnoreExisting=*/true, sys::fs::owner_all))
    return userError("cannot make " + path + ": " + code.message());
  return Error::success();
}

Error CompileCache::writeRecord(StringRef kind, StringRef key, StringRef bytes) const {
  if (bytes.size() > recordPrefixBytes + recordLimit)
    return userError("there is too much to note");
  if (Error error = prepareFolder(kind))
    return error;
  return writeFile(pathOf(kind, key), bytes);
}

std::optional<ModelRecord> CompileCache::findModel(StringRef baseKey) const {
  const std::string path = pathOf(models, baseKey);
  std::optional<std::string> bytes = readRecord(path);
  std::optional<RecordReader> reader = bytes ? RecordReader::open(*bytes, RecordKind::Model) : std::nullopt;
  if (!reader || reader->text() != baseKey)
    return std::nullopt;
  ModelRecord record;
  record.asksEnvironment = reader->number() != 0;
  for (std::vector<std::string> *files : {&record.files, &record.missing, &record.system}) {
    files->resize(reader->count());
    for (std::string &file : *files)
      file = reader->text();
  }
  if (!reader->isDone())
    return std::nullopt;
  markUsed(path);
  return record;
}

Error CompileCache::keepModel(StringRef baseKey, const ModelRecord &record) const {
  RecordWriter writer;
  writer.text(baseKey);
  writer.number(record.asksEnvironment);
  for (const std::vector<std::string> *files : {&record.files, &record.missing, &record.system}) {
    writer.number(files->size());
    for (const std::string &file : *files)
      writer.text(file);
  }
  return writeRecord(models, baseKey, writer.finish(RecordKind::Model));
}

Error CompileCache::keepOutput(StringRef key, ArrayRef<FinishedOutput> outputs, StringRef messages) const {
  RecordWriter writer;
  const std::string output = absolutePath(outputs.front().target);
  writer.text(output);
  writer.text(key);
  writer.text(messages);
  writer.number(outputs.size());
  for (const FinishedOutput &file : outputs) {
    // The identity stays when the file is renamed into its place.
    FileIdentity identity = identityOf(file.temporary).value_or(FileIdentity());
    writer.text(sys::path::filename(file.target));
    writer.number(identity.size);
    writer.number(identity.modified);
    writer.number(identity.inode);
  }
  return writeRecord(outputRecords, keyOfOutput(output), writer.finish(RecordKind::Output));
}

bool CompileCache::standsThere(StringRef key, StringRef output, std::string &messages) const {
  const std::string path = pathOf(outputRecords, keyOfOutput(output));
  std::optional<std::string> bytes = readRecord(path);
  std::optional<RecordReader> reader = bytes ? RecordReader::open(*bytes, RecordKind::Output) : std::nullopt;
  if (!reader || reader->text() != absolutePath(output) || reader->text() != key)
    return false;
  messages = reader->text();
  uint64_t count = reader->count();
  for (uint64_t i = 0; i < count; ++i) {
    std::string name = reader->text();
    FileIdentity identity;
    identity.size = reader->number();
    identity.modified = reader->number();
    identity.inode = reader->number();
    if (!isFileName(name) || identityOf(pathBeside(output, name)) != identity)
      return false;
  }
  if (!count || !reader->isDone())
    return false;
  markUsed(path);
  markUsed(pathOf(artefacts, key));
  return true;
}

Expected<Found> CompileCache::restore(StringRef key, StringRef output, std::string &messages) const {
  if (standsThere(key, output, messages))
    return Found::AsItWas;
  const std::string path = pathOf(artefacts, key);
  Expected<Found> found =
      restoreEntry(path, key, output, messages, [&](ArrayRef<FinishedOutput> outputs) {
        // Without the note, the next time is a copy again.
        consumeError(keepOutput(key, outputs, messages));
      });
  if (!found)
    return found.takeError();
  if (*found == Found::Damaged)
    sys::fs::remove(path);
  if (*found == Found::Restored)
    markUsed(path);
  return found;
}

Expected<bool> CompileCache::keep(StringRef key, ArrayRef<FinishedOutput> outputs, StringRef messages) const {
  if (Error error = keepOutput(key, outputs, messages))
    return std::move(error);
  uint64_t bytes = 0;
  for (const FinishedOutput &output : outputs)
    bytes += identityOf(output.temporary).value_or(FileIdentity()).size;
  if (bytes > limit / 4)
    return false;
  if (Error error = prepareFolder(artefacts))
    return std::move(error);
  Expected<OutputFile> entry = OutputFile::create(pathOf(artefacts, key));
  if (!entry)
    return entry.takeError();
  if (Error error = writeEntry(entry->path(), key, outputs, messages))
    return std::move(error);
  if (Error error = entry->commit())
    return std::move(error);
  dropOldest();
  return true;
}

void CompileCache::dropOldest() const {
  std::vector<CachedFile> files = listFiles(folder);
  const uint64_t now = fileClock();
  uint64_t bytes = 0;
  for (const CachedFile &file : files)
    bytes += file.identity.size;
  llvm::sort(files, [](const CachedFile &a, const CachedFile &b) { return a.identity.modified < b.identity.modified; });
  for (const CachedFile &file : files) {
    // Another process is writing a temporary file, or did.
    bool isLeft = file.isTemporary && file.identity.modified + temporaryLifetime < now;
    bool isTooMuch = !file.isTemporary && bytes > limit;
    if ((isLeft || isTooMuch) && !sys::fs::remove(file.path))
      bytes -= file.identity.size;
  }
}

CacheStatistics CompileCache::statistics() const {
  CacheStatistics statistics;
  for (const CachedFile &file : listFiles(folder)) {
    statistics.artefacts += file.kind == artefacts && !file.isTemporary;
    statistics.bytes += file.identity.size;
  }
  return statistics;
}

Error CompileCache::clear() const {
  for (const CachedFile &file : listFiles(folder))
    if (std::error_code code = sys::fs::remove(file.path))
      return userError("cannot remove " + file.path + ": " + code.message());
  return Error::success();
}

} // namespace tenon::compiler::cache
