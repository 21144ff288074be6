//===- Device.h - Where tensors live ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DEVICE_H
#define TENON_DEVICE_H

#include "tenon/Error.h"
#include <cstdint>
#include <iosfwd>

namespace tenon {

enum class DeviceType : int8_t { CPU = 0, CUDA = 1 };
using DeviceIndex = int8_t;
inline constexpr DeviceType kCPU = DeviceType::CPU, kCUDA = DeviceType::CUDA;

/// Where a tensor lives. Only the CPU exists so far: moving to another device
/// is an Error.
class TENON_API Device {
public:
  Device(DeviceType type, DeviceIndex index = -1) : kind(type), number(index) {}
  /// From `cpu`, `cuda` or `cuda:1`. Throws for another text.
  Device(const std::string &text, TENON_HERE);
  Device(const char *text, TENON_HERE) : Device(std::string(text), here) {}

  DeviceType type() const { return kind; }
  /// -1 where none is named: the current one.
  DeviceIndex index() const { return number; }
  bool has_index() const { return number >= 0; }
  void set_index(DeviceIndex index) { number = index; }
  bool is_cpu() const { return kind == kCPU; }
  bool is_cuda() const { return kind == kCUDA; }
  bool operator==(const Device &other) const = default;
  std::string str() const;

private:
  DeviceType kind;
  DeviceIndex number;
};
TENON_API std::ostream &operator<<(std::ostream &stream, const Device &device);

namespace cuda {

/// Whether there is a GPU that Tenon can use: not yet.
TENON_API bool is_available();
TENON_API DeviceIndex device_count();
TENON_API bool cudnn_is_available();
/// Of the random numbers of GPUs: nothing without one.
TENON_API void manual_seed(uint64_t seed);
TENON_API void manual_seed_all(uint64_t seed);
/// Waits for a GPU. Throws where there is none.
TENON_API void synchronize(int64_t device_index = -1, TENON_HERE);

} // namespace cuda

} // namespace tenon

#endif
