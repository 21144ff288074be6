//===- Weights.cpp - Where the weights of a model are -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Weights.h"
#include "runtime/core/Array.h"
#include "runtime/core/Checksum.h"
#include "runtime/core/Elements.h"
#include "runtime/core/Pages.h"
#include "runtime/core/Random.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tenon::runtime {

struct WeightsMapping {
  WeightsMapping *next;
  const TenonModel *model; // whose weights were made here; null: of a file
  dev_t device;
  ino_t inode;
  timespec modified;
  uint64_t bytes;
  uint64_t checksum;
  const void *data;
  int users;
};

namespace {

pthread_mutex_t mappingsLock = PTHREAD_MUTEX_INITIALIZER;
WeightsMapping *mappings = nullptr;

bool isSame(const WeightsMapping &mapping, const struct stat &file, uint64_t checksum) {
  return !mapping.model && mapping.device == file.st_dev && mapping.inode == file.st_ino &&
         mapping.bytes == static_cast<uint64_t>(file.st_size) && mapping.modified.tv_sec == file.st_mtim.tv_sec &&
         mapping.modified.tv_nsec == file.st_mtim.tv_nsec && mapping.checksum == checksum;
}

/// Maps the open file and verifies it. Under the lock: a second context that
/// wants the same file waits instead of reading it too.
int mapWeights(int file, const TenonModel &model, const char *path, WeightsMapping *&mapping, Message &message) {
  struct stat status;
  if (fstat(file, &status))
    return fail(message, TENON_ERROR_USER, "cannot read the weights %s: %s", path, strerror(errno));
  if (!S_ISREG(status.st_mode))
    return fail(message, TENON_ERROR_USER, "the weights %s are not a regular file", path);
  if (static_cast<uint64_t>(status.st_size) != model.weightsBytes)
    return fail(message, TENON_ERROR_USER,
                "the weights %s have %lld bytes, and the model expects %llu: the file is damaged or of another model",
                path, static_cast<long long>(status.st_size), static_cast<unsigned long long>(model.weightsBytes));
  for (mapping = mappings; mapping; mapping = mapping->next)
    if (isSame(*mapping, status, model.weightsChecksum)) {
      ++mapping->users;
      return TENON_OK;
    }
  void *data = mapFile(file, model.weightsBytes);
  if (!data)
    return fail(message, TENON_ERROR_USER, "cannot map the weights %s: %s", path, strerror(errno));
  const bool isSound = tenonChecksum(data, model.weightsBytes) == model.weightsChecksum;
  mapping = isSound ? make<WeightsMapping>() : nullptr;
  if (!mapping) {
    munmap(data, model.weightsBytes);
    return isSound
               ? fail(message, TENON_ERROR_USER, "out of memory")
               : fail(message, TENON_ERROR_USER,
                      "the weights %s do not have the model's checksum: the file is damaged or of another model", path);
  }
  *mapping = {mappings,           nullptr,               status.st_dev, status.st_ino, status.st_mtim,
              model.weightsBytes, model.weightsChecksum, data,          1};
  mappings = mapping;
  return TENON_OK;
}

/// Values of one tensor: element i is a function of the seed, the tensor and i.
void fill(const TenonModel &model, int32_t number, char *memory) {
  const TenonMadeWeight &weight = model.made[number];
  const ElementType type = {weight.dtypeCode, weight.dtypeBits};
  for (uint64_t i = 0; i < weight.count; ++i) {
    const uint64_t bits = randomBits(model.weightsSeed, static_cast<uint64_t>(number), i);
    const double unit = static_cast<double>(static_cast<int64_t>(bits)) * 0x1p-63;
    storeElement(type, memory + weight.offset, static_cast<int64_t>(i), unit * static_cast<double>(weight.scale));
  }
}

/// Weights without a file, once in a process like those with one. Under the lock.
int makeWeights(const TenonModel &model, WeightsMapping *&mapping, Message &message) {
  for (mapping = mappings; mapping; mapping = mapping->next)
    if (mapping->model == &model) {
      ++mapping->users;
      return TENON_OK;
    }
  void *data = mapMemory(model.weightsBytes);
  mapping = data ? make<WeightsMapping>() : nullptr;
  if (!mapping) {
    if (data)
      munmap(data, model.weightsBytes);
    return fail(message, TENON_ERROR_USER, "out of memory: the weights take %llu bytes",
                static_cast<unsigned long long>(model.weightsBytes));
  }
  if (model.storedBytes)
    memcpy(data, model.weights, model.storedBytes);
  for (int32_t i = 0; i < model.madeCount; ++i)
    fill(model, i, static_cast<char *>(data));
  mprotect(data, model.weightsBytes, PROT_READ);
  *mapping = {mappings, &model, 0, 0, {}, model.weightsBytes, 0, data, 1};
  mappings = mapping;
  return TENON_OK;
}

} // namespace

bool findArtefact(const void *address, char *path, uint64_t size) {
  FILE *maps = fopen("/proc/self/maps", "re");
  if (!maps)
    return false;
  // START-END PERMISSIONS OFFSET DEVICE INODE PATH
  char line[4096 + 128];
  bool isFound = false;
  while (!isFound && fgets(line, sizeof line, maps)) {
    unsigned long long start, end;
    int position = 0;
    if (sscanf(line, "%llx-%llx %*s %*s %*s %*s %n", &start, &end, &position) != 2 || !position)
      continue;
    const auto value = reinterpret_cast<uintptr_t>(address);
    if (value < start || value >= end)
      continue;
    line[strcspn(line, "\n")] = 0;
    if (line[position] != '/' || strlen(line + position) >= size)
      break;
    strcpy(path, line + position);
    isFound = true;
  }
  fclose(maps);
  return isFound;
}

int openWeights(const TenonModel &model, const char *path, const void *&weights, WeightsMapping *&mapping,
                Message &message) {
  mapping = nullptr;
  weights = model.weights;
  if (model.madeCount && !path) {
    pthread_mutex_lock(&mappingsLock);
    const int status = makeWeights(model, mapping, message);
    pthread_mutex_unlock(&mappingsLock);
    if (status == TENON_OK)
      weights = mapping->data;
    return status;
  }
  if (model.weights || model.madeCount || !model.weightsFile || !model.weightsBytes) {
    if (path)
      return fail(message, TENON_ERROR_USER, "a file of weights was given (%s), but this model reads none", path);
    if (weights)
      adviseHugePages(weights, model.weightsBytes);
    return TENON_OK;
  }
  char beside[4096 + 512];
  if (!path) {
    if (!findArtefact(&model, beside, 4096))
      return fail(message, TENON_ERROR_USER,
                  "cannot tell where the model was loaded from; give the path of its weights (%s)", model.weightsFile);
    snprintf(strrchr(beside, '/') + 1, 512, "%s", model.weightsFile);
    path = beside;
  }
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return fail(message, TENON_ERROR_USER, "cannot open the weights %s: %s", path, strerror(errno));
  pthread_mutex_lock(&mappingsLock);
  int status = mapWeights(file, model, path, mapping, message);
  pthread_mutex_unlock(&mappingsLock);
  close(file);
  if (status == TENON_OK)
    weights = mapping->data;
  return status;
}

void releaseWeights(WeightsMapping *mapping) {
  if (!mapping)
    return;
  pthread_mutex_lock(&mappingsLock);
  if (--mapping->users == 0) {
    WeightsMapping **link = &mappings;
    while (*link != mapping)
      link = &(*link)->next;
    *link = mapping->next;
    munmap(const_cast<void *>(mapping->data), mapping->bytes);
    dispose(mapping);
  }
  pthread_mutex_unlock(&mappingsLock);
}

} // namespace tenon::runtime
