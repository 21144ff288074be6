//===- TensorProto.h - ONNX's message of one tensor ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The wire format of Protocol Buffers is read here directly: programs depend
// on no library.

#ifndef TENON_RUNTIME_PROGRAM_TENSORPROTO_H
#define TENON_RUNTIME_PROGRAM_TENSORPROTO_H

#include "runtime/program/HostTensor.h"
#include "runtime/core/Text.h"

namespace tenon::runtime {

/// Reads an onnx.TensorProto from the bytes of a file that messages call
/// `file`. Returns a status.
int parseTensorProto(const void *bytes, uint64_t size, const char *file, HostTensor &tensor, Message &message);

/// Reads an onnx.SequenceProto or, where the value is optional, an
/// onnx.OptionalProto: as many tensors as the program takes. Returns a status.
int parseValue(const void *bytes, uint64_t size, const char *file, const TenonValueInfo &value, HostTensor *tensors,
               Message &message);

/// The whole of such a message.
int appendValue(TenonContext *context, const TenonValueInfo &value, const TenonTensorInfo *infos,
                const DLTensor *tensors, Text &text, Message &message);

/// Everything before the elements, which end the message. False where it would
/// be larger than the 2 GB that Protocol Buffers allow.
bool appendTensorProtoHeader(const char *name, ElementType type, const int64_t *shape, int32_t rank, Text &text);

/// The elements of a tensor of strings, behind such a header. Returns a status.
int appendStringElements(TenonContext *context, const char *name, const DLTensor &tensor, Text &text, Message &message);

/// An output that no .pb file holds.
int failTooLarge(const char *name, Message &message);

/// Bytes in a file of what takes `bytes` in memory: the same, or several
/// elements in a byte.
uint64_t packedBytes(ElementType type, uint64_t bytes);

/// Elements of less than eight bits as they stand in a file.
void packElements(ElementType type, const void *elements, uint64_t count, void *packed);

} // namespace tenon::runtime

#endif
