//===- StringTable.h - The strings of a context --------------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_LONGTAIL_STRINGTABLE_H
#define TENON_RUNTIME_LONGTAIL_STRINGTABLE_H

#include "runtime/core/Array.h"
#include "runtime/core/ModelFormat.h"

namespace tenon::runtime {

/// Bytes, not ended by a zero, which need not be UTF-8.
struct TextView {
  const char *data;
  uint64_t size;
};

/// No string is longer: a .pb file would not hold it.
constexpr uint64_t largestString = INT32_MAX;

/// Every string once, by handle. Those of the model stay; others live until a
/// run begins that does not keep them (TenonStringOperations). A handle that is
/// out of date is not taken for another string: its upper half is the run that
/// it was made in.
class StringTable {
public:
  ~StringTable();

  /// False for lack of memory.
  bool open(const TenonStrings &model);

  /// False for lack of memory and for a string that is too long. `isForNextRun`
  /// where no run is under way.
  bool intern(TextView text, int64_t &handle, bool isForNextRun = false);

  /// False for what is no handle. Texts stay where they are while they live.
  bool find(int64_t handle, TextView &text) const;

  void beginRun() { ++run; }
  bool keep(int64_t handle);
  void dropOthers();

private:
  struct Entry {
    char *owned;      // null where the text lies in the model
    const char *text; // null for a place that is free
    uint64_t size;
    uint64_t hash;
    uint32_t next;       // place + 1 of the next one in the bucket, or of the next free one; 0 at the end
    uint32_t generation; // the upper half of its handle
    uint64_t lastRun;    // that it is wanted for
  };

  bool place(int64_t handle, uint32_t &at) const;
  uint64_t hashOf(TextView text) const;
  uint32_t &bucketOf(const Entry &entry) { return buckets[entry.hash & (buckets.size() - 1)]; }
  bool growBuckets();
  void unlink(uint32_t at);

  Array<Entry> entries;
  Array<uint32_t> buckets; // place + 1 of the first one; a power of two of them
  uint64_t fixed = 0;      // places of the model's own strings
  uint64_t used = 0;       // entries that hold a string
  uint32_t firstFree = 0;      // place + 1 of the first free one
  uint64_t run = 0;
};

} // namespace tenon::runtime

#endif
