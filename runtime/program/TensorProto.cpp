//===- TensorProto.cpp - ONNX's message of one tensor -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/TensorProto.h"
#include "runtime/core/Array.h"
#include "runtime/program/StringTensors.h"
#include "runtime/program/WireFormat.h"

namespace tenon::runtime {

namespace {

/// Field numbers of onnx.TensorProto.
enum Field : uint64_t {
  Dims = 1,
  DataType = 2,
  Segment = 3,
  FloatData = 4,
  Int32Data = 5,
  StringData = 6,
  Int64Data = 7,
  Name = 8,
  RawData = 9,
  DoubleData = 10,
  Uint64Data = 11,
  ExternalData = 13,
  DataLocation = 14,
};

struct OnnxType {
  uint64_t number;
  ElementType type;
  Field field; // of its elements where there are no raw bytes
};

constexpr OnnxType onnxTypes[] = {
    {1, {kDLFloat, 32}, FloatData},   {2, {kDLUInt, 8}, Int32Data},    {3, {kDLInt, 8}, Int32Data},
    {4, {kDLUInt, 16}, Int32Data},    {5, {kDLInt, 16}, Int32Data},    {6, {kDLInt, 32}, Int32Data},
    {7, {kDLInt, 64}, Int64Data},     {8, stringType, StringData},     {9, {kDLBool, 8}, Int32Data},    {10, {kDLFloat, 16}, Int32Data},
    {11, {kDLFloat, 64}, DoubleData}, {12, {kDLUInt, 32}, Uint64Data}, {13, {kDLUInt, 64}, Uint64Data},
    {16, {kDLBfloat, 16}, Int32Data},
    {17, {kDLFloat8_e4m3fn, 8}, Int32Data},
    {18, {kDLFloat8_e4m3fnuz, 8}, Int32Data},
    {19, {kDLFloat8_e5m2, 8}, Int32Data},
    {20, {kDLFloat8_e5m2fnuz, 8}, Int32Data},
    {21, {kDLUInt, 4}, Int32Data},
    {22, {kDLInt, 4}, Int32Data},
    {23, {kDLFloat4_e2m1fn, 4}, Int32Data},
    {24, {kDLFloat8_e8m0fnu, 8}, Int32Data},
    {25, {kDLUInt, 2}, Int32Data},
    {26, {kDLInt, 2}, Int32Data},
};

/// Fields of the message. Elements outside of raw bytes may come in several
/// parts, which are read again once the type and the shape are known.
struct Contents {
  int64_t shape[maximumRank];
  int32_t rank = 0;
  uint64_t dataType = 0;
  WireReader raw = {nullptr, nullptr};
  bool hasRaw = false;
  bool isExternal = false;
  bool isSegment = false;
};

constexpr const char *malformed = "it is truncated or no ONNX tensor";

const char *addSize(Contents &contents, uint64_t value) {
  if (contents.rank == maximumRank)
    return "it has more than 64 dimensions";
  if (static_cast<int64_t>(value) < 0)
    return "its shape has a negative size";
  contents.shape[contents.rank++] = static_cast<int64_t>(value);
  return nullptr;
}

const char *takeBytes(uint64_t field, WireReader part, Contents &contents) {
  if (field == Dims)
    while (!part.isAtEnd()) {
      uint64_t value;
      if (!part.readVarint(value))
        return malformed;
      if (const char *reason = addSize(contents, value))
        return reason;
    }
  if (field == RawData) {
    contents.raw = part;
    contents.hasRaw = true;
  }
  contents.isExternal |= field == ExternalData;
  contents.isSegment |= field == Segment;
  return nullptr;
}

/// One field; null, or what is wrong.
const char *readField(WireReader &reader, Contents &contents) {
  uint64_t tag, value = 0;
  if (!reader.readVarint(tag) || tag >> 3 == 0)
    return malformed;
  const uint64_t field = tag >> 3;
  const int wire = static_cast<int>(tag & 7);
  if (wire == Bytes) {
    WireReader part;
    return reader.readBytes(part) ? takeBytes(field, part, contents) : malformed;
  }
  const bool isRead =
      wire == Varint ? reader.readVarint(value) : fixedBytes(wire) && reader.readFixed(fixedBytes(wire), value);
  if (!isRead)
    return malformed;
  if (wire != Varint)
    return nullptr;
  if (field == Dims)
    return addSize(contents, value);
  if (field == DataType)
    contents.dataType = value;
  contents.isExternal |= field == DataLocation && value != 0;
  return nullptr;
}

/// Puts elements that are fields of their own into the tensor, in order.
class ElementWriter {
public:
  ElementWriter(const HostTensor &tensor, Field field)
      : tensor(tensor), field(field), size(static_cast<uint64_t>(tensor.type.bytes())) {}

  const char *write(WireReader reader);

private:
  int wireType() const { return field == FloatData ? Fixed32 : field == DoubleData ? Fixed64 : Varint; }

  bool readElement(WireReader &reader, uint64_t &value) const {
    const int wire = wireType();
    return wire == Varint ? reader.readVarint(value) : reader.readFixed(fixedBytes(wire), value);
  }

  /// int32_data and uint64_data carry smaller types too.
  bool fits(uint64_t value) const {
    if (size == 8 || field == FloatData)
      return true;
    const int bits = tensor.type.bits;
    if (tensor.type.code == kDLInt) {
      const auto number = static_cast<int64_t>(value);
      return number >= -(int64_t{1} << (bits - 1)) && number < int64_t{1} << (bits - 1);
    }
    return value < uint64_t{1} << bits;
  }

  const char *put(uint64_t value) {
    if (offset == tensor.bytes)
      return "it has more elements than its shape";
    if (!fits(value))
      return "an element is out of the range of its type";
    memcpy(static_cast<uint8_t *>(tensor.data) + offset, &value, size);
    offset += size;
    return nullptr;
  }

  const HostTensor &tensor;
  Field field;
  uint64_t size;
  uint64_t offset = 0;
};

/// The message has been read before, so that its fields are known to be whole.
const char *ElementWriter::write(WireReader reader) {
  while (!reader.isAtEnd()) {
    uint64_t tag = 0, value;
    WireReader part = {nullptr, nullptr};
    if (!reader.readVarint(tag))
      return malformed;
    const int wire = static_cast<int>(tag & 7);
    if (wire == Bytes) {
      if (!reader.readBytes(part))
        return malformed;
    } else if (!(wire == Varint ? reader.readVarint(value) : reader.readFixed(fixedBytes(wire), value))) {
      return malformed;
    }
    if (tag >> 3 != field)
      continue;
    if (wire == wireType())
      if (const char *reason = put(value))
        return reason;
    while (!part.isAtEnd()) {
      if (!readElement(part, value))
        return malformed;
      if (const char *reason = put(value))
        return reason;
    }
  }
  return offset == tensor.bytes ? nullptr : "it has fewer elements than its shape";
}

/// Each string is a field of its own. The message has been read before.
int readStrings(WireReader reader, const char *file, HostTensor &tensor, Message &message) {
  const uint64_t count = tensor.bytes / sizeof(int64_t);
  WireReader part = {nullptr, nullptr};
  bool isWhole = true;
  while (nextPart(reader, StringData, part, isWhole))
    if (tensor.ends.size() == count || !tensor.addString(part.position, part.left()))
      return fail(message, TENON_ERROR_USER, "%s: %s", file,
                  tensor.ends.size() == count ? "it has more elements than its shape" : "out of memory");
  if (tensor.ends.size() != count)
    return fail(message, TENON_ERROR_USER, "%s: it has fewer elements than its shape", file);
  return TENON_OK;
}

void appendTag(Text &text, Field field, WireType wire) { appendVarint(text, static_cast<uint64_t>(field) << 3 | wire); }

/// Elements of less than eight bits stand several in a byte, the first in its
/// low bits; bytes stand as those of an uint8 tensor.
int readPacked(const Contents &contents, WireReader whole, uint64_t packed, const char *file, HostTensor &tensor,
               Message &message) {
  HostTensor bytes;
  const auto count = static_cast<int64_t>(packed);
  if (int status = bytes.allocate({kDLUInt, 8}, &count, 1, file, message))
    return status;
  if (contents.hasRaw) {
    if (packed)
      memcpy(bytes.data, contents.raw.position, packed);
  } else if (const char *reason = ElementWriter(bytes, Int32Data).write(whole)) {
    return fail(message, TENON_ERROR_USER, "%s: %s", file, reason);
  }
  const unsigned bits = tensor.type.bits, each = 8 / bits;
  const auto *from = static_cast<const uint8_t *>(bytes.data);
  auto *to = static_cast<uint8_t *>(tensor.data);
  for (uint64_t i = 0; i < tensor.bytes; ++i) {
    const unsigned value = from[i / each] >> i % each * bits & ((1u << bits) - 1);
    const bool isNegative = tensor.type.code == kDLInt && value >> (bits - 1);
    to[i] = static_cast<uint8_t>(isNegative ? value - (1u << bits) : value);
  }
  return TENON_OK;
}

} // namespace

int parseTensorProto(const void *bytes, uint64_t size, const char *file, HostTensor &tensor, Message &message) {
  const auto *start = static_cast<const uint8_t *>(bytes);
  const WireReader whole = {start, start + size};
  Contents contents;
  for (WireReader reader = whole; !reader.isAtEnd();)
    if (const char *reason = readField(reader, contents))
      return fail(message, TENON_ERROR_USER, "%s: %s", file, reason);
  const OnnxType *onnx = nullptr;
  for (const OnnxType &entry : onnxTypes)
    if (entry.number == contents.dataType)
      onnx = &entry;
  if (!contents.dataType)
    return fail(message, TENON_ERROR_USER, "%s: it has no element type: no ONNX tensor", file);
  if (!onnx)
    return fail(message, TENON_ERROR_USER, "%s: ONNX element type %llu is none that this model takes", file,
                static_cast<unsigned long long>(contents.dataType));
  if (contents.isExternal || contents.isSegment)
    return fail(message, TENON_ERROR_USER, "%s: its elements lie in %s; save it whole", file,
                contents.isExternal ? "another file" : "segments");
  uint64_t expected;
  const bool isMeasured = measureShape(onnx->type, contents.shape, contents.rank, expected);
  if (onnx->type == stringType && contents.hasRaw)
    return fail(message, TENON_ERROR_USER, "%s: it has raw bytes, which strings cannot be", file);
  const uint64_t packed = packedBytes(onnx->type, expected);
  // An element takes a byte at least, or one with its neighbours: what cannot be in the file gets no memory.
  const bool isPossible =
      isMeasured && (contents.hasRaw ? packed == contents.raw.left() : packed / onnx->type.bytes() <= size);
  if (!isPossible) {
    char shape[256];
    formatShape(contents.shape, contents.rank, shape, sizeof shape);
    return fail(message, TENON_ERROR_USER,
                "%s: %s with shape %s does not fit the %llu bytes that it holds; the file is truncated or damaged",
                file, nameOf(onnx->type), shape,
                static_cast<unsigned long long>(contents.hasRaw ? contents.raw.left() : size));
  }
  if (int status = tensor.allocate(onnx->type, contents.shape, contents.rank, file, message))
    return status;
  if (onnx->type == stringType)
    return readStrings(whole, file, tensor, message);
  if (onnx->type.bits < 8)
    return readPacked(contents, whole, packed, file, tensor, message);
  if (contents.hasRaw) {
    if (expected)
      memcpy(tensor.data, contents.raw.position, expected);
  } else if (const char *reason = ElementWriter(tensor, onnx->field).write(whole)) {
    return fail(message, TENON_ERROR_USER, "%s: %s", file, reason);
  }
  tensor.normalizeBools();
  return TENON_OK;
}

int failTooLarge(const char *name, Message &message) {
  return fail(message, TENON_ERROR_USER, "output '%s' is larger than the 2 GB of a .pb file; give the inputs as .npy",
              name);
}

uint64_t packedBytes(ElementType type, uint64_t bytes) {
  const uint64_t each = type.bits < 8 ? 8 / type.bits : 1;
  return bytes / each + (bytes % each != 0);
}

void packElements(ElementType type, const void *elements, uint64_t count, void *packed) {
  const unsigned bits = type.bits, each = 8 / bits, mask = (1u << bits) - 1;
  const auto *from = static_cast<const uint8_t *>(elements);
  auto *to = static_cast<uint8_t *>(packed);
  memset(to, 0, packedBytes(type, count));
  for (uint64_t i = 0; i < count; ++i)
    to[i / each] = static_cast<uint8_t>(to[i / each] | (from[i] & mask) << i % each * bits);
}

bool appendTensorProtoHeader(const char *name, ElementType type, const int64_t *shape, int32_t rank, Text &text) {
  uint64_t bytes;
  if (!measureShape(type, shape, rank, bytes))
    return false;
  bytes = packedBytes(type, bytes);
  if (bytes > INT32_MAX - 4096 - strlen(name))
    return false;
  for (int32_t d = 0; d < rank; ++d) {
    appendTag(text, Dims, Varint);
    appendVarint(text, static_cast<uint64_t>(shape[d]));
  }
  for (const OnnxType &entry : onnxTypes)
    if (entry.type == type) {
      appendTag(text, DataType, Varint);
      appendVarint(text, entry.number);
    }
  appendTag(text, Name, Bytes);
  appendVarint(text, strlen(name));
  text.appendBytes(name, strlen(name));
  if (type == stringType)
    return true;
  appendTag(text, RawData, Bytes);
  appendVarint(text, bytes);
  return true;
}

int appendStringElements(TenonContext *context, const char *name, const DLTensor &tensor, Text &text,
                         Message &message) {
  for (int64_t i = 0, count = elementCount(tensor); i < count; ++i) {
    const char *string;
    uint64_t size;
    if (int status = readString(context, tensor, i, string, size, message))
      return status;
    appendTag(text, StringData, Bytes);
    appendVarint(text, size);
    text.appendBytes(string, size);
    if (text.size() > INT32_MAX)
      return failTooLarge(name, message);
  }
  return text.isComplete() ? TENON_OK : fail(message, TENON_ERROR_USER, "out of memory");
}

} // namespace tenon::runtime
