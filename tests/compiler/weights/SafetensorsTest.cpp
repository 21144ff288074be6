//===- SafetensorsTest.cpp - Reading what may be damaged ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/weights/Safetensors.h"
#include "compiler/TemporaryFiles.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include <catch2/catch.hpp>

using namespace llvm;
using namespace tenon;
using namespace tenon::compiler;

namespace {

mlir::MLIRContext &context() {
  static mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  return context;
}

/// The bytes of a file with the given header and `dataBytes` bytes of data.
std::string fileOf(StringRef header, size_t dataBytes) {
  std::string bytes(8, '\0');
  support::endian::write64le(bytes.data(), header.size());
  bytes += header;
  for (size_t i = 0; i < dataBytes; ++i)
    bytes += static_cast<char>(i);
  return bytes;
}

/// What reading these bytes says is wrong, without the file's path; empty when all is well.
std::string complaint(StringRef bytes) {
  TemporaryFile file = cantFail(TemporaryFile::create("safetensors"));
  cantFail(file.write(bytes));
  auto store = readSafetensors(file.path(), &context());
  if (store)
    return "";
  std::string text = toString(store.takeError());
  REQUIRE(StringRef(text).starts_with(file.path() + ": "));
  return text.substr(file.path().size() + 2);
}

std::string complaint(StringRef header, size_t dataBytes) { return complaint(fileOf(header, dataBytes)); }

} // namespace

TEST_CASE("Tensors of every type are read in place") {
  StringRef header = R"({"__metadata__":{"format":"pt"},)"
                     R"("a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
                     R"("b":{"dtype":"I8","shape":[],"data_offsets":[16,17]},)"
                     R"("c":{"dtype":"BF16","shape":[0,7],"data_offsets":[17,17]}})";
  TemporaryFile file = cantFail(TemporaryFile::create("safetensors"));
  cantFail(file.write(fileOf(header, 17)));
  graph::WeightStore store = cantFail(readSafetensors(file.path(), &context()));
  REQUIRE(store.size() == 3);
  mlir::Builder builder(&context());
  CHECK(store.find("a")->type == mlir::RankedTensorType::get({2, 2}, builder.getF32Type()));
  CHECK(store.find("a")->bytes.size() == 16);
  CHECK(store.find("a")->bytes[5] == 5);
  CHECK(reinterpret_cast<uintptr_t>(store.find("a")->bytes.data()) % 4 == 0);
  CHECK(store.find("b")->bytes[0] == 16);
  CHECK(store.find("c")->type.getNumElements() == 0);
}

TEST_CASE("What is written is read again") {
  mlir::Builder builder(&context());
  std::vector<char> small(3, 1), large(64);
  for (size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<char>(3 * i);
  graph::WeightStore store;
  store.add("flags", {mlir::RankedTensorType::get({3}, builder.getI1Type()), small, nullptr});
  store.add("name \"quoted\"", {mlir::RankedTensorType::get({4, 2}, builder.getF64Type()), large, nullptr});
  TemporaryFile file = cantFail(TemporaryFile::create("safetensors"));
  cantFail(writeSafetensors(store, file.path()));
  graph::WeightStore again = cantFail(readSafetensors(file.path(), &context()));
  REQUIRE(again.size() == 2);
  for (const auto &[name, data] : store) {
    REQUIRE(again.find(name));
    CHECK(again.find(name)->type == data.type);
    CHECK(again.find(name)->bytes == data.bytes);
  }
}

TEST_CASE("A damaged file is refused with a reason") {
  CHECK(complaint("") == "has 0 bytes, a safetensors file starts with a length of 8 bytes");
  CHECK(complaint(StringRef("\xff\xff\xff\xff\xff\xff\xff\xff", 8)) ==
        "states a header of 18446744073709551615 bytes, more than the limit of 100000000: not a safetensors file, or damaged");
  CHECK(complaint(StringRef("\x10\0\0\0\0\0\0\0{}", 10)) ==
        "states a header of 16 bytes, but only 2 follow: the file is truncated, or not a safetensors file");
  CHECK(complaint("{", 0).find("the header is no JSON: ") == 0);
  CHECK(complaint("[]", 0) == "the header is no JSON object");
  CHECK(complaint("{}", 3) == "holds 3 bytes that belong to no tensor");
  CHECK(complaint(std::string(3'000'000, '['), 0) == "the header is no JSON: brackets are nested more than 16 deep");
  CHECK(complaint(R"({"__metadata__":)" + std::string(20, '{'), 0) ==
        "the header is no JSON: brackets are nested more than 16 deep");
}

TEST_CASE("What is no file is refused before it is opened") {
  auto complaint = [](StringRef path) { return toString(readSafetensors(path, &context()).takeError()); };
  CHECK(complaint("/") == "/: is a folder, expected a safetensors file");
  CHECK(complaint("/dev/zero") == "/dev/zero: is no regular file, expected a safetensors file");
  CHECK(complaint("no-such-file") == "no-such-file: cannot be read: No such file or directory");
}

TEST_CASE("A file in memory is read as one on disk") {
  std::shared_ptr<MemoryBuffer> file =
      MemoryBuffer::getMemBufferCopy(fileOf(R"({"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}})", 2));
  graph::WeightStore store = cantFail(readSafetensors(file, "stream", &context()));
  file.reset();
  CHECK(store.find("a")->bytes[1] == 1);
  CHECK(toString(readSafetensors(MemoryBuffer::getMemBuffer("x"), "stream", &context()).takeError()) ==
        "stream: has 1 bytes, a safetensors file starts with a length of 8 bytes");
}

TEST_CASE("A wrong entry is refused by name") {
  auto entry = [](StringRef text) { return complaint(("{\"w\":" + text + "}").str(), 8); };
  CHECK(entry("3") == "tensor 'w': expected an object with dtype, shape and data_offsets");
  CHECK(entry(R"({"shape":[2],"data_offsets":[0,8]})") == "tensor 'w': has no dtype");
  CHECK(entry(R"({"dtype":"F6_E3M2","shape":[8],"data_offsets":[0,8]})").find("tensor 'w': has the dtype 'F6_E3M2', expected one of F64, F32") == 0);
  CHECK(entry(R"({"dtype":"F32","data_offsets":[0,8]})") == "tensor 'w': has no shape");
  CHECK(entry(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})") == "tensor 'w': a size of its shape is no number of 0 or more");
  CHECK(entry(R"({"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]})") ==
        "tensor 'w': its shape has more elements than can be counted");
  CHECK(entry((R"({"dtype":"F32","shape":[)" + join(std::vector<std::string>(65, "1"), ",") + R"(],"data_offsets":[0,4]})")) ==
        "tensor 'w': its shape has 65 dims, at most 64 are read");
  CHECK(entry(R"({"dtype":"F32","shape":[1.5],"data_offsets":[0,8]})") == "tensor 'w': a size of its shape is no number of 0 or more");
  CHECK(entry(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})") ==
        "tensor 'w': lies at bytes 8 to 0 of the data, which has 8: the file is truncated or damaged");
  CHECK(entry(R"({"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551615]})") ==
        "tensor 'w': lies at bytes 0 to 18446744073709551615 of the data, which has 8: the file is truncated or damaged");
  CHECK(entry(R"({"dtype":"F32","shape":[2]})") == "tensor 'w': data_offsets must be two numbers of 0 or more");
  CHECK(entry(R"({"dtype":"F32","shape":[2],"data_offsets":[0,-8]})") == "tensor 'w': data_offsets must be two numbers of 0 or more");
  CHECK(entry(R"({"dtype":"F32","shape":[3],"data_offsets":[0,12]})") ==
        "tensor 'w': lies at bytes 0 to 12 of the data, which has 8: the file is truncated or damaged");
  CHECK(entry(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})") == "tensor 'w': has 8 bytes, its shape and dtype need 12");
  CHECK(entry(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})") ==
        "tensor 'w': starts at byte 4, expected 0: there is a gap before it, or another tensor has the same name");
  CHECK(entry(R"({"dtype":"BOOL","shape":[8],"data_offsets":[0,8]})") == "tensor 'w': is BOOL and holds the byte 2");
  CHECK(complaint(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8) ==
        "tensor 'b': overlaps the tensor before it: starts at byte 4, expected 8");
  // Names are not trusted either: a message stays one line, of a length that can be read.
  CHECK(complaint(R"({"a\nb\u0007":3})", 0) ==
        R"(tensor 'a\0Ab\07': expected an object with dtype, shape and data_offsets)");
  CHECK(complaint("{\"" + std::string(1000, 'x') + "\":3}", 0) ==
        "tensor '" + std::string(200, 'x') + "...': expected an object with dtype, shape and data_offsets");
}

TEST_CASE("Every truncation and every flipped header byte is read or refused, never worse") {
  std::string good = fileOf(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8);
  for (size_t length = 0; length < good.size(); ++length)
    CHECK(!complaint(StringRef(good).take_front(length)).empty());
  for (size_t i = 0; i + 8 < good.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] ^= 1 << bit;
      complaint(bad);
    }
}
