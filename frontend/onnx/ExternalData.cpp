//===- ExternalData.cpp - Values in files beside a model -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/ExternalData.h"
#include "compiler/Diagnostics.h"
#include "compiler/InputFiles.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace llvm;

namespace tenon::onnx {

namespace {

constexpr int openFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

/// Opens folder by folder, for kernels that cannot do it at once.
int openStepwise(int folder, StringRef location) {
  int current = dup(folder);
  while (current >= 0) {
    auto [head, rest] = location.split('/');
    int flags = rest.empty() ? openFlags : openFlags | O_DIRECTORY;
    int next = openat(current, head.str().c_str(), flags);
    int reason = errno;
    close(current);
    errno = reason;
    if (rest.empty())
      return next;
    current = next;
    location = rest;
  }
  return -1;
}

int openBeneath(int folder, StringRef location) {
  open_how how = {};
  how.flags = openFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  auto opened = static_cast<int>(syscall(SYS_openat2, folder, location.str().c_str(), &how, sizeof how));
  return opened >= 0 || (errno != ENOSYS && errno != EPERM) ? opened : openStepwise(folder, location);
}

/// Why a location may not be read, whatever is there.
const char *faultOf(StringRef location) {
  if (location.empty())
    return "is empty";
  if (location.contains('\0') || location.size() > 4096)
    return "is no path";
  if (location.starts_with("/"))
    return "is an absolute path";
  SmallVector<StringRef> parts;
  location.split(parts, '/');
  if (is_contained(parts, ".."))
    return "leaves the folder";
  return nullptr;
}

/// For messages: names in models hold anything.
std::string quoted(StringRef location) {
  std::string text;
  raw_string_ostream stream(text);
  stream.write_escaped(location.take_front(200), /*UseHexEscapes=*/true);
  return "'" + text + "'";
}

Expected<MappedFile> mapBeneath(StringRef folder, StringRef location) {
  auto refuse = [&](const Twine &reason) {
    return compiler::userError("external data " + quoted(location) + " " + reason);
  };
  if (const char *fault = faultOf(location))
    return refuse(Twine(fault) + ": only files inside the model's folder are read");
  int directory = open(folder.str().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    return compiler::userError("cannot open the folder " + folder + ": " + strerror(errno));
  llvm::scope_exit closeDirectory([&] { close(directory); });
  int handle = openBeneath(directory, location);
  if (handle < 0 && (errno == ELOOP || errno == EXDEV))
    return refuse("is a symbolic link or leaves the model's folder, which is not followed");
  if (handle < 0)
    return refuse(Twine("cannot be read in ") + folder + ": " + strerror(errno));
  llvm::scope_exit closeFile([&] { close(handle); });
  struct stat status;
  if (fstat(handle, &status) != 0 || !S_ISREG(status.st_mode))
    return refuse("is no file with contents");
  if (status.st_nlink > 1)
    return refuse("has several hard links: it may be a file of another folder; copy it");
  auto size = static_cast<size_t>(status.st_size);
  if (!size)
    return MappedFile();
  void *memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, handle, 0);
  if (memory == MAP_FAILED)
    return refuse(Twine("cannot be read: ") + strerror(errno));
  std::shared_ptr<const void> owner(memory, [size](const void *start) { munmap(const_cast<void *>(start), size); });
  return MappedFile{{static_cast<const char *>(memory), size}, owner};
}

} // namespace

Expected<MappedFile> ExternalData::read(StringRef location, uint64_t offset, std::optional<uint64_t> bytes) {
  while (location.consume_front("./")) {
  }
  auto found = files.find(location);
  if (found == files.end()) {
    Expected<MappedFile> file = mapBeneath(folder, location);
    if (!file)
      return file.takeError();
    found = files.try_emplace(location, std::move(*file)).first;
    SmallString<256> path(folder);
    sys::path::append(path, location);
    compiler::noteInputFile(sys::path::remove_leading_dotslash(path));
  }
  const MappedFile &file = found->second;
  uint64_t size = file.bytes.size();
  if (offset > size || (bytes && *bytes > size - offset))
    return compiler::userError("external data " + quoted(location) + " has " + Twine(size) + " bytes, and the model reads " +
                               (bytes ? Twine(*bytes).str() + " bytes " : std::string()) + "from byte " + Twine(offset) +
                               " on");
  return MappedFile{file.bytes.slice(offset, bytes.value_or(size - offset)), file.owner};
}

} // namespace tenon::onnx
