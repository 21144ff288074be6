//===- Array.h - Memory from malloc, without exceptions -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_ARRAY_H
#define TENON_RUNTIME_CORE_ARRAY_H

#include <new>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <type_traits>

namespace tenon::runtime {

/// Makes an object in memory from malloc; null when there is none.
template <typename T> T *make() {
  void *memory = aligned_alloc(alignof(T) < 16 ? 16 : alignof(T), (sizeof(T) + 63) / 64 * 64);
  return memory ? new (memory) T() : nullptr;
}

template <typename T> void dispose(T *object) {
  if (!object)
    return;
  object->~T();
  free(object);
}

/// A growable array of plain data. What may fail for lack of memory returns
/// false and leaves the array as it was.
template <typename T> class Array {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
  Array() = default;
  Array(const Array &) = delete;
  Array &operator=(const Array &) = delete;
  Array(Array &&other) noexcept : elements(other.elements), count(other.count), capacity(other.capacity) {
    other.elements = nullptr;
    other.count = other.capacity = 0;
  }
  Array &operator=(Array &&other) noexcept {
    if (this != &other) {
      free(elements);
      elements = other.elements;
      count = other.count;
      capacity = other.capacity;
      other.elements = nullptr;
      other.count = other.capacity = 0;
    }
    return *this;
  }
  ~Array() { free(elements); }

  /// New elements are zero.
  [[nodiscard]] bool resize(uint64_t size) {
    if (!reserve(size))
      return false;
    if (size > count)
      memset(static_cast<void *>(elements + count), 0, (size - count) * sizeof(T));
    count = size;
    return true;
  }

  [[nodiscard]] bool push(const T &value) {
    T copy = value; // may lie in this array
    if (count == capacity && !reserve(count < 8 ? 16 : count * 2))
      return false;
    elements[count++] = copy;
    return true;
  }

  [[nodiscard]] bool reserve(uint64_t size) {
    if (size <= capacity)
      return true;
    uint64_t bytes;
    if (__builtin_mul_overflow(size, sizeof(T), &bytes))
      return false;
    void *grown = realloc(static_cast<void *>(elements), bytes);
    if (!grown)
      return false;
    elements = static_cast<T *>(grown);
    capacity = size;
    return true;
  }

  void clear() { count = 0; }
  void pop() { --count; }
  uint64_t size() const { return count; }
  bool isEmpty() const { return count == 0; }
  T *data() { return elements; }
  const T *data() const { return elements; }
  T &operator[](uint64_t i) { return elements[i]; }
  const T &operator[](uint64_t i) const { return elements[i]; }
  T *begin() { return elements; }
  T *end() { return elements + count; }
  const T *begin() const { return elements; }
  const T *end() const { return elements + count; }

private:
  T *elements = nullptr;
  uint64_t count = 0;
  uint64_t capacity = 0;
};

} // namespace tenon::runtime

#endif
