//===- TensorData.cpp - The values of tensors in a model -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/TensorData.h"
#include "frontend/onnx/ImportError.h"
#include <cstring>

using llvm::ArrayRef;
using llvm::StringRef;
using llvm::Twine;

namespace tenon::onnx {

namespace {

constexpr int64_t largestCount = int64_t(1) << 40;

/// What is made here and not in the file is bounded by the file's size, but
/// for sparse tensors.
constexpr int64_t largestSparse = int64_t(1) << 28;

/// Memory that the result owns.
struct OwnedBytes {
  explicit OwnedBytes(size_t size) : memory(std::make_shared<std::vector<char>>(size)) {}
  void store(TensorData &data) const {
    data.bytes = *memory;
    data.owner = memory;
  }
  std::shared_ptr<std::vector<char>> memory;
};

size_t memoryBytesOf(DataType type) { return (bitsOf(type) + 7) / 8; }

[[noreturn]] void failCount(int64_t expected, int64_t got, const char *unit) {
  throw ImportError("its shape asks for " + Twine(expected) + " " + unit + ", and it has " + Twine(got));
}

/// The typed fields hold a number each, wider than the element.
template <typename Element, typename Field> void copyNumbers(const Field &field, TensorData &data) {
  if (field.size() != data.elementCount())
    failCount(data.elementCount(), field.size(), "values");
  OwnedBytes owned(field.size() * sizeof(Element));
  auto *elements = reinterpret_cast<Element *>(owned.memory->data());
  for (int i = 0; i < field.size(); ++i)
    elements[i] = static_cast<Element>(field.Get(i));
  owned.store(data);
}

/// 4- and 2-bit elements stand several in a byte, the first in its low bits.
template <typename At> void unpack(int64_t bytes, At at, TensorData &data) {
  unsigned bits = bitsOf(data.type), each = 8 / bits;
  int64_t count = data.elementCount();
  if (bytes != (count + each - 1) / each)
    failCount((count + each - 1) / each, bytes, "bytes");
  bool isSigned = data.type == DataType::Int4 || data.type == DataType::Int2;
  OwnedBytes owned(count);
  for (int64_t i = 0; i < count; ++i) {
    unsigned value = (static_cast<unsigned>(at(i / each)) >> (i % each * bits)) & ((1u << bits) - 1);
    bool isNegative = isSigned && value >> (bits - 1);
    (*owned.memory)[i] = static_cast<char>(isNegative ? static_cast<int>(value) - (1 << bits) : static_cast<int>(value));
  }
  owned.store(data);
}

void readFields(const file::Tensor &tensor, TensorData &data) {
  const auto &integers = tensor.int32_data();
  switch (data.type) {
  case DataType::Float:
    return copyNumbers<float>(tensor.float_data(), data);
  case DataType::Double:
    return copyNumbers<double>(tensor.double_data(), data);
  case DataType::Int64:
    return copyNumbers<int64_t>(tensor.int64_data(), data);
  case DataType::UInt64:
    return copyNumbers<uint64_t>(tensor.uint64_data(), data);
  case DataType::UInt32:
    return copyNumbers<uint32_t>(tensor.uint64_data(), data);
  case DataType::Complex64:
  case DataType::Complex128: {
    // Two numbers an element.
    int64_t got = data.type == DataType::Complex64 ? tensor.float_data_size() : tensor.double_data_size();
    if (got != 2 * data.elementCount())
      failCount(2 * data.elementCount(), got, "values");
    OwnedBytes owned(got * (data.type == DataType::Complex64 ? 4 : 8));
    if (data.type == DataType::Complex64)
      std::copy(tensor.float_data().begin(), tensor.float_data().end(), reinterpret_cast<float *>(owned.memory->data()));
    else
      std::copy(tensor.double_data().begin(), tensor.double_data().end(), reinterpret_cast<double *>(owned.memory->data()));
    return owned.store(data);
  }
  default:
    break;
  }
  // All others stand in int32_data, as their bits.
  switch (bitsOf(data.type)) {
  case 32:
    return copyNumbers<int32_t>(integers, data);
  case 16:
    return copyNumbers<uint16_t>(integers, data);
  case 8:
    return copyNumbers<uint8_t>(integers, data);
  default:
    return unpack(integers.size(), [&](int64_t i) { return integers.Get(static_cast<int>(i)); }, data);
  }
}

void readStrings(const file::Tensor &tensor, TensorData &data) {
  if (tensor.string_data_size() != data.elementCount())
    failCount(data.elementCount(), tensor.string_data_size(), "strings");
  data.strings.assign(tensor.string_data().begin(), tensor.string_data().end());
}

/// A byte of a bool is 0 or 1 in memory.
void normalizeBools(TensorData &data) {
  if (llvm::all_of(data.bytes, [](char byte) { return byte == 0 || byte == 1; }))
    return;
  OwnedBytes owned(data.bytes.size());
  for (auto [to, from] : llvm::zip_equal(*owned.memory, data.bytes))
    to = from != 0;
  owned.store(data);
}

} // namespace

int64_t TensorData::elementCount() const { return checkedElementCount(sizes); }

int64_t checkedElementCount(ArrayRef<int64_t> sizes) {
  // A zero anywhere makes an empty tensor, however large the others are.
  bool isEmpty = llvm::is_contained(sizes, 0);
  int64_t count = 1;
  for (int64_t size : sizes) {
    if (size < 0)
      throw ImportError("it has the negative size " + Twine(size));
    if (!isEmpty && (__builtin_mul_overflow(count, size, &count) || count > largestCount))
      throw ImportError("it has more elements than memory holds");
  }
  return isEmpty ? 0 : count;
}

MappedFile TensorReader::rawBytes(const file::Tensor &tensor) {
  if (tensor.has_mapped_offset()) {
    uint64_t offset = tensor.mapped_offset(), bytes = tensor.mapped_bytes(), all = file.content.bytes.size();
    if (offset > all || bytes > all - offset)
      throw ImportError("its values lie outside of the file");
    return {file.content.bytes.slice(offset, bytes), file.content.owner};
  }
  // The message lives as long as its model.
  const std::string &raw = tensor.raw_data();
  return {{raw.data(), raw.size()}, file.model};
}

static uint64_t parseNumber(StringRef key, StringRef text) {
  uint64_t number;
  if (text.getAsInteger(10, number))
    throw ImportError("its external data have no number as their " + key);
  return number;
}

TensorData TensorReader::read(const file::Tensor &tensor) {
  TensorData data;
  data.type = static_cast<DataType>(tensor.data_type());
  if (data.type == DataType::Undefined || nameOf(data.type).starts_with("type "))
    throw ImportError("its element type is " + nameOf(data.type) + ", which ONNX does not define");
  data.sizes.assign(tensor.dims().begin(), tensor.dims().end());
  int64_t count = data.elementCount();
  if (data.type == DataType::String) {
    readStrings(tensor, data);
    return data;
  }
  bool isExternal = tensor.data_location() == file::Tensor::EXTERNAL;
  if (!isExternal && !tensor.has_raw_data() && !tensor.has_mapped_offset()) {
    readFields(tensor, data);
  } else {
    MappedFile raw;
    if (isExternal) {
      std::string location;
      uint64_t offset = 0;
      std::optional<uint64_t> length;
      for (const file::KeyAndValue &entry : tensor.external_data()) {
        if (entry.key() == "location")
          location = entry.value();
        else if (entry.key() == "offset")
          offset = parseNumber("offset", entry.value());
        else if (entry.key() == "length")
          length = parseNumber("length", entry.value());
      }
      llvm::Expected<MappedFile> mapped = external.read(location, offset, length);
      if (!mapped)
        throw ImportError(llvm::toString(mapped.takeError()));
      raw = std::move(*mapped);
      uint64_t needed = (static_cast<uint64_t>(count) * bitsOf(data.type) + 7) / 8;
      if (!length && raw.bytes.size() > needed)
        raw.bytes = raw.bytes.take_front(needed);
    } else {
      raw = rawBytes(tensor);
    }
    if (bitsOf(data.type) < 8) {
      unpack(raw.bytes.size(), [&](int64_t i) { return static_cast<uint8_t>(raw.bytes[i]); }, data);
    } else {
      int64_t expected = count * static_cast<int64_t>(memoryBytesOf(data.type));
      if (static_cast<int64_t>(raw.bytes.size()) != expected)
        failCount(expected, raw.bytes.size(), "bytes");
      data.bytes = raw.bytes;
      data.owner = raw.owner;
    }
  }
  if (data.type == DataType::Bool)
    normalizeBools(data);
  return data;
}

TensorData TensorReader::readSparse(const file::SparseTensor &tensor) {
  for (const file::Tensor *part : {&tensor.values(), &tensor.indices()})
    if (part->data_location() == file::Tensor::EXTERNAL)
      throw ImportError("a sparse tensor with external data is not read: save its values in the model");
  TensorData values = read(tensor.values()), indices = read(tensor.indices()), data;
  if (indices.type != DataType::Int64 || values.type == DataType::String)
    throw ImportError("a sparse tensor has indices of int64 and values that are numbers, got " + nameOf(indices.type) +
                      " and " + nameOf(values.type));
  data.type = values.type;
  data.sizes.assign(tensor.dims().begin(), tensor.dims().end());
  int64_t count = data.elementCount(), stored = values.elementCount(), rank = data.sizes.size();
  if (count > largestSparse)
    throw ImportError("a sparse tensor of " + Twine(count) + " elements would be made dense: save it as a dense tensor");
  bool isLinear = indices.sizes.size() == 1;
  if (indices.elementCount() != (isLinear ? stored : stored * rank))
    throw ImportError("a sparse tensor has " + Twine(indices.elementCount()) + " numbers as indices of " + Twine(stored) +
                      " values");
  size_t width = memoryBytesOf(data.type);
  OwnedBytes owned(count * width);
  std::vector<int64_t> numbers(indices.elementCount()); // the file's bytes may lie anywhere
  std::memcpy(numbers.data(), indices.bytes.data(), indices.bytes.size());
  for (int64_t i = 0; i < stored; ++i) {
    int64_t position = 0;
    if (isLinear)
      position = numbers[i];
    for (int64_t axis = 0; !isLinear && axis < rank; ++axis) {
      int64_t index = numbers[i * rank + axis];
      if (index < 0 || index >= data.sizes[axis])
        throw ImportError("a sparse tensor has the index " + Twine(index) + " on an axis of " + Twine(data.sizes[axis]));
      position = position * data.sizes[axis] + index;
    }
    if (position < 0 || position >= count)
      throw ImportError("a sparse tensor has the index " + Twine(position) + " of " + Twine(count) + " elements");
    std::memcpy(owned.memory->data() + position * width, values.bytes.data() + i * width, width);
  }
  owned.store(data);
  return data;
}

} // namespace tenon::onnx
