//===- ModelFile.cpp - An ONNX file in memory ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Most of a model file are the values of its initializers. A first pass over
// the wire format copies everything but these into a buffer, and notes in
// their place where they lie in the file; the buffer, small, is parsed by
// protobuf. The pass knows the few messages on the way to a tensor's values:
// model, graph, initializers, and nodes with tensors as attributes.

#include "frontend/onnx/ModelFile.h"
#include "compiler/Diagnostics.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>

using namespace llvm;
using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::StringOutputStream;
using google::protobuf::internal::WireFormatLite;

namespace tenon::onnx {

namespace {

/// Values below this stay in the message.
constexpr int smallestMapped = 1024;

/// What protobuf allows, and what a message may have at most.
constexpr int64_t largestFile = INT32_MAX;
constexpr int deepestNesting = 100;

/// A message on the way to a tensor's values: the fields to go into.
struct Level {
  struct Field {
    int number;
    const Level *level;
  };
  ArrayRef<Field> fields;
  int values = 0; // the field with a tensor's values, in the tensor's own level
};

constexpr Level tensorLevel = {{}, file::Tensor::kRawDataFieldNumber};
constexpr Level::Field attributeFields[] = {{file::Attribute::kTFieldNumber, &tensorLevel}};
constexpr Level attributeLevel = {attributeFields};
constexpr Level::Field nodeFields[] = {{file::Node::kAttributeFieldNumber, &attributeLevel}};
constexpr Level nodeLevel = {nodeFields};
constexpr Level::Field graphFields[] = {{file::Graph::kNodeFieldNumber, &nodeLevel},
                                        {file::Graph::kInitializerFieldNumber, &tensorLevel}};
constexpr Level graphLevel = {graphFields};
constexpr Level::Field modelFields[] = {{file::Model::kGraphFieldNumber, &graphLevel}};
constexpr Level modelLevel = {modelFields};

/// Copies messages without their large values.
class Stripper {
public:
  explicit Stripper(ArrayRef<char> bytes)
      : input(reinterpret_cast<const uint8_t *>(bytes.data()), static_cast<int>(bytes.size())),
        size(static_cast<int>(bytes.size())) {
    input.SetTotalBytesLimit(INT32_MAX);
  }

  /// The model without them; nothing where the bytes are no such message.
  std::optional<std::string> run() {
    std::string result;
    if (!copy(modelLevel, result) || !input.ConsumedEntireMessage())
      return std::nullopt;
    return result;
  }

private:
  bool copy(const Level &level, std::string &result) {
    StringOutputStream stream(&result);
    CodedOutputStream output(&stream);
    while (uint32_t tag = input.ReadTag())
      if (!copyField(level, tag, output))
        return false;
    return !output.HadError();
  }

  bool copyField(const Level &level, uint32_t tag, CodedOutputStream &output) {
    int number = WireFormatLite::GetTagFieldNumber(tag);
    if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED)
      return WireFormatLite::SkipField(&input, tag, &output);
    int length;
    if (!input.ReadVarintSizeAsInt(&length) || length > size - input.CurrentPosition())
      return false;
    if (level.values && number == level.values && length >= smallestMapped) {
      WireFormatLite::WriteUInt64(file::Tensor::kMappedOffsetFieldNumber, input.CurrentPosition(), &output);
      WireFormatLite::WriteUInt64(file::Tensor::kMappedBytesFieldNumber, length, &output);
      return input.Skip(length);
    }
    for (const Level::Field &field : level.fields)
      if (field.number == number)
        return copyMessage(*field.level, tag, length, output);
    std::string bytes;
    if (!input.ReadString(&bytes, length))
      return false;
    output.WriteTag(tag);
    output.WriteVarint32(length);
    output.WriteString(bytes);
    return true;
  }

  bool copyMessage(const Level &level, uint32_t tag, int length, CodedOutputStream &output) {
    CodedInputStream::Limit outer = input.PushLimit(length);
    std::string inner;
    if (!copy(level, inner) || !input.ConsumedEntireMessage())
      return false;
    input.PopLimit(outer);
    output.WriteTag(tag);
    output.WriteVarint32(static_cast<uint32_t>(inner.size()));
    output.WriteString(inner);
    return true;
  }

  CodedInputStream input;
  int size;
};

Expected<MappedFile> mapFile(StringRef path) {
  auto handle = sys::fs::openNativeFileForRead(path);
  if (!handle)
    return compiler::userError("cannot read " + path + ": " + toString(handle.takeError()));
  sys::fs::file_status status;
  std::error_code code = sys::fs::status(*handle, status);
  if (!code && !sys::fs::is_regular_file(status)) {
    sys::fs::closeFile(*handle);
    return compiler::userError(path + " is no file with contents");
  }
  if (!code && status.getSize() > static_cast<uint64_t>(largestFile)) {
    sys::fs::closeFile(*handle);
    return compiler::userError(path + " is larger than 2 GB, which ONNX allows only with the weights in files beside it: "
                                      "save it with external data");
  }
  MappedFile mapped;
  if (!code && status.getSize()) {
    auto region = std::make_shared<sys::fs::mapped_file_region>(
        *handle, sys::fs::mapped_file_region::readonly, status.getSize(), /*offset=*/0, code);
    if (!code)
      mapped = {{region->const_data(), region->size()}, region};
  }
  sys::fs::closeFile(*handle);
  if (code)
    return compiler::userError("cannot read " + path + ": " + code.message());
  return mapped;
}

Error parse(ModelFile &result) {
  auto refuse = [&](const Twine &reason) { return compiler::userError(result.path + " is no ONNX model: " + reason); };
  if (result.content.bytes.empty())
    return refuse("the file is empty");
  std::optional<std::string> stripped = Stripper(result.content.bytes).run();
  if (!stripped)
    return refuse("its bytes are damaged or cut off");
  CodedInputStream input(reinterpret_cast<const uint8_t *>(stripped->data()), static_cast<int>(stripped->size()));
  input.SetRecursionLimit(deepestNesting);
  result.model = std::make_shared<file::Model>();
  if (!result.model->ParseFromCodedStream(&input) || !input.ConsumedEntireMessage())
    return refuse("its bytes are damaged, or nested deeper than " + Twine(deepestNesting) + " levels");
  if (!result.model->has_graph())
    return refuse("it holds no graph");
  return Error::success();
}

} // namespace

Expected<ModelFile> readModelFile(StringRef path) {
  ModelFile result;
  result.path = path.str();
  result.folder = sys::path::parent_path(path).empty() ? "." : sys::path::parent_path(path).str();
  Expected<MappedFile> content = mapFile(path);
  if (!content)
    return content.takeError();
  result.content = std::move(*content);
  if (Error error = parse(result))
    return std::move(error);
  return result;
}

Expected<ModelFile> parseModel(ArrayRef<char> bytes, StringRef name, StringRef folder) {
  ModelFile result;
  result.path = name.str();
  result.folder = folder.str();
  result.content.bytes = bytes;
  if (Error error = parse(result))
    return std::move(error);
  return result;
}

} // namespace tenon::onnx
