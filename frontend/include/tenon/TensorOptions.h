//===- TensorOptions.h - How tensors are made -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOROPTIONS_H
#define TENON_TENSOROPTIONS_H

#include "tenon/Device.h"
#include "tenon/Types.h"

namespace tenon {

/// How elements lie in memory: there is one way.
enum class Layout : int8_t { Strided };
inline constexpr Layout kStrided = Layout::Strided;

/// How a tensor is made: `dtype(kLong).device(kCPU)`. What is not set has its default.
class TensorOptions {
public:
  TensorOptions() = default;
  TensorOptions(ScalarType dtype) : type(dtype) {}
  TensorOptions(Device device) : place(device) {}
  TensorOptions(DeviceType device) : place(device) {}
  TensorOptions(Layout) {}

  TensorOptions dtype(std::optional<ScalarType> dtype) const { return with(&TensorOptions::type, dtype); }
  TensorOptions device(std::optional<Device> device) const { return with(&TensorOptions::place, device); }
  TensorOptions device(DeviceType device, DeviceIndex index = -1) const { return this->device(Device(device, index)); }
  TensorOptions device_index(DeviceIndex index) const { return device(Device(kCUDA, index)); }
  TensorOptions layout(Layout) const { return *this; }
  TensorOptions requires_grad(std::optional<bool> requires_grad) const {
    return with(&TensorOptions::gradient, requires_grad);
  }
  /// Accepted and of no effect: there is no device to copy to.
  TensorOptions pinned_memory(std::optional<bool>) const { return *this; }

  bool has_dtype() const { return type.has_value(); }
  bool has_device() const { return place.has_value(); }
  bool has_requires_grad() const { return gradient.has_value(); }
  ScalarType dtype() const { return type.value_or(kFloat); }
  Device device() const { return place.value_or(Device(kCPU)); }
  DeviceIndex device_index() const { return device().index(); }
  Layout layout() const { return kStrided; }
  bool requires_grad() const { return gradient.value_or(false); }
  bool pinned_memory() const { return false; }
  std::optional<ScalarType> dtype_opt() const { return type; }
  std::optional<Device> device_opt() const { return place; }

  /// These, but for what `other` sets.
  TensorOptions merge_in(const TensorOptions &other) const {
    TensorOptions result = *this;
    result.type = other.type ? other.type : type;
    result.place = other.place ? other.place : place;
    result.gradient = other.gradient ? other.gradient : gradient;
    return result;
  }

private:
  template <typename T>
  TensorOptions with(std::optional<T> TensorOptions::*member, const std::optional<T> &value) const {
    TensorOptions result = *this;
    result.*member = value;
    return result;
  }

  std::optional<ScalarType> type;
  std::optional<Device> place;
  std::optional<bool> gradient;
};

inline TensorOptions dtype(ScalarType type) { return TensorOptions(type); }
inline TensorOptions device(Device device) { return TensorOptions(device); }
inline TensorOptions device_index(DeviceIndex index) { return TensorOptions().device_index(index); }
inline TensorOptions layout(Layout layout) { return TensorOptions(layout); }
inline TensorOptions requires_grad(bool requires_grad = true) { return TensorOptions().requires_grad(requires_grad); }

} // namespace tenon

#endif
