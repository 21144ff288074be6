//===- Signature.cpp - Inputs and outputs against what a function takes -===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Signature.h"
#include "runtime/core/Array.h"
#include <stdio.h>

namespace tenon::runtime {

namespace {

/// Sizes beyond this are refused, so that products of two are still numbers.
constexpr int64_t maximumSize = INT32_MAX;

/// A tensor in words: "input 'ids'".
struct Subject {
  const char *kind;
  const char *name;
};

int checkType(Subject subject, const DLTensor &tensor, ElementType expected, Message &message) {
  if (tensor.dtype.code == expected.code && tensor.dtype.bits == expected.bits && tensor.dtype.lanes == 1)
    return TENON_OK;
  ElementType got = {tensor.dtype.code, tensor.dtype.bits};
  if (tensor.dtype.lanes == 1 && isKnown(got))
    return fail(message, TENON_ERROR_USER, "%s '%s': expected elements of %s, got %s", subject.kind, subject.name,
                nameOf(expected), nameOf(got));
  return fail(message, TENON_ERROR_USER, "%s '%s': expected elements of %s, got DLPack type code %d, %d bits, %d lanes",
              subject.kind, subject.name, nameOf(expected), tensor.dtype.code, tensor.dtype.bits, tensor.dtype.lanes);
}

bool isDense(const DLTensor &tensor) {
  if (!tensor.strides)
    return true;
  int64_t expected = 1;
  for (int32_t d = tensor.ndim - 1; d >= 0; --d) {
    if (tensor.shape[d] == 0)
      return true;
    // The stride of a single element is never used.
    if (tensor.shape[d] != 1 && tensor.strides[d] != expected)
      return false;
    expected *= tensor.shape[d];
  }
  return true;
}

bool isEmpty(const DLTensor &tensor) {
  for (int32_t d = 0; d < tensor.ndim; ++d)
    if (tensor.shape[d] == 0)
      return true;
  return false;
}

/// Everything that does not need the sizes.
int checkTensor(const TenonFunction &function, Subject subject, const TenonTensorInfo &info, const DLTensor &tensor,
                Message &message) {
  if (tensor.device.device_type != kDLCPU)
    return fail(message, TENON_ERROR_USER, "%s '%s': expected memory of the CPU, got DLPack device type %d",
                subject.kind, subject.name, static_cast<int>(tensor.device.device_type));
  if (int status = checkType(subject, tensor, typeOf(info), message))
    return status;
  if (tensor.ndim != info.rank) {
    char expected[256], got[256] = "";
    if (tensor.ndim > 0 && tensor.ndim <= maximumRank && tensor.shape)
      formatShape(tensor.shape, tensor.ndim, got, sizeof got);
    return fail(message, TENON_ERROR_USER, "%s '%s': expected %d dimensions %s, got %d %s", subject.kind, subject.name,
                info.rank, describeShape(function, info, expected, sizeof expected), tensor.ndim, got);
  }
  if (info.rank && !tensor.shape)
    return fail(message, TENON_ERROR_USER, "%s '%s': its shape is a null pointer", subject.kind, subject.name);
  for (int32_t d = 0; d < info.rank; ++d)
    if (tensor.shape[d] < 0 || tensor.shape[d] > maximumSize)
      return fail(message, TENON_ERROR_USER, "%s '%s': dimension %d is %lld; sizes are between 0 and %lld",
                  subject.kind, subject.name, d, static_cast<long long>(tensor.shape[d]),
                  static_cast<long long>(maximumSize));
  if (!isDense(tensor))
    return fail(message, TENON_ERROR_USER,
                "%s '%s': expected dense row-major memory, got other strides; make a contiguous copy", subject.kind,
                subject.name);
  if (!tensor.data && !isEmpty(tensor))
    return fail(message, TENON_ERROR_USER, "%s '%s': its data is a null pointer", subject.kind, subject.name);
  return TENON_OK;
}

int failCount(const TenonFunction &function, int32_t count, Message &message) {
  char names[700] = "";
  size_t length = 0;
  for (int32_t i = 0; i < function.inputCount && length < sizeof names; ++i)
    length += snprintf(names + length, sizeof names - length, "%s%s", i ? ", " : " (", function.inputs[i].name);
  return fail(message, TENON_ERROR_USER, "function '%s' expects %d inputs%s%s, got %d", function.name,
              function.inputCount, names, function.inputCount ? ")" : "", count);
}

/// The input and dimension that set a symbol, for a message.
int failSymbol(const TenonFunction &function, const DLTensor *inputs, int32_t input, int32_t d, int32_t symbol,
               Message &message) {
  for (int32_t i = 0; i <= input; ++i)
    for (int32_t k = 0; k < function.inputs[i].rank; ++k)
      if (function.inputs[i].symbols[k] == symbol)
        return fail(message, TENON_ERROR_USER,
                    "input '%s': dimension %d is %lld, but '%s' is %lld in dimension %d of input '%s'",
                    function.inputs[input].name, d, static_cast<long long>(inputs[input].shape[d]),
                    function.symbolNames[symbol], static_cast<long long>(inputs[i].shape[k]), k,
                    function.inputs[i].name);
  return TENON_ERROR_DEFECT;
}

} // namespace

const char *formatShape(const int64_t *shape, int32_t rank, char *text, uint64_t size) {
  size_t length = snprintf(text, size, "[");
  for (int32_t d = 0; d < rank && length < size; ++d)
    length += snprintf(text + length, size - length, "%s%lld", d ? ", " : "", static_cast<long long>(shape[d]));
  if (length < size)
    snprintf(text + length, size - length, "]");
  return text;
}

const char *describeShape(const TenonFunction &function, const TenonTensorInfo &info, char *text, uint64_t size) {
  // A size that is the same for two sets of symbol values is a constant.
  Array<int64_t> symbols, sizes, others;
  snprintf(text, size, "[...]");
  if (!symbols.resize(static_cast<uint64_t>(function.symbolCount)) ||
      !sizes.resize(static_cast<uint64_t>(function.sizeCount)) ||
      !others.resize(static_cast<uint64_t>(function.sizeCount)))
    return text;
  for (int32_t s = 0; s < function.symbolCount; ++s)
    symbols[s] = 64 + 7 * s;
  function.sizes(symbols.data(), sizes.data());
  for (int32_t s = 0; s < function.symbolCount; ++s)
    symbols[s] = 1009 + 11 * s;
  function.sizes(symbols.data(), others.data());

  size_t length = snprintf(text, size, "[");
  for (int32_t d = 0; d < info.rank && length < size; ++d) {
    const char *comma = d ? ", " : "";
    const int32_t index = info.sizes[d];
    if (info.symbols[d] >= 0)
      length += snprintf(text + length, size - length, "%s%s", comma, function.symbolNames[info.symbols[d]]);
    else if (sizes[index] == others[index])
      length += snprintf(text + length, size - length, "%s%lld", comma, static_cast<long long>(sizes[index]));
    else
      length += snprintf(text + length, size - length, "%s?", comma);
  }
  if (length < size)
    snprintf(text + length, size - length, "]");
  return text;
}

int bindSymbols(const TenonFunction &function, const DLTensor *inputs, int32_t count, const uint8_t *isDefined,
                int64_t *symbols, Message &message) {
  if (count != function.inputCount)
    return failCount(function, count, message);
  if (count && !inputs)
    return fail(message, TENON_ERROR_USER, "the array of inputs is a null pointer");
  for (int32_t s = 0; s < function.symbolCount; ++s)
    symbols[s] = -1;
  for (int32_t i = 0; i < count; ++i) {
    const TenonTensorInfo &info = function.inputs[i];
    if (int status = checkTensor(function, {"input", info.name}, info, inputs[i], message))
      return status;
    for (int32_t d = 0; d < info.rank; ++d) {
      const int32_t symbol = info.symbols[d];
      if (symbol < 0)
        continue;
      if (symbols[symbol] < 0)
        symbols[symbol] = inputs[i].shape[d];
      else if (symbols[symbol] != inputs[i].shape[d])
        return failSymbol(function, inputs, i, d, symbol, message);
    }
  }
  for (int32_t s = 0; s < function.symbolCount; ++s)
    if (symbols[s] < 0 && isDefined[s])
      symbols[s] = 1; // until it is
    else if (symbols[s] < 0)
      return fail(message, TENON_ERROR_DEFECT, "no input of function '%s' tells the size '%s'", function.name,
                  function.symbolNames[s]);
  return TENON_OK;
}

int checkSizes(const TenonFunction &function, const DLTensor *inputs, const int64_t *sizes, Message &message) {
  for (int32_t i = 0; i < function.inputCount; ++i) {
    const TenonTensorInfo &info = function.inputs[i];
    for (int32_t d = 0; d < info.rank; ++d) {
      if (inputs[i].shape[d] == sizes[info.sizes[d]])
        continue;
      char expected[256], got[256];
      return fail(message, TENON_ERROR_USER, "input '%s': dimension %d is %lld, expected %lld: got shape %s for %s",
                  info.name, d, static_cast<long long>(inputs[i].shape[d]),
                  static_cast<long long>(sizes[info.sizes[d]]),
                  formatShape(inputs[i].shape, info.rank, got, sizeof got),
                  describeShape(function, info, expected, sizeof expected));
    }
  }
  return TENON_OK;
}

int checkOutput(const TenonFunction &function, int32_t index, const DLTensor &output, const int64_t *sizes,
                const void *owned, Message &message) {
  const TenonTensorInfo &info = function.outputs[index];
  if (!output.data || output.data == owned) {
    if (output.shape && output.ndim < info.rank)
      return fail(message, TENON_ERROR_USER,
                  "output '%s': its shape has room for %d sizes, expected %d; a null shape gets memory too", info.name,
                  output.ndim, info.rank);
    return TENON_OK;
  }
  if (info.rank && !output.shape)
    return fail(message, TENON_ERROR_USER, "output '%s': memory was given without its shape", info.name);
  if (int status = checkTensor(function, {"output", info.name}, info, output, message))
    return status;
  for (int32_t d = 0; d < info.rank; ++d)
    if (output.shape[d] != sizes[info.sizes[d]])
      return fail(message, TENON_ERROR_USER,
                  "output '%s': the given memory has %lld in dimension %d, and the result has %lld", info.name,
                  static_cast<long long>(output.shape[d]), d, static_cast<long long>(sizes[info.sizes[d]]));
  return TENON_OK;
}

bool measureTensor(const TenonTensorInfo &info, const int64_t *sizes, uint64_t &bytes) {
  bytes = static_cast<uint64_t>(typeOf(info).bytes());
  bool isEmpty = false;
  uint64_t total = bytes;
  for (int32_t d = 0; d < info.rank; ++d) {
    const int64_t size = sizes[info.sizes[d]];
    if (size < 0 || (size > 0 && __builtin_mul_overflow(total, static_cast<uint64_t>(size), &total)) ||
        total > UINT64_MAX / 4)
      return false;
    isEmpty |= size == 0;
  }
  bytes = isEmpty ? 0 : total;
  return true;
}

} // namespace tenon::runtime
