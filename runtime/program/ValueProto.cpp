//===- ValueProto.cpp - ONNX's messages of sequences and optionals ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Array.h"
#include "runtime/program/TensorProto.h"
#include "runtime/program/WireFormat.h"

namespace tenon::runtime {

namespace {

/// Field numbers of onnx.SequenceProto and onnx.OptionalProto.
enum ValueField : uint64_t { HeldType = 2, SequenceTensors = 3, OptionalTensor = 3, OptionalSequence = 5 };
enum : uint64_t { TensorElements = 1, SequenceElements = 3 };

int parseSequence(WireReader reader, const char *file, const TenonValueInfo &value, HostTensor *tensors,
                  Message &message) {
  WireReader part;
  bool isWhole = true;
  int32_t count = 0;
  for (; nextPart(reader, SequenceTensors, part, isWhole); ++count)
    if (count < value.count)
      if (int status = parseTensorProto(part.position, part.left(), file, tensors[count], message))
        return status;
  if (!isWhole)
    return fail(message, TENON_ERROR_USER, "%s: it is truncated or no ONNX sequence", file);
  if (count != value.count)
    return fail(message, TENON_ERROR_USER,
                "%s: '%s' is a sequence of %d tensors here, and the program was compiled for %d; compile it for this length",
                file, value.name, count, value.count);
  return TENON_OK;
}

void appendPart(uint64_t number, const Text &part, Text &text) {
  appendVarint(text, number << 3 | Bytes);
  appendVarint(text, part.size());
  text.appendBytes(part.data(), part.size());
}

int appendTensor(TenonContext *context, const char *name, const DLTensor &tensor, Text &text, Message &message) {
  const ElementType type = {tensor.dtype.code, tensor.dtype.bits};
  uint64_t bytes;
  if (!appendTensorProtoHeader(name, type, tensor.shape, tensor.ndim, text) ||
      !measureShape(type, tensor.shape, tensor.ndim, bytes))
    return failTooLarge(name, message);
  if (type == stringType)
    return appendStringElements(context, name, tensor, text, message);
  if (type.bits >= 8) {
    text.appendBytes(tensor.data, bytes);
    return TENON_OK;
  }
  Array<char> packed;
  if (!packed.resize(packedBytes(type, bytes)))
    return fail(message, TENON_ERROR_USER, "out of memory");
  packElements(type, tensor.data, bytes, packed.data());
  text.appendBytes(packed.data(), packed.size());
  return TENON_OK;
}

int appendElement(TenonContext *context, const char *name, const DLTensor &tensor, Text &sequence, Message &message) {
  Text text;
  if (int status = appendTensor(context, name, tensor, text, message))
    return status;
  appendPart(SequenceTensors, text, sequence);
  return text.isComplete() ? TENON_OK : fail(message, TENON_ERROR_USER, "out of memory");
}

/// The tensors of a sequence whose length a run knew, from their elements and the table of their sizes.
int appendRunSequence(TenonContext *context, const char *name, const DLTensor *tensors, Text &sequence,
                      Message &message) {
  const DLTensor &table = tensors[1];
  const int64_t width = table.shape[1];
  DLTensor tensor = tensors[0];
  for (int64_t i = 0; i < table.shape[0]; ++i) {
    // The shape is only read.
    auto *row = static_cast<int64_t *>(table.data) + i * width;
    tensor.ndim = static_cast<int32_t>(row[0]);
    tensor.shape = row + 1;
    uint64_t bytes;
    if (!measureShape({tensor.dtype.code, tensor.dtype.bits}, tensor.shape, tensor.ndim, bytes))
      return fail(message, TENON_ERROR_USER, "output '%s' is too large", name);
    if (int status = appendElement(context, name, tensor, sequence, message))
      return status;
    tensor.data = static_cast<char *>(tensor.data) + bytes;
  }
  return TENON_OK;
}

} // namespace

int parseValue(const void *bytes, uint64_t size, const char *file, const TenonValueInfo &value, HostTensor *tensors,
               Message &message) {
  const auto *start = static_cast<const uint8_t *>(bytes);
  WireReader reader = {start, start + size}, part;
  if (!value.isOptional)
    return value.kind == TENON_VALUE_SEQUENCE ? parseSequence(reader, file, value, tensors, message)
                                              : parseTensorProto(bytes, size, file, *tensors, message);
  bool isWhole = true;
  const uint64_t field = value.kind == TENON_VALUE_SEQUENCE ? OptionalSequence : OptionalTensor;
  const bool isThere = nextPart(reader, field, part, isWhole);
  if (!isWhole)
    return fail(message, TENON_ERROR_USER, "%s: it is truncated or no ONNX optional", file);
  if (isThere == (value.isEmpty != 0))
    return fail(message, TENON_ERROR_USER, "%s: the optional '%s' is %s here, and the program was compiled for one that is not",
                file, value.name, isThere ? "given" : "empty");
  if (!isThere)
    return TENON_OK;
  return value.kind == TENON_VALUE_SEQUENCE ? parseSequence(part, file, value, tensors, message)
                                            : parseTensorProto(part.position, part.left(), file, *tensors, message);
}

int appendValue(TenonContext *context, const TenonValueInfo &value, const TenonTensorInfo *infos,
                const DLTensor *tensors, Text &text, Message &message) {
  Text inner;
  const bool isSequence = value.kind != TENON_VALUE_TENSOR, mayBeEmpty = value.isEmpty == TENON_VALUE_MAYBE_EMPTY;
  const bool isEmpty = mayBeEmpty ? !*static_cast<const char *>(tensors[0].data) : value.isEmpty != 0;
  int status = TENON_OK;
  if (isSequence) {
    appendVarint(inner, HeldType << 3 | Varint);
    appendVarint(inner, TensorElements);
  }
  if (value.kind == TENON_VALUE_RUN_SEQUENCE && !isEmpty)
    status = appendRunSequence(context, value.name, tensors + mayBeEmpty, inner, message);
  for (int32_t i = mayBeEmpty; i < value.count && value.kind != TENON_VALUE_RUN_SEQUENCE && !isEmpty && !status; ++i)
    status = (isSequence ? appendElement : appendTensor)(context, infos[i].name, tensors[i], inner, message);
  if (status)
    return status;
  if (!value.isOptional) {
    text.appendBytes(inner.data(), inner.size());
  } else {
    appendVarint(text, HeldType << 3 | Varint);
    appendVarint(text, isEmpty ? 0 : isSequence ? SequenceElements : TensorElements);
    if (!isEmpty)
      appendPart(isSequence ? OptionalSequence : OptionalTensor, inner, text);
  }
  return inner.isComplete() && text.isComplete() ? TENON_OK : fail(message, TENON_ERROR_USER, "out of memory");
}

} // namespace tenon::runtime
