//===- Safetensors.cpp - Files of weights ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/weights/Safetensors.h"
#include "compiler/Diagnostics.h"
#include "compiler/InputFiles.h"
#include "compiler/weights/Json.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CheckedArithmetic.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <new>

using namespace llvm;

namespace tenon::compiler {

namespace {

/// The format's own limit, which keeps a corrupt length from asking for memory.
constexpr uint64_t headerLimit = 100'000'000;
/// More dims than tensors have anywhere.
constexpr size_t rankLimit = 64;
constexpr uint64_t lengthBytes = 8;
constexpr StringLiteral metadataKey = "__metadata__";

struct DTypeName {
  StringLiteral name;
  uint64_t bytes;
  mlir::Type (*make)(mlir::Builder &);
};

const DTypeName dtypes[] = {
    {"F64", 8, [](mlir::Builder &b) -> mlir::Type { return b.getF64Type(); }},
    {"F32", 4, [](mlir::Builder &b) -> mlir::Type { return b.getF32Type(); }},
    {"F16", 2, [](mlir::Builder &b) -> mlir::Type { return b.getF16Type(); }},
    {"BF16", 2, [](mlir::Builder &b) -> mlir::Type { return b.getBF16Type(); }},
    {"I64", 8, [](mlir::Builder &b) -> mlir::Type { return b.getI64Type(); }},
    {"I32", 4, [](mlir::Builder &b) -> mlir::Type { return b.getI32Type(); }},
    {"I16", 2, [](mlir::Builder &b) -> mlir::Type { return b.getIntegerType(16); }},
    {"I8", 1, [](mlir::Builder &b) -> mlir::Type { return b.getIntegerType(8); }},
    {"U64", 8, [](mlir::Builder &b) -> mlir::Type { return b.getIntegerType(64, false); }},
    {"U32", 4, [](mlir::Builder &b) -> mlir::Type { return b.getIntegerType(32, false); }},
    {"U16", 2, [](mlir::Builder &b) -> mlir::Type { return b.getIntegerType(16, false); }},
    {"U8", 1, [](mlir::Builder &b) -> mlir::Type { return b.getIntegerType(8, false); }},
    {"F8_E4M3", 1, [](mlir::Builder &b) -> mlir::Type { return b.getType<mlir::Float8E4M3FNType>(); }},
    {"F8_E5M2", 1, [](mlir::Builder &b) -> mlir::Type { return b.getType<mlir::Float8E5M2Type>(); }},
    {"F8_E8M0", 1, [](mlir::Builder &b) -> mlir::Type { return b.getType<mlir::Float8E8M0FNUType>(); }},
    {"F8_E4M3FNUZ", 1, [](mlir::Builder &b) -> mlir::Type { return b.getType<mlir::Float8E4M3FNUZType>(); }},
    {"F8_E5M2FNUZ", 1, [](mlir::Builder &b) -> mlir::Type { return b.getType<mlir::Float8E5M2FNUZType>(); }},
    {"BOOL", 1, [](mlir::Builder &b) -> mlir::Type { return b.getI1Type(); }},
};

const DTypeName *findDType(StringRef name) {
  const DTypeName *found = find_if(dtypes, [&](const DTypeName &entry) { return entry.name == name; });
  return found == std::end(dtypes) ? nullptr : found;
}

const DTypeName *findDType(mlir::Type type) {
  mlir::Builder builder(type.getContext());
  const DTypeName *found = find_if(dtypes, [&](const DTypeName &entry) { return entry.make(builder) == type; });
  return found == std::end(dtypes) ? nullptr : found;
}

/// One entry of the header, checked by itself.
struct Entry {
  std::string name;
  const DTypeName *dtype;
  SmallVector<int64_t> shape;
  uint64_t begin, end;
};

class Reader {
public:
  /// Of bytes that `owner` keeps.
  Reader(StringRef path, ArrayRef<char> bytes, std::shared_ptr<const void> owner, mlir::MLIRContext *context)
      : path(path), context(context), owner(std::move(owner)), bytes(bytes) {}

  Expected<graph::WeightStore> read() {
    if (bytes.size() < lengthBytes)
      return fail("has " + Twine(bytes.size()) + " bytes, a safetensors file starts with a length of 8 bytes");
    if (Error error = parseHeader())
      return std::move(error);
    if (Error error = checkLayout())
      return std::move(error);
    graph::WeightStore store;
    for (const Entry &entry : entries)
      if (Error error = addTo(store, entry))
        return std::move(error);
    return std::move(store);
  }

private:
  Error fail(const Twine &message) { return userError(path + ": " + message); }
  Error fail(const Entry &entry, const Twine &message) { return fail("tensor " + quoted(entry.name) + ": " + message); }

  Error parseHeader() {
    uint64_t length = support::endian::read64le(bytes.data());
    uint64_t available = bytes.size() - lengthBytes;
    if (length > headerLimit)
      return fail("states a header of " + Twine(length) + " bytes, more than the limit of " + Twine(headerLimit) +
                  ": not a safetensors file, or damaged");
    if (length > available)
      return fail("states a header of " + Twine(length) + " bytes, but only " + Twine(available) +
                  " follow: the file is truncated, or not a safetensors file");
    Expected<json::Value> header = parseJson(StringRef(bytes.data() + lengthBytes, length));
    if (!header)
      return fail("the header is no JSON: " + toString(header.takeError()));
    const json::Object *object = header->getAsObject();
    if (!object)
      return fail("the header is no JSON object");
    data = bytes.drop_front(lengthBytes + length);
    for (const auto &[name, value] : *object)
      if (StringRef(name) != metadataKey)
        if (Error error = parseEntry(name, value))
          return error;
    return Error::success();
  }

  Error parseEntry(StringRef name, const json::Value &value) {
    Entry entry{name.str(), nullptr, {}, 0, 0};
    const json::Object *object = value.getAsObject();
    if (!object)
      return fail(entry, "expected an object with dtype, shape and data_offsets");
    std::optional<StringRef> dtype = object->getString("dtype");
    if (!dtype)
      return fail(entry, "has no dtype");
    entry.dtype = findDType(*dtype);
    if (!entry.dtype)
      return fail(entry, "has the dtype " + quoted(*dtype) + ", expected one of " +
                             join(map_range(dtypes, [](const DTypeName &d) { return d.name.str(); }), ", "));
    uint64_t count = entry.dtype->bytes;
    const json::Array *shape = object->getArray("shape");
    if (!shape)
      return fail(entry, "has no shape");
    if (shape->size() > rankLimit)
      return fail(entry, "its shape has " + Twine(shape->size()) + " dims, at most " + Twine(rankLimit) + " are read");
    for (const json::Value &size : *shape) {
      std::optional<int64_t> number = size.getAsInteger();
      if (!number || *number < 0)
        return fail(entry, "a size of its shape is no number of 0 or more");
      entry.shape.push_back(*number);
      std::optional<uint64_t> product = checkedMulUnsigned<uint64_t>(count, *number);
      if (!product)
        return fail(entry, "its shape has more elements than can be counted");
      count = *product;
    }
    const json::Array *offsets = object->getArray("data_offsets");
    std::optional<uint64_t> begin, end;
    if (offsets && offsets->size() == 2) {
      begin = (*offsets)[0].getAsUINT64();
      end = (*offsets)[1].getAsUINT64();
    }
    if (!begin || !end)
      return fail(entry, "data_offsets must be two numbers of 0 or more");
    entry.begin = *begin;
    entry.end = *end;
    if (entry.begin > entry.end || entry.end > data.size())
      return fail(entry, "lies at bytes " + Twine(entry.begin) + " to " + Twine(entry.end) + " of the data, which has " +
                             Twine(data.size()) + ": the file is truncated or damaged");
    if (entry.end - entry.begin != count)
      return fail(entry, "has " + Twine(entry.end - entry.begin) + " bytes, its shape and dtype need " + Twine(count));
    entries.push_back(std::move(entry));
    return Error::success();
  }

  /// The tensors must cover the data once and whole.
  Error checkLayout() {
    llvm::sort(entries, [](const Entry &a, const Entry &b) {
      return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    uint64_t position = 0;
    for (const Entry &entry : entries) {
      if (entry.begin < position)
        return fail(entry, "overlaps the tensor before it: starts at byte " + Twine(entry.begin) + ", expected " +
                               Twine(position));
      if (entry.begin > position)
        return fail(entry, "starts at byte " + Twine(entry.begin) + ", expected " + Twine(position) +
                               ": there is a gap before it, or another tensor has the same name");
      position = entry.end;
    }
    if (position != data.size())
      return fail("holds " + Twine(data.size() - position) + " bytes that belong to no tensor");
    return Error::success();
  }

  Error addTo(graph::WeightStore &store, const Entry &entry) {
    mlir::Builder builder(context);
    auto type = mlir::RankedTensorType::get(entry.shape, entry.dtype->make(builder));
    ArrayRef<char> view = data.slice(entry.begin, entry.end - entry.begin);
    if (entry.dtype->name == "BOOL")
      for (char byte : view)
        if (byte != 0 && byte != 1)
          return fail(entry, "is BOOL and holds the byte " + Twine(int(static_cast<unsigned char>(byte))));
    std::shared_ptr<const void> keeper = owner;
    if (reinterpret_cast<uintptr_t>(view.data()) % entry.dtype->bytes != 0) {
      // A header of any length is allowed, so tensors may lie at any address.
      std::shared_ptr<char> copy(static_cast<char *>(::operator new(view.size(), std::align_val_t(64))),
                                 [](char *p) { ::operator delete(p, std::align_val_t(64)); });
      llvm::copy(view, copy.get());
      view = ArrayRef<char>(copy.get(), view.size());
      keeper = copy;
    }
    store.add(entry.name, {type, view, std::move(keeper)});
    return Error::success();
  }

  StringRef path;
  mlir::MLIRContext *context;
  std::shared_ptr<const void> owner;
  ArrayRef<char> bytes, data;
  std::vector<Entry> entries;
};

} // namespace

Expected<graph::WeightStore> readSafetensors(StringRef path, mlir::MLIRContext *context) {
  noteInputFile(path);
  auto fail = [&](const Twine &message) { return userError(path + ": " + message); };
  // Before it is opened: opening a pipe would wait for a writer.
  sys::fs::file_status status;
  if (std::error_code code = sys::fs::status(path, status))
    return fail("cannot be read: " + code.message());
  if (sys::fs::is_directory(status))
    return fail("is a folder, expected a safetensors file");
  if (!sys::fs::is_regular_file(status))
    return fail("is no regular file, expected a safetensors file");
  Expected<sys::fs::file_t> file = sys::fs::openNativeFileForRead(path);
  if (!file)
    return fail("cannot be read: " + toString(file.takeError()));
  scope_exit close([&] { sys::fs::closeFile(*file); });
  if (std::error_code code = sys::fs::status(*file, status))
    return fail("cannot be read: " + code.message());
  if (status.getSize() == 0)
    return Reader(path, {}, nullptr, context).read();
  std::error_code code;
  auto mapping = std::make_shared<sys::fs::mapped_file_region>(*file, sys::fs::mapped_file_region::readonly,
                                                               status.getSize(), 0, code);
  if (code)
    return fail("cannot be mapped: " + code.message());
  return Reader(path, ArrayRef<char>(mapping->const_data(), status.getSize()), mapping, context).read();
}

Expected<graph::WeightStore> readSafetensors(std::shared_ptr<MemoryBuffer> file, StringRef name,
                                             mlir::MLIRContext *context) {
  return Reader(name, ArrayRef<char>(file->getBufferStart(), file->getBufferSize()), file, context).read();
}

Error writeSafetensors(const graph::WeightStore &store, raw_ostream &stream) {
  struct Item {
    size_t order;
    StringRef name;
    const DTypeName *dtype;
    const graph::WeightData *data;
  };
  std::vector<Item> items;
  for (const auto &[name, data] : store) {
    const DTypeName *dtype = findDType(data.type.getElementType());
    if (!dtype || !data.type.hasStaticShape() || data.bytes.size() != dtype->bytes * data.type.getNumElements())
      return defect("weight '" + Twine(name) + "' has a type that safetensors files cannot hold");
    items.push_back({items.size(), name, dtype, &data});
  }
  llvm::sort(items, [](const Item &a, const Item &b) {
    return std::make_pair(b.dtype->bytes, a.order) < std::make_pair(a.dtype->bytes, b.order);
  });

  std::string header;
  raw_string_ostream headerStream(header);
  uint64_t position = 0;
  json::OStream json(headerStream);
  json.object([&] {
    json.attributeObject(metadataKey, [&] { json.attribute("format", "tenon"); });
    for (const Item &item : items)
      json.attributeObject(item.name, [&] {
        json.attribute("dtype", item.dtype->name);
        json.attributeArray("shape", [&] {
          for (int64_t size : item.data->type.getShape())
            json.value(size);
        });
        json.attributeArray("data_offsets", [&] {
          json.value(position);
          json.value(position += item.data->bytes.size());
        });
      });
  });
  header.append(offsetToAlignment(header.size(), Align(8)), ' ');

  char length[lengthBytes];
  support::endian::write64le(length, header.size());
  stream.write(length, lengthBytes);
  stream << header;
  for (const Item &item : items)
    stream.write(item.data->bytes.data(), item.data->bytes.size());
  return Error::success();
}

Error writeSafetensors(const graph::WeightStore &store, StringRef path) {
  std::error_code code;
  raw_fd_ostream file(path, code);
  if (code)
    return userError(path + ": cannot be written: " + code.message());
  Error error = writeSafetensors(store, file);
  file.close();
  if (file.has_error()) {
    code = file.error();
    file.clear_error();
    return joinErrors(std::move(error), userError(path + ": cannot be written: " + code.message()));
  }
  return error;
}

} // namespace tenon::compiler
