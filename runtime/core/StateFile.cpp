//===- StateFile.cpp - A context's state on disk ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/StateFile.h"
#include "runtime/core/Checksum.h"
#include "runtime/core/Json.h"
#include "runtime/core/Signature.h"
#include <algorithm>
#include <atomic>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tenon::runtime {

namespace {

constexpr char formatName[] = "tenon-state";

/// As much JSON as safetensors readers take.
constexpr uint64_t longestHeader = 100000000;

/// The names of element types in the file.
struct FileType {
  ElementType type;
  const char *name;
};
constexpr FileType fileTypes[] = {
    {{kDLFloat, 64}, "F64"},   {{kDLFloat, 32}, "F32"}, {{kDLFloat, 16}, "F16"}, {{kDLBfloat, 16}, "BF16"},
    {{kDLInt, 64}, "I64"},     {{kDLInt, 32}, "I32"},   {{kDLInt, 16}, "I16"},   {{kDLInt, 8}, "I8"},
    {{kDLUInt, 64}, "U64"},    {{kDLUInt, 32}, "U32"},  {{kDLUInt, 16}, "U16"},  {{kDLUInt, 8}, "U8"},
    {{kDLBool, 8}, "BOOL"},
};

const char *fileTypeOf(const TenonState &state) {
  for (const FileType &entry : fileTypes)
    if (entry.type == typeOf(state))
      return entry.name;
  return "unknown";
}

/// Of all values in the order of the model's states, `data` giving each.
template <typename Data> uint64_t checksumOf(const States &states, Data data) {
  uint64_t sum = 0;
  for (int32_t i = 0; i < states.count(); ++i) {
    const uint64_t chained[] = {sum, tenonChecksum(data(i), states.description(i).bytes)};
    sum = tenonChecksum(chained, sizeof chained);
  }
  return sum;
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// The length and the header, padded so that values begin at a multiple of 64.
bool makeHeader(const States &states, Text &header) {
  uint64_t length = 0;
  header.appendBytes(&length, sizeof length);
  const uint64_t sum = checksumOf(states, [&](int32_t i) { return states.addresses()[i]; });
  header.append("{\"__metadata__\":{\"format\":\"%s\",\"format_version\":\"%d\",\"model\":", formatName,
                stateFileVersion);
  appendJsonString(states.owner().name, header);
  header.append(",\"tenon\":");
  appendJsonString(states.owner().tenonVersion, header);
  header.append(",\"checksum\":\"%016llx\"}", static_cast<unsigned long long>(sum));
  uint64_t offset = 0;
  for (int32_t i = 0; i < states.count(); ++i) {
    const TenonState &state = states.description(i);
    header.append(",");
    appendJsonString(state.name, header);
    header.append(":{\"dtype\":\"%s\",\"shape\":[", fileTypeOf(state));
    for (int32_t d = 0; d < state.rank; ++d)
      header.append("%s%lld", d ? "," : "", static_cast<long long>(state.shape[d]));
    header.append("],\"data_offsets\":[%llu,%llu]}", static_cast<unsigned long long>(offset),
                  static_cast<unsigned long long>(offset + state.bytes));
    offset += state.bytes;
  }
  header.append("}");
  while (header.size() % 64 && header.isComplete())
    header.append(" ");
  return header.isComplete();
}

bool writeAll(int file, const void *bytes, uint64_t size) {
  const auto *position = static_cast<const char *>(bytes);
  while (size) {
    const ssize_t count = write(file, position, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return false;
    position += count;
    size -= static_cast<uint64_t>(count);
  }
  return true;
}

bool writeStates(int file, Text &header, const States &states) {
  const uint64_t length = header.size() - sizeof length;
  if (!writeAll(file, &length, sizeof length) || !writeAll(file, header.data() + sizeof length, length))
    return false;
  for (int32_t i = 0; i < states.count(); ++i)
    if (!writeAll(file, states.addresses()[i], states.description(i).bytes))
      return false;
  return true;
}

} // namespace

int saveStates(const States &states, const char *path, Message &message) {
  static std::atomic<int> number{0};
  if (!path || !*path)
    return fail(message, TENON_ERROR_USER, "save was given no path");
  Text header, temporary;
  temporary.append("%s.tenon-%d-%d.tmp", path, static_cast<int>(getpid()), ++number);
  const char *written = temporary.string();
  if (!makeHeader(states, header) || !*written)
    return fail(message, TENON_ERROR_USER, "out of memory");
  const int file = open(written, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0)
    return fail(message, TENON_ERROR_USER, "cannot write the state to %s: %s", path, strerror(errno));
  int code = writeStates(file, header, states) ? 0 : errno;
  // Some systems report a full disk only when the file is closed.
  if (close(file) && !code)
    code = errno;
  if (!code && rename(written, path))
    code = errno;
  if (!code)
    return TENON_OK;
  unlink(written);
  return fail(message, TENON_ERROR_USER, "cannot write the state to %s: %s", path, strerror(code));
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

namespace {

/// A tensor of the file that is one of the model's states, or none (-1).
struct Entry {
  int64_t begin, end; // in the values
};

/// A file in memory, for as long as this lives.
class MappedFile {
public:
  ~MappedFile() {
    if (bytes)
      munmap(const_cast<char *>(bytes), size);
  }
  int open(const char *path, Message &message) {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    int code = file < 0 || fstat(file, &status) ? errno : 0;
    if (!code && !S_ISREG(status.st_mode))
      code = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    if (!code && status.st_size) {
      size = static_cast<uint64_t>(status.st_size);
      void *data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
      if (data == MAP_FAILED)
        code = errno;
      else
        bytes = static_cast<const char *>(data);
    }
    if (file >= 0)
      close(file);
    return code ? fail(message, TENON_ERROR_USER, "cannot read the state %s: %s", path, strerror(code)) : TENON_OK;
  }

  const char *bytes = nullptr;
  uint64_t size = 0;
};

class Loader {
public:
  Loader(States &states, const char *path, Message &message) : states(states), path(path), message(message) {}

  int load();

private:
  int findHeader();
  int readHeader(bool wantsMetadata);
  int readMetadata(JsonReader &json);
  int readTensor(JsonReader &json, const char *name);
  bool readSizes(JsonReader &json, Array<int64_t> &sizes);
  int checkMetadata();
  int checkTensors();
  int checkRange(int32_t i);
  int damaged(const char *what) {
    return fail(message, TENON_ERROR_USER, "the state %s is damaged: %s", path, what);
  }
  /// Adds to the list of what does not fit.
  template <typename... Arguments> void differs(const char *text, Arguments... arguments) {
    if (differences.size())
      differences.append("; ");
    differences.append(text, arguments...);
  }

  States &states;
  const char *path;
  Message &message;
  MappedFile file;
  const char *header = nullptr, *values = nullptr;
  uint64_t headerBytes = 0, valueBytes = 0;
  Text format, version, model, tenon, checksum;
  Array<Entry> entries; // of each state; begin is -1 where the file lacks it
  Text differences;
};

bool Loader::readSizes(JsonReader &json, Array<int64_t> &sizes) {
  if (!json.take('['))
    return false;
  if (json.take(']'))
    return true;
  do {
    int64_t size;
    if (!json.readNumber(size) || !sizes.push(size))
      return false;
  } while (json.take(','));
  return json.take(']');
}

int Loader::readMetadata(JsonReader &json) {
  const struct {
    const char *key;
    Text *value;
  } known[] = {{"format", &format}, {"format_version", &version}, {"model", &model}, {"tenon", &tenon},
               {"checksum", &checksum}};
  if (!json.take('{'))
    return damaged("its metadata cannot be read");
  if (json.take('}'))
    return TENON_OK;
  do {
    Text key, ignored;
    if (!json.readString(key) || !json.take(':'))
      return damaged("its metadata cannot be read");
    Text *target = &ignored;
    for (const auto &entry : known)
      if (!strcmp(key.string(), entry.key) && !entry.value->size())
        target = entry.value;
    if (!json.readString(*target))
      return damaged("its metadata cannot be read");
  } while (json.take(','));
  return json.take('}') ? TENON_OK : damaged("its metadata cannot be read");
}

/// One tensor of the header, compared with the state of its name.
int Loader::readTensor(JsonReader &json, const char *name) {
  Text type;
  Array<int64_t> shape, offsets;
  if (!json.take('{'))
    return damaged("its header cannot be read");
  do {
    Text key;
    if (!json.readString(key) || !json.take(':'))
      return damaged("its header cannot be read");
    const char *field = key.string();
    const bool isRead = !strcmp(field, "dtype")          ? json.readString(type)
                        : !strcmp(field, "shape")        ? readSizes(json, shape)
                        : !strcmp(field, "data_offsets") ? readSizes(json, offsets)
                                                         : json.skipValue();
    if (!isRead)
      return damaged("its header cannot be read");
  } while (json.take(','));
  if (!json.take('}') || offsets.size() != 2)
    return damaged("its header cannot be read");
  int32_t i = 0;
  while (i < states.count() && strcmp(states.description(i).name, name))
    ++i;
  if (i == states.count()) {
    differs("the model has no '%s'", name);
    return TENON_OK;
  }
  if (entries[i].begin >= 0)
    return damaged("a name stands in it twice");
  entries[i] = {offsets[0], offsets[1]};
  const TenonState &state = states.description(i);
  if (strcmp(type.string(), fileTypeOf(state)) || shape.size() != static_cast<uint64_t>(state.rank) ||
      !std::equal(shape.begin(), shape.end(), state.shape)) {
    char expected[256], got[256];
    differs("'%s' is %s %s in the file and %s in the model", name, type.string(),
            formatShape(shape.data(), static_cast<int32_t>(shape.size()), got, sizeof got),
            describeState(state, expected, sizeof expected));
  }
  return TENON_OK;
}

int Loader::findHeader() {
  if (file.size < sizeof headerBytes)
    return damaged("it is shorter than any state");
  memcpy(&headerBytes, file.bytes, sizeof headerBytes);
  header = file.bytes + sizeof headerBytes;
  if (headerBytes > longestHeader || headerBytes > file.size - sizeof headerBytes || *header != '{')
    return damaged("it is no safetensors file, or cut off");
  values = header + headerBytes;
  valueBytes = file.size - sizeof headerBytes - headerBytes;
  return TENON_OK;
}

/// The metadata, or all but these: a newer file may describe tensors otherwise,
/// and is known by its metadata.
int Loader::readHeader(bool wantsMetadata) {
  JsonReader json(header, headerBytes);
  json.take('{');
  for (bool isFirst = true; !json.take('}'); isFirst = false) {
    Text name;
    if ((!isFirst && !json.take(',')) || !json.readString(name) || !json.take(':'))
      return damaged("its header cannot be read");
    const bool isMetadata = !strcmp(name.string(), "__metadata__");
    int status = TENON_OK;
    if (isMetadata != wantsMetadata)
      status = json.skipValue() ? TENON_OK : damaged("its header cannot be read");
    else
      status = isMetadata ? readMetadata(json) : readTensor(json, name.string());
    if (status)
      return status;
  }
  return json.isAtEnd() ? TENON_OK : damaged("its header cannot be read");
}

int Loader::checkMetadata() {
  if (strcmp(format.string(), formatName))
    return fail(message, TENON_ERROR_USER,
                "%s is a safetensors file, but no state that a model of Tenon saved: its metadata lack format: %s",
                path, formatName);
  char *end;
  errno = 0;
  const long number = strtol(version.string(), &end, 10);
  if (*end || end == version.string() || errno || number < 1)
    return damaged("it does not say which version of the form it has");
  if (number > stateFileVersion)
    return fail(message, TENON_ERROR_USER,
                "the state %s has format %ld (written by Tenon %s), and this model (made by Tenon %s) reads formats up "
                "to %d; use a model made by a newer Tenon",
                path, number, tenon.string(), states.owner().tenonVersion, stateFileVersion);
  return TENON_OK;
}

int Loader::checkRange(int32_t i) {
  const Entry &entry = entries[i];
  if (entry.begin > entry.end || static_cast<uint64_t>(entry.end) > valueBytes)
    return damaged("it is cut off");
  if (static_cast<uint64_t>(entry.end - entry.begin) != states.description(i).bytes)
    return damaged("the places of its values do not fit their sizes");
  return TENON_OK;
}

int Loader::checkTensors() {
  for (int32_t i = 0; i < states.count(); ++i)
    if (entries[i].begin < 0)
      differs("the file lacks '%s'", states.description(i).name);
  if (differences.size() || !differences.isComplete())
    return fail(message, TENON_ERROR_USER, "the state %s of the model '%s' does not fit the model '%s': %s", path,
                model.string(), states.owner().name, differences.string());
  for (int32_t i = 0; i < states.count(); ++i)
    if (int status = checkRange(i))
      return status;
  const uint64_t sum = checksumOf(states, [&](int32_t i) { return values + entries[i].begin; });
  char expected[32];
  snprintf(expected, sizeof expected, "%016llx", static_cast<unsigned long long>(sum));
  return strcmp(expected, checksum.string()) ? damaged("its values do not have its checksum") : TENON_OK;
}

int Loader::load() {
  if (int status = file.open(path, message))
    return status;
  if (!entries.resize(static_cast<uint64_t>(states.count())))
    return fail(message, TENON_ERROR_USER, "out of memory");
  for (Entry &entry : entries)
    entry.begin = -1;
  if (int status = findHeader())
    return status;
  if (int status = readHeader(/*wantsMetadata=*/true))
    return status;
  if (int status = checkMetadata())
    return status;
  if (int status = readHeader(/*wantsMetadata=*/false))
    return status;
  if (int status = checkTensors())
    return status;
  for (int32_t i = 0; i < states.count(); ++i)
    if (entries[i].begin < entries[i].end)
      memcpy(states.addresses()[i], values + entries[i].begin, states.description(i).bytes);
  return TENON_OK;
}

} // namespace

int loadStates(States &states, const char *path, Message &message) {
  if (!path || !*path)
    return fail(message, TENON_ERROR_USER, "load was given no path");
  return Loader(states, path, message).load();
}

} // namespace tenon::runtime
