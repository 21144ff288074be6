//===- StringTable.cpp - The strings of a context ------------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/longtail/StringTable.h"

namespace tenon::runtime {

StringTable::~StringTable() {
  for (Entry &entry : entries)
    free(entry.owned);
}

bool StringTable::open(const TenonStrings &model) {
  if (model.count < 0 || model.count >= INT32_MAX || !entries.reserve(static_cast<uint64_t>(model.count)))
    return false;
  uint64_t begin = 0;
  for (int64_t i = 0; i < model.count; ++i) {
    Entry entry = {};
    entry.text = model.bytes + begin;
    entry.size = model.ends[i] - begin;
    entry.hash = hashOf({entry.text, entry.size});
    begin = model.ends[i];
    if (!entries.push(entry))
      return false;
  }
  fixed = used = entries.size();
  return growBuckets();
}

/// Of 64-bit words, mixed so that all of their bits count. The address of the
/// table makes it another function in every process.
uint64_t StringTable::hashOf(TextView text) const {
  constexpr uint64_t factor = 0x9e3779b97f4a7c15;
  uint64_t hash = reinterpret_cast<uintptr_t>(this) ^ text.size * factor;
  for (uint64_t i = 0; i < text.size; i += 8) {
    uint64_t word = 0;
    memcpy(&word, text.data + i, text.size - i < 8 ? text.size - i : 8);
    const auto product = static_cast<unsigned __int128>(hash ^ word) * (factor ^ (hash << 1 | 1));
    hash = static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
  }
  return hash ^ hash >> 32;
}

/// At least two buckets for each string.
bool StringTable::growBuckets() {
  uint64_t count = 64;
  while (count < 2 * used)
    count *= 2;
  if (count <= buckets.size())
    return true;
  if (!buckets.resize(count))
    return false;
  memset(buckets.data(), 0, count * sizeof(uint32_t));
  for (uint64_t i = 0; i < entries.size(); ++i)
    if (Entry &entry = entries[i]; entry.text) {
      entry.next = bucketOf(entry);
      bucketOf(entry) = static_cast<uint32_t>(i) + 1;
    }
  return true;
}

bool StringTable::intern(TextView text, int64_t &handle, bool isForNextRun) {
  if (text.size > largestString)
    return false;
  Entry entry = {};
  entry.size = text.size;
  entry.hash = hashOf(text);
  entry.lastRun = run + isForNextRun;
  entry.generation = static_cast<uint32_t>(entry.lastRun & INT32_MAX);
  for (uint32_t next = bucketOf(entry); next; next = entries[next - 1].next) {
    Entry &found = entries[next - 1];
    if (found.hash != entry.hash || found.size != text.size || (text.size && memcmp(found.text, text.data, text.size)))
      continue;
    if (found.lastRun < entry.lastRun)
      found.lastRun = entry.lastRun;
    handle = static_cast<int64_t>(static_cast<uint64_t>(found.generation) << 32 | (next - 1));
    return true;
  }
  ++used;
  const bool isThereRoom = growBuckets() && (firstFree || (entries.size() < INT32_MAX && entries.push({})));
  entry.owned = isThereRoom ? static_cast<char *>(malloc(text.size + 1)) : nullptr;
  if (!entry.owned) {
    --used;
    if (isThereRoom && !firstFree)
      entries.pop();
    return false;
  }
  if (text.size)
    memcpy(entry.owned, text.data, text.size);
  entry.text = entry.owned;
  const uint32_t at = firstFree ? firstFree - 1 : static_cast<uint32_t>(entries.size()) - 1;
  if (firstFree)
    firstFree = entries[at].next;
  entry.next = bucketOf(entry);
  bucketOf(entry) = at + 1;
  entries[at] = entry;
  handle = static_cast<int64_t>(static_cast<uint64_t>(entry.generation) << 32 | at);
  return true;
}

bool StringTable::place(int64_t handle, uint32_t &at) const {
  at = static_cast<uint32_t>(handle);
  return handle >= 0 && at < entries.size() && entries[at].text &&
         entries[at].generation == static_cast<uint32_t>(handle >> 32);
}

bool StringTable::find(int64_t handle, TextView &text) const {
  uint32_t at;
  if (!place(handle, at))
    return false;
  text = {entries[at].text, entries[at].size};
  return true;
}

bool StringTable::keep(int64_t handle) {
  uint32_t at;
  if (!place(handle, at))
    return false;
  entries[at].lastRun = run;
  return true;
}

void StringTable::unlink(uint32_t at) {
  uint32_t *link = &bucketOf(entries[at]);
  while (*link != at + 1)
    link = &entries[*link - 1].next;
  *link = entries[at].next;
}

void StringTable::dropOthers() {
  uint64_t end = fixed;
  for (uint64_t i = fixed; i < entries.size(); ++i) {
    Entry &entry = entries[i];
    if (entry.text && entry.lastRun < run) {
      unlink(static_cast<uint32_t>(i));
      free(entry.owned);
      entry = {};
      --used;
    }
    if (entry.text)
      end = i + 1;
  }
  // So that one run with many strings does not make all later ones slow.
  while (entries.size() > end)
    entries.pop();
  firstFree = 0;
  for (uint64_t i = end; i-- > fixed;)
    if (!entries[i].text) {
      entries[i].next = firstFree;
      firstFree = static_cast<uint32_t>(i) + 1;
    }
}

namespace {

StringTable &tableOf(void *table) { return *static_cast<StringTable *>(table); }

void close(void *table) { dispose(static_cast<StringTable *>(table)); }

void *open(const TenonStrings *strings) {
  StringTable *table = make<StringTable>();
  if (table && !table->open(*strings)) {
    dispose(table);
    table = nullptr;
  }
  return table;
}

void beginRun(void *table) { tableOf(table).beginRun(); }

int64_t keep(void *table, const int64_t *handles, int64_t count) {
  for (int64_t i = 0; i < count; ++i)
    if (!tableOf(table).keep(handles[i]))
      return i;
  return -1;
}

void dropOthers(void *table) { tableOf(table).dropOthers(); }

const char *textOf(void *table, int64_t handle, uint64_t *size) {
  TextView text;
  if (!tableOf(table).find(handle, text))
    return nullptr;
  *size = text.size;
  return text.data;
}

int32_t intern(void *table, const char *text, uint64_t size, int64_t *handle) {
  return tableOf(table).intern({text, size}, *handle, /*isForNextRun=*/true);
}

} // namespace

} // namespace tenon::runtime

extern "C" {
extern const TenonStringOperations tenonStringOperations;
const TenonStringOperations tenonStringOperations = {
    tenon::runtime::open,       tenon::runtime::close,  tenon::runtime::beginRun, tenon::runtime::keep,
    tenon::runtime::dropOthers, tenon::runtime::textOf, tenon::runtime::intern};
}
