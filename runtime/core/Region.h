//===- Region.h - Memory of whole pages ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_REGION_H
#define TENON_RUNTIME_CORE_REGION_H

#include <stdint.h>

namespace tenon::runtime {

/// Zeroed memory from the system, page aligned. Grows by being replaced: its
/// contents are lost.
class Region {
public:
  Region() = default;
  Region(const Region &) = delete;
  Region &operator=(const Region &) = delete;
  ~Region();

  /// At least so many bytes; false for lack of memory.
  [[nodiscard]] bool ensure(uint64_t bytes);

  char *data() const { return start; }
  uint64_t size() const { return length; }

private:
  char *start = nullptr;
  uint64_t length = 0;
};

} // namespace tenon::runtime

#endif
