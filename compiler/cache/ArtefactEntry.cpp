//===- ArtefactEntry.cpp - The outputs of one compilation in one file -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/cache/ArtefactEntry.h"
#include "compiler/Diagnostics.h"
#include "compiler/cache/FileRanges.h"
#include "compiler/cache/Record.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace tenon::compiler::cache {

namespace {

constexpr uint64_t blockBytes = 4096;

/// One output as the entry lists it.
struct Part {
  std::string name;
  bool executable = false;
  uint64_t offset = 0, size = 0, checksum = 0;
};

std::string headerOf(StringRef key, StringRef messages, ArrayRef<Part> parts) {
  RecordWriter record;
  record.text(key);
  record.text(messages);
  record.number(parts.size());
  for (const Part &part : parts) {
    record.text(part.name);
    record.number(part.executable);
    record.number(part.offset);
    record.number(part.size);
    record.number(part.checksum);
  }
  return record.finish(RecordKind::Artefact);
}

/// None where the entry is not whole or is that of another key.
std::optional<std::vector<Part>> readHeader(const FileHandle &file, StringRef key, std::string &messages) {
  std::optional<uint64_t> size = file.size();
  if (!size || *size < recordPrefixBytes)
    return std::nullopt;
  std::optional<std::string> prefix = file.read(0, recordPrefixBytes);
  std::optional<uint64_t> headerBytes = prefix ? RecordReader::sizeOf(*prefix) : std::nullopt;
  if (!headerBytes || *headerBytes > *size)
    return std::nullopt;
  std::optional<std::string> header = file.read(0, *headerBytes);
  std::optional<RecordReader> record = header ? RecordReader::open(*header, RecordKind::Artefact) : std::nullopt;
  if (!record || record->text() != key)
    return std::nullopt;
  messages = record->text();
  std::vector<Part> parts(record->count());
  for (Part &part : parts) {
    part.name = record->text();
    part.executable = record->number() != 0;
    part.offset = record->number();
    part.size = record->number();
    part.checksum = record->number();
    if (!isFileName(part.name) || part.offset > *size || part.size > *size - part.offset)
      return std::nullopt;
  }
  if (!record->isDone())
    return std::nullopt;
  return parts;
}

/// An entry says where its files belong: nowhere but to the output.
bool belongTo(StringRef output, ArrayRef<Part> parts) {
  return !parts.empty() && parts.front().name == sys::path::filename(output) &&
         all_of(parts, [&](const Part &part) { return StringRef(part.name).starts_with(sys::path::stem(output)); });
}

Error cannotWrite(StringRef path, std::error_code code) {
  return userError("cannot write " + path + ": " + code.message());
}

/// Writes one part to its output's temporary file.
Error restorePart(const FileHandle &entry, const Part &part, const OutputFile &output) {
  const FinishedOutput place = output.finished();
  FileHandle file = FileHandle::forWriting(place.temporary);
  if (!file)
    return cannotWrite(place.target, {errno, std::generic_category()});
  if (std::error_code code = copyRange(entry, part.offset, file, 0, part.size))
    return cannotWrite(place.target, code);
  if (!part.executable)
    return Error::success();
  auto mode = static_cast<sys::fs::perms>(sys::fs::all_all & ~sys::fs::getUmask());
  if (std::error_code code = sys::fs::setPermissions(place.temporary, mode))
    return cannotWrite(place.target, code);
  return Error::success();
}

} // namespace

bool isFileName(StringRef name) {
  return !name.empty() && name != "." && name != ".." && name.find_first_of(StringRef("/\0", 2)) == StringRef::npos;
}

std::string pathBeside(StringRef output, StringRef name) {
  SmallString<256> path = sys::path::parent_path(output);
  sys::path::append(path, name);
  return path.str().str();
}

Error writeEntry(StringRef path, StringRef key, ArrayRef<FinishedOutput> outputs, StringRef messages) {
  std::vector<Part> parts;
  std::vector<FileHandle> files;
  for (const FinishedOutput &output : outputs) {
    files.push_back(FileHandle::forReading(output.temporary));
    std::optional<uint64_t> size = files.back().size();
    std::optional<uint64_t> checksum = size ? checksumOf(files.back(), 0, *size) : std::nullopt;
    if (!checksum)
      return userError("cannot read " + output.temporary);
    parts.push_back({sys::path::filename(output.target).str(), sys::fs::can_execute(output.temporary), 0, *size, *checksum});
  }
  // All numbers have one size: the header's own does not depend on the offsets.
  uint64_t end = headerOf(key, messages, parts).size();
  for (Part &part : parts) {
    part.offset = alignTo(end, blockBytes);
    end = part.offset + part.size;
  }
  FileHandle entry = FileHandle::forWriting(path);
  if (!entry)
    return cannotWrite(path, {errno, std::generic_category()});
  if (std::error_code code = entry.write(0, headerOf(key, messages, parts)))
    return cannotWrite(path, code);
  for (auto [part, file] : zip_equal(parts, files))
    if (std::error_code code = copyRange(file, 0, entry, part.offset, part.size))
      return cannotWrite(path, code);
  return Error::success();
}

Expected<Found> restoreEntry(StringRef path, StringRef key, StringRef output, std::string &messages,
                             OutputsObserver finished) {
  FileHandle entry = FileHandle::forReading(path);
  if (!entry)
    return Found::Nothing;
  std::optional<std::vector<Part>> parts = readHeader(entry, key, messages);
  if (!parts || !belongTo(output, *parts))
    return Found::Damaged;
  for (const Part &part : *parts)
    if (checksumOf(entry, part.offset, part.size) != part.checksum)
      return Found::Damaged;
  std::list<OutputFile> outputs;
  for (const Part &part : *parts) {
    Expected<OutputFile> file = OutputFile::create(pathBeside(output, part.name));
    if (!file)
      return file.takeError();
    outputs.push_back(std::move(*file));
    if (Error error = restorePart(entry, part, outputs.back()))
      return std::move(error);
  }
  if (Error error = commitOutputs(outputs, finished))
    return std::move(error);
  return Found::Restored;
}

} // namespace tenon::compiler::cache
