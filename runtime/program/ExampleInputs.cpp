//===- ExampleInputs.cpp - Inputs made from a seed ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/ExampleInputs.h"
#include "runtime/core/Elements.h"
#include "runtime/core/Random.h"
#include <errno.h>
#include <stdlib.h>

namespace tenon::runtime {

namespace {

/// The sum of four uniform numbers: near enough to normal, mean 0, deviation 1.
double randomNormal(uint64_t bits) {
  double sum = 0;
  for (int i = 0; i < 4; ++i)
    sum += static_cast<double>(bits >> (16 * i) & 0xffff) / 65536.0;
  return (sum - 2) * 1.7320508;
}

/// "attention_mask", "Mask", "padding_mask_1".
bool isMask(const char *name) {
  for (const char *c = name; *c; ++c)
    if ((*c | 0x20) == 'm' && (c[1] | 0x20) == 'a' && (c[2] | 0x20) == 's' && (c[3] | 0x20) == 'k')
      return true;
  return false;
}

/// One element of an input.
double chooseValue(const TenonTensorInfo &info, bool isOnes, uint64_t bits) {
  if (isOnes)
    return 1;
  if (isFloat(typeOf(info)))
    return randomNormal(bits);
  if (info.dtypeCode == kDLBool)
    return static_cast<double>(bits & 1);
  if (info.rangeBits)
    return static_cast<double>(bits >> 16 & ((uint64_t{1} << (info.rangeBits < 47 ? info.rangeBits : 47)) - 1));
  // Bytes are pictures and quantized values, never indices.
  if (info.dtypeBits <= 8) {
    const int count = 1 << info.dtypeBits;
    return static_cast<double>(static_cast<int>(bits >> 16) & (count - 1)) - (info.dtypeCode == kDLInt ? count / 2 : 0);
  }
  return static_cast<double>(bits >> 16 & 1);
}

/// Reads "1x128"; false if it is none.
bool parseShape(const char *text, int64_t *shape, int32_t &rank) {
  rank = 0;
  for (;;) {
    char *end;
    errno = 0;
    if (*text < '0' || *text > '9' || rank == maximumRank)
      return false;
    shape[rank++] = strtoll(text, &end, 10);
    if (errno || (*end && *end != 'x' && *end != ','))
      return false;
    if (!*end)
      return true;
    text = end + 1;
  }
}

int applyShape(const TenonFunction &function, const char *value, int64_t *symbols, Message &message) {
  for (int32_t i = 0; i < function.inputCount; ++i) {
    const TenonTensorInfo &info = function.inputs[i];
    const size_t length = strlen(info.name);
    if (strncmp(value, info.name, length) || value[length] != '=')
      continue;
    int64_t shape[maximumRank];
    int32_t rank;
    if (!parseShape(value + length + 1, shape, rank) || rank != info.rank) {
      char expected[256];
      return fail(message, TENON_ERROR_USER, "--shape: '%s' gives no %d sizes such as 1x128 for %s", value, info.rank,
                  describeShape(function, info, expected, sizeof expected));
    }
    for (int32_t d = 0; d < rank; ++d)
      if (info.symbols[d] >= 0)
        symbols[info.symbols[d]] = shape[d];
    return TENON_OK;
  }
  return fail(message, TENON_ERROR_USER, "--shape: '%s' does not start with the name of an input and an equals sign",
              value);
}

/// Sizes that no symbol gives must be what was asked for too.
int checkShape(const TenonFunction &function, const char *value, const int64_t *sizes, Message &message) {
  for (int32_t i = 0; i < function.inputCount; ++i) {
    const TenonTensorInfo &info = function.inputs[i];
    const size_t length = strlen(info.name);
    if (strncmp(value, info.name, length) || value[length] != '=')
      continue;
    int64_t shape[maximumRank];
    int32_t rank;
    if (!parseShape(value + length + 1, shape, rank))
      return TENON_ERROR_DEFECT;
    for (int32_t d = 0; d < rank; ++d)
      if (sizes[info.sizes[d]] != shape[d])
        return fail(message, TENON_ERROR_USER, "--shape: '%s': dimension %d of input '%s' can only be %lld", value, d,
                    info.name, static_cast<long long>(sizes[info.sizes[d]]));
    return TENON_OK;
  }
  return TENON_OK;
}

void fill(const TenonTensorInfo &info, HostTensor &tensor, uint64_t seed, uint64_t stream) {
  const bool isOnes = isMask(info.name);
  const auto count = static_cast<int64_t>(tensor.bytes) / tensor.type.bytes();
  for (int64_t i = 0; i < count; ++i)
    storeElement(tensor.type, tensor.data, i,
                 chooseValue(info, isOnes, randomBits(seed, stream, static_cast<uint64_t>(i))));
}

/// Strings of the model, which it may look for, else the empty one.
int fillStrings(const TenonStrings *strings, HostTensor &tensor, uint64_t seed, uint64_t stream, Message &message) {
  const int64_t count = static_cast<int64_t>(tensor.bytes / sizeof(int64_t));
  for (int64_t i = 0; i < count && strings; ++i) {
    const uint64_t chosen =
        randomBits(seed, stream, static_cast<uint64_t>(i)) % static_cast<uint64_t>(strings->count);
    const uint64_t begin = chosen ? strings->ends[chosen - 1] : 0;
    if (!tensor.addString(strings->bytes + begin, strings->ends[chosen] - begin))
      return fail(message, TENON_ERROR_USER, "out of memory");
  }
  return TENON_OK;
}

} // namespace

int makeInputs(const TenonModel &model, const TenonFunction &function, const Array<const char *> &shapes, uint64_t seed,
               TensorList &inputs, Message &message) {
  Array<int64_t> symbols, sizes;
  if (!inputs.resize(function.inputCount) || !symbols.resize(static_cast<uint64_t>(function.symbolCount)) ||
      !sizes.resize(static_cast<uint64_t>(function.sizeCount)))
    return fail(message, TENON_ERROR_USER, "out of memory");
  for (int32_t s = 0; s < function.symbolCount; ++s)
    symbols[s] = s == 0 ? 1 : 128;
  for (const char *value : shapes)
    if (int status = applyShape(function, value, symbols.data(), message))
      return status;
  function.sizes(symbols.data(), sizes.data());
  for (const char *value : shapes)
    if (int status = checkShape(function, value, sizes.data(), message))
      return status;
  for (int32_t i = 0; i < function.inputCount; ++i) {
    const TenonTensorInfo &info = function.inputs[i];
    int64_t shape[maximumRank];
    for (int32_t d = 0; d < info.rank && d < maximumRank; ++d)
      shape[d] = sizes[info.sizes[d]];
    if (int status = inputs[i].allocate(typeOf(info), shape, info.rank, info.name, message))
      return status;
    if (!(typeOf(info) == stringType))
      fill(info, inputs[i], seed, static_cast<uint64_t>(i));
    else if (int status = fillStrings(model.strings, inputs[i], seed, static_cast<uint64_t>(i), message))
      return status;
  }
  return TENON_OK;
}

} // namespace tenon::runtime
