//===- Device.cpp - Where tensors live --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Device.h"
#include <ostream>

namespace tenon {

Device::Device(const std::string &text, SourceLocation here) : kind(kCPU), number(-1) {
  std::string rest = text.substr(text.find(':') == std::string::npos ? text.size() : text.find(':') + 1);
  std::string head = text.substr(0, text.find(':'));
  bool digits = rest.find_first_not_of("0123456789") == std::string::npos && rest.size() < 3;
  if ((head != "cpu" && head != "cuda") || !digits || text.ends_with(':'))
    throw Error("Device: '" + text + "' is no device: use cpu, cuda or cuda:0", here);
  kind = head == "cpu" ? kCPU : kCUDA;
  if (!rest.empty())
    number = static_cast<int8_t>(std::stoi(rest));
}

std::string Device::str() const {
  return std::string(is_cpu() ? "cpu" : "cuda") + (number < 0 ? "" : ":" + std::to_string(number));
}
std::ostream &operator<<(std::ostream &stream, const Device &device) { return stream << device.str(); }

namespace cuda {

bool is_available() { return false; }
DeviceIndex device_count() { return 0; }
bool cudnn_is_available() { return false; }
void manual_seed(uint64_t) {}
void manual_seed_all(uint64_t) {}
void synchronize(int64_t, SourceLocation here) { throw Error("cuda::synchronize: there is no GPU that Tenon can use", here); }

} // namespace cuda

} // namespace tenon
