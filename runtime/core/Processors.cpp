//===- Processors.cpp - How many threads this process may use -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Processors.h"
#include <algorithm>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tenon::runtime {

namespace {

constexpr int maximumProcessors = 8192;

struct ProcessorSet {
  unsigned long words[maximumProcessors / (8 * sizeof(unsigned long))];

  bool contains(int processor) const {
    constexpr int bits = 8 * sizeof(unsigned long);
    return processor < maximumProcessors && (words[processor / bits] >> (processor % bits) & 1);
  }
};

/// The C library's function has no room for large machines; false if unknown.
bool readAffinity(ProcessorSet &set) {
  memset(&set, 0, sizeof set);
  return syscall(SYS_sched_getaffinity, 0, sizeof set.words, set.words) > 0;
}

/// The start of a small file as a string; false if it cannot be read.
bool readText(const char *path, char *text, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return false;
  ssize_t count = read(file, text, size - 1);
  close(file);
  if (count < 0)
    return false;
  text[count] = 0;
  return true;
}

/// Whether the processor is the first allowed one of its core.
bool isFirstOfCore(int processor, const ProcessorSet &set) {
  char path[96], text[256];
  snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", processor);
  if (!readText(path, text, sizeof text))
    return true;
  // "0,64" or "0-1".
  for (char *position = text; *position >= '0' && *position <= '9';) {
    long first = strtol(position, &position, 10), last = first;
    if (*position == '-')
      last = strtol(position + 1, &position, 10);
    for (long other = first; other <= last && other < processor; ++other)
      if (set.contains(static_cast<int>(other)))
        return false;
    if (*position == ',')
      ++position;
  }
  return true;
}

/// A control group's limit on CPU time. Version 2 writes "quota period" or
/// "max period" into one file, version 1 uses two, and -1 for no limit.
int quotaOfGroup(const char *folder, bool isVersionTwo) {
  char path[1200], text[128];
  long long quota = 0, period = 0;
  if (isVersionTwo) {
    snprintf(path, sizeof path, "%s/cpu.max", folder);
    if (!readText(path, text, sizeof text) || sscanf(text, "%lld %lld", &quota, &period) != 2)
      return 0;
  } else {
    snprintf(path, sizeof path, "%s/cpu.cfs_quota_us", folder);
    if (!readText(path, text, sizeof text) || sscanf(text, "%lld", &quota) != 1)
      return 0;
    snprintf(path, sizeof path, "%s/cpu.cfs_period_us", folder);
    if (!readText(path, text, sizeof text) || sscanf(text, "%lld", &period) != 1)
      return 0;
  }
  if (quota <= 0 || period <= 0)
    return 0;
  return static_cast<int>(std::clamp<long long>(quota / period, 1, maximumProcessors));
}

/// Where the controller is mounted; `top` is the group that the mount shows as
/// its root. A line of mountinfo: ID PARENT DEVICE ROOT MOUNT OPTIONS... - TYPE SOURCE OPTIONS.
bool findMount(const char *root, bool isVersionTwo, char *mount, char *top) {
  char path[600], line[2048], options[512], type[64];
  snprintf(path, sizeof path, "%s/proc/self/mountinfo", root);
  FILE *file = fopen(path, "re");
  if (!file)
    return false;
  bool isFound = false;
  while (!isFound && fgets(line, sizeof line, file)) {
    const char *rest = strstr(line, " - ");
    if (!rest || sscanf(line, "%*s %*s %*s %511s %511s", top, mount) != 2 ||
        sscanf(rest, " - %63s %*s %511s", type, options) != 2)
      continue;
    if (isVersionTwo) {
      isFound = !strcmp(type, "cgroup2");
      continue;
    }
    if (strcmp(type, "cgroup"))
      continue;
    for (char *state, *option = strtok_r(options, ",", &state); option; option = strtok_r(nullptr, ",", &state))
      isFound |= !strcmp(option, "cpu");
  }
  fclose(file);
  return isFound;
}

/// The group of this process below the controller's root.
bool findGroup(const char *root, bool isVersionTwo, char *group) {
  char path[600], line[1024];
  snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
  FILE *file = fopen(path, "re");
  if (!file)
    return false;
  bool isFound = false;
  while (!isFound && fgets(line, sizeof line, file)) {
    // NUMBER:CONTROLLERS:PATH, with no controllers for version 2.
    char *controllers = strchr(line, ':');
    char *start = controllers ? strchr(controllers + 1, ':') : nullptr;
    if (!start)
      continue;
    *controllers++ = 0;
    *start++ = 0;
    start[strcspn(start, "\n")] = 0;
    if (isVersionTwo)
      isFound = !*controllers && !strcmp(line, "0");
    for (char *state, *name = strtok_r(controllers, ",", &state); name && !isVersionTwo;
         name = strtok_r(nullptr, ",", &state))
      isFound |= !strcmp(name, "cpu");
    if (isFound)
      snprintf(group, 512, "%s", start);
  }
  fclose(file);
  return isFound;
}

/// The smallest limit from the group up to the root that is mounted.
int quotaOfVersion(const char *root, bool isVersionTwo) {
  char mount[512], top[512], group[512], folder[1100];
  if (!findMount(root, isVersionTwo, mount, top) || !findGroup(root, isVersionTwo, group))
    return 0;
  const char *below = group;
  if (strcmp(top, "/") && !strncmp(group, top, strlen(top)))
    below += strlen(top);
  snprintf(folder, sizeof folder, "%s%s%s", root, mount, below);
  const size_t mountLength = strlen(root) + strlen(mount);
  int smallest = 0;
  for (;;) {
    int quota = quotaOfGroup(folder, isVersionTwo);
    if (quota && (!smallest || quota < smallest))
      smallest = quota;
    char *slash = strrchr(folder, '/');
    if (strlen(folder) <= mountLength || !slash)
      return smallest;
    *std::max(slash, folder + mountLength) = 0;
  }
}

} // namespace

int allowedProcessors() {
  ProcessorSet set;
  if (!readAffinity(set))
    return static_cast<int>(std::max<long>(1, sysconf(_SC_NPROCESSORS_ONLN)));
  int count = 0;
  for (unsigned long word : set.words)
    count += __builtin_popcountl(word);
  return std::max(1, count);
}

int controlGroupQuota(const char *root) {
  int two = quotaOfVersion(root, true), one = quotaOfVersion(root, false);
  return two && one ? std::min(one, two) : std::max(one, two);
}

int usableCores() {
  int cores = 0;
  ProcessorSet set;
  if (readAffinity(set))
    for (int processor = 0; processor < maximumProcessors; ++processor)
      cores += set.contains(processor) && isFirstOfCore(processor, set);
  if (!cores)
    cores = allowedProcessors();
  int quota = controlGroupQuota("");
  return std::max(1, quota ? std::min(quota, cores) : cores);
}

int chooseThreads(int32_t requested, const char *environment, int &threads, Message &message) {
  if (requested < 0 || requested > maximumThreads)
    return fail(message, TENON_ERROR_USER, "the number of threads is %d; it must be between 1 and %d", requested,
                maximumThreads);
  threads = requested;
  if (!threads && environment && *environment) {
    char *end;
    errno = 0;
    long value = strtol(environment, &end, 10);
    if (*end || errno || value < 1 || value > maximumThreads)
      return fail(message, TENON_ERROR_USER, "TENON_THREADS is '%s'; it takes a number from 1 to %d", environment,
                  maximumThreads);
    threads = static_cast<int>(value);
  }
  if (!threads)
    threads = std::min(usableCores(), maximumThreads);
  return TENON_OK;
}

} // namespace tenon::runtime
