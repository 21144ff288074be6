//===- TensorFileTest.cpp - NumPy's and ONNX's files of tensors ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Elements.h"
#include "runtime/program/Files.h"
#include "runtime/program/Npy.h"
#include "runtime/program/TensorProto.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

using namespace tenon::runtime;

namespace {

const ElementType allTypes[] = {{kDLFloat, 64}, {kDLFloat, 32}, {kDLFloat, 16}, {kDLBfloat, 16}, {kDLInt, 8},
                                {kDLInt, 16},   {kDLInt, 32},   {kDLInt, 64},   {kDLUInt, 8},    {kDLUInt, 16},
                                {kDLUInt, 32},  {kDLUInt, 64},  {kDLBool, 8}};

const ElementType narrowTypes[] = {{kDLFloat8_e4m3fn, 8}, {kDLFloat8_e4m3fnuz, 8}, {kDLFloat8_e5m2, 8},
                                   {kDLFloat8_e5m2fnuz, 8}, {kDLFloat8_e8m0fnu, 8}, {kDLFloat4_e2m1fn, 4},
                                   {kDLInt, 4}, {kDLUInt, 4}, {kDLInt, 2}, {kDLUInt, 2}};

using Parse = int (*)(const void *, uint64_t, const char *, HostTensor &, Message &);

std::string stringOf(Text &text) { return {text.data(), text.size()}; }

std::string npy(const std::string &header, const std::string &data, char version = 1) {
  std::string file = "\x93NUMPY";
  file += version;
  file += '\0';
  file += static_cast<char>(header.size());
  file += static_cast<char>(header.size() >> 8);
  if (version > 1)
    file += std::string(2, '\0');
  return file + header + data;
}

std::string errorOf(Parse parse, const std::string &file) {
  HostTensor tensor;
  Message message = {};
  CHECK(parse(file.data(), file.size(), "FILE", tensor, message) == TENON_ERROR_USER);
  return message.text;
}

/// Reads a file that should be good.
void read(Parse parse, const std::string &file, HostTensor &tensor) {
  Message message = {};
  INFO(file);
  const int status = parse(file.data(), file.size(), "FILE", tensor, message);
  INFO(message.text);
  REQUIRE(status == TENON_OK);
}

/// A message's field of bytes, and one of a number.
std::string field(int number, const std::string &bytes) {
  return std::string(1, static_cast<char>(number << 3 | 2)) + static_cast<char>(bytes.size()) + bytes;
}
std::string field(int number, char value) { return std::string(1, static_cast<char>(number << 3)) + value; }

/// Every prefix and every changed byte must be refused or read, never crash.
void damage(Parse parse, const std::string &file) {
  Message message = {};
  for (size_t size = 0; size < file.size(); ++size) {
    // A copy of exact size, so that sanitizers see a read past its end.
    std::vector<char> part(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
    HostTensor tensor;
    CHECK(parse(part.data(), part.size(), "FILE", tensor, message) != TENON_ERROR_DEFECT);
  }
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::vector<char> changed(file.begin(), file.end());
    for (unsigned i = 0; i <= random() % 3; ++i)
      changed[random() % changed.size()] = static_cast<char>(random());
    HostTensor tensor;
    (void)parse(changed.data(), changed.size(), "FILE", tensor, message);
  }
}

} // namespace

TEST_CASE("tensors of all types and ranks survive both forms") {
  const std::vector<std::vector<int64_t>> shapes = {{}, {1}, {5}, {0}, {2, 3}, {4, 0, 2}, {1, 2, 3, 4}};
  for (ElementType type : allTypes)
    for (const auto &shape : shapes)
      for (bool isNpy : {true, false}) {
        const auto rank = static_cast<int32_t>(shape.size());
        HostTensor tensor, copy;
        Message message = {};
        REQUIRE(tensor.allocate(type, shape.data(), rank, "tensor", message) == TENON_OK);
        for (uint64_t i = 0; i < tensor.bytes; ++i)
          static_cast<uint8_t *>(tensor.data)[i] = static_cast<uint8_t>(type.code == kDLBool ? i % 2 : i * 37 + 1);
        Text text;
        if (isNpy)
          appendNpyHeader(type, shape.data(), rank, text);
        else
          REQUIRE(appendTensorProtoHeader("name", type, shape.data(), rank, text));
        if (isNpy)
          CHECK(text.size() % 64 == 0);
        text.appendBytes(tensor.data, tensor.bytes);
        read(isNpy ? parseNpy : parseTensorProto, stringOf(text), copy);
        CHECK(copy.type == type);
        REQUIRE(copy.rank == rank);
        CHECK(std::equal(shape.begin(), shape.end(), copy.shape));
        REQUIRE(copy.bytes == tensor.bytes);
        CHECK(memcmp(copy.data, tensor.data, copy.bytes) == 0);
        CHECK(reinterpret_cast<uintptr_t>(copy.data) % 64 == 0);
      }
}

TEST_CASE("narrow types are packed in ONNX files and bytes in .npy files") {
  for (ElementType type : narrowTypes)
    for (int64_t count : {0, 1, 3, 4, 9}) {
      INFO(nameOf(type) << " " << count);
      HostTensor tensor, copy, fromNpy;
      Message message = {};
      REQUIRE(tensor.allocate(type, &count, 1, "tensor", message) == TENON_OK);
      REQUIRE(tensor.bytes == static_cast<uint64_t>(count));
      for (int64_t i = 0; i < count; ++i)
        storeElement(type, tensor.data, i, static_cast<double>(i % 3) - 1);
      Text proto, npyText;
      REQUIRE(appendTensorProtoHeader("name", type, &count, 1, proto));
      std::string packed(packedBytes(type, tensor.bytes), '\0');
      CHECK(packed.size() == static_cast<size_t>((count * type.bits + 7) / 8));
      if (type.bits < 8)
        packElements(type, tensor.data, tensor.bytes, packed.data());
      else if (count)
        memcpy(packed.data(), tensor.data, tensor.bytes);
      proto.appendBytes(packed.data(), packed.size());
      read(parseTensorProto, stringOf(proto), copy);
      CHECK(copy.type == type);
      REQUIRE(copy.bytes == tensor.bytes);
      CHECK(memcmp(copy.data, tensor.data, copy.bytes) == 0);
      appendNpyHeader(type, &count, 1, npyText);
      npyText.appendBytes(tensor.data, tensor.bytes);
      read(parseNpy, stringOf(npyText), fromNpy);
      CHECK(fromNpy.type == untypedByte);
    }
}

TEST_CASE(".npy headers as NumPy and others write them") {
  const std::string data(24, '\1');
  for (std::string header : {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }          \n",
                             "{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"=f4\"}",
                             "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L)}"})
    for (char version : {1, 2, 3}) {
      HostTensor tensor;
      read(parseNpy, npy(header, data, version), tensor);
      CHECK(tensor.rank == 2);
      CHECK(tensor.shape[1] == 3);
    }
  HostTensor scalar, column, bools;
  read(parseNpy, npy("{'descr': '<i8', 'fortran_order': False, 'shape': ()}", std::string(8, '\2')), scalar);
  CHECK(scalar.rank == 0);
  // One dimension has no order.
  read(parseNpy, npy("{'descr': '|u1', 'fortran_order': True, 'shape': (3,)}", "abc"), column);
  CHECK(column.rank == 1);
  read(parseNpy, npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}", std::string("\0\1\7", 3)), bools);
  CHECK(static_cast<uint8_t *>(bools.data)[2] == 1);
}

TEST_CASE(".npy files that are damaged or of another kind are refused with the reason") {
  const std::string order = "'fortran_order': False, ";
  auto error = [&](const std::string &header, const std::string &data = "") {
    return errorOf(parseNpy, npy(header, data));
  };
  CHECK(errorOf(parseNpy, "PK\3\4 something else") == "FILE: not a .npy file");
  CHECK(errorOf(parseNpy, npy("{}", "", 4)) == "FILE: .npy version 4.0; this reads versions 1 to 3");
  CHECK(error("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)}", std::string(16, 0)) ==
        "FILE: the array is in Fortran order; save numpy.ascontiguousarray of it");
  CHECK(error("{'descr': '>f4', " + order + "'shape': (1,)}", "abcd") ==
        "FILE: its elements (>f4) are big-endian; save them in little-endian order");
  CHECK(error("{'descr': '<c8', " + order + "'shape': (1,)}", "abcdefgh") ==
        "FILE: elements of type '<c8' are none that a model takes");
  CHECK(error("{'descr': '|O', " + order + "'shape': (1,)}", "x") ==
        "FILE: it holds Python objects; save strings as an array of NumPy's type 'U'");
  CHECK(error("{'descr': '<M8', " + order + "'shape': (1,)}", "abcdefgh") ==
        "FILE: elements of type '<M8' are none that a model takes");
  CHECK(error("{'descr': '<U3', " + order + "'shape': (2,)}", "abcdefgh") ==
        "FILE: strings (<U3) with shape [2] do not fit the 8 bytes after the header; the file is truncated or damaged");
  CHECK(error("{'descr': '<U4294967295', " + order + "'shape': (4611686018427387904,)}").find("do not fit") !=
        std::string::npos);
  CHECK(error("{'descr': '<U0', " + order + "'shape': (1000000,)}").find("do not fit") != std::string::npos);
  CHECK(error("{'descr': [('a', '<f4')], " + order + "'shape': (1,)}", "abcd") ==
        "FILE: it holds records, not elements of one type");
  CHECK(error("{'descr': '<f4', " + order + "'shape': (2,)}", "abcd") ==
        "FILE: float32 with shape [2] does not fit the 4 bytes after the header; the file is truncated or damaged");
  CHECK(
      error("{'descr': '<f4', " + order + "'shape': (4611686018427387904, 4)}", "").find("FILE: float32 with shape") ==
      0);
  CHECK(error("{'descr': '<f4', " + order + "'shape': (99999999999999999999,)}") ==
        "FILE: a size in the shape is no 64-bit number");
  CHECK(error("{'descr': '<f4', " + order + "'shape': (-1,)}") == "FILE: the shape is no tuple of sizes");
  CHECK(error("{'descr': '<f4', " + order + "}") == "FILE: the header lacks descr, fortran_order or shape");
  CHECK(error("{'descr': '<f4', 'descr': '<f4'}") == "FILE: the header has an entry that is unknown or there twice");
  CHECK(errorOf(parseNpy, npy("{'descr': '<f4', " + order + "'shape': (1,)}", "").substr(0, 30)) ==
        "FILE: truncated: the file ends in its header");
}

TEST_CASE("ONNX tensors with elements as fields of their own") {
  HostTensor floats, packed, negative, halves, doubles, bools;
  const std::string one("\0\0\x80\x3f", 4), two("\0\0\0\x40", 4);
  read(parseTensorProto, field(1, 2) + field(2, 1) + std::string("\x25") + one + std::string("\x25") + two, floats);
  CHECK(static_cast<float *>(floats.data)[1] == 2);
  read(parseTensorProto, field(1, std::string("\1\2")) + field(2, 1) + field(4, one + two) + field(8, "name"), packed);
  CHECK(packed.rank == 2);
  CHECK(static_cast<float *>(packed.data)[1] == 2);
  read(parseTensorProto,
       field(1, 2) + field(2, 3) + field(5, std::string("\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\1")), negative);
  CHECK(static_cast<int8_t *>(negative.data)[0] == 127);
  CHECK(static_cast<int8_t *>(negative.data)[1] == -1);
  read(parseTensorProto, field(1, 1) + field(2, 10) + field(5, std::string("\x80\x78")), halves);
  CHECK(static_cast<uint16_t *>(halves.data)[0] == 0x3c00);
  read(parseTensorProto, field(2, 11) + field(10, std::string("\0\0\0\0\0\0\xf0\x3f", 8)), doubles);
  CHECK(*static_cast<double *>(doubles.data) == 1);
  read(parseTensorProto, field(1, 2) + field(2, 9) + field(9, std::string("\0\5", 2)), bools);
  CHECK(static_cast<uint8_t *>(bools.data)[1] == 1);
}

TEST_CASE("strings of both formats") {
  auto textsOf = [](const HostTensor &tensor) {
    std::vector<std::string> texts;
    uint64_t begin = 0;
    for (uint64_t end : tensor.ends) {
      texts.emplace_back(tensor.text.data() + begin, end - begin);
      begin = end;
    }
    return texts;
  };
  HostTensor proto, wide, narrow;
  read(parseTensorProto, field(1, 3) + field(2, 8) + field(6, "a") + field(6, "") + field(6, std::string("\xff\0", 2)),
       proto);
  CHECK(proto.type == stringType);
  CHECK(textsOf(proto) == std::vector<std::string>{"a", "", std::string("\xff\0", 2)});
  // Characters of 32 bits, the last one beyond the last that there is.
  read(parseNpy,
       npy("{'descr': '<U2', 'fortran_order': False, 'shape': (3,)}",
           std::string("\xe9\0\0\0\0\0\0\0\x00\xf6\x01\0a\0\0\0\0\0\0\0\xff\xff\xff\xff", 24)),
       wide);
  CHECK(textsOf(wide) == std::vector<std::string>{"é", "\U0001f600a", std::string("\0\xef\xbf\xbd", 4)});
  read(parseNpy, npy("{'descr': '|S2', 'fortran_order': False, 'shape': (2,)}", std::string("ab\0\0", 4)), narrow);
  CHECK(textsOf(narrow) == std::vector<std::string>{"ab", ""});
}

TEST_CASE("ONNX tensors that are damaged or of another kind are refused with the reason") {
  auto error = [](const std::string &file) { return errorOf(parseTensorProto, file); };
  CHECK(error("not a tensor").find("FILE: it is truncated or no ONNX tensor") == 0);
  CHECK(error(field(1, 1)) == "FILE: it has no element type: no ONNX tensor");
  CHECK(error(field(1, 1) + field(2, 14) + field(4, "text")) ==
        "FILE: ONNX element type 14 is none that this model takes");
  CHECK(error(field(1, 1) + field(2, 8) + field(9, "text")) ==
        "FILE: it has raw bytes, which strings cannot be");
  CHECK(error(field(1, 2) + field(2, 8) + field(6, "text")) == "FILE: it has fewer elements than its shape");
  CHECK(error(field(1, 1) + field(2, 8) + field(6, "a") + field(6, "b")) ==
        "FILE: it has more elements than its shape");
  CHECK(error(field(1, 2) + field(2, 1) + field(9, "abcd")) ==
        "FILE: float32 with shape [2] does not fit the 4 bytes that it holds; the file is truncated or damaged");
  CHECK(error(field(1, 2) + field(2, 1) + field(4, "abcd")) == "FILE: it has fewer elements than its shape");
  CHECK(error(field(1, 1) + field(2, 1) + field(4, "abcdabcd")) == "FILE: it has more elements than its shape");
  CHECK(error(field(1, 1) + field(2, 2) + field(5, std::string("\xac\2"))) ==
        "FILE: an element is out of the range of its type");
  CHECK(error(field(1, 1) + field(2, 1) + field(14, 1)) == "FILE: its elements lie in another file; save it whole");
  CHECK(error(field(1, std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\1")) + field(2, 1)) ==
        "FILE: its shape has a negative size");
  // 2^62 floats in a file of some bytes.
  CHECK(error(field(1, std::string("\x80\x80\x80\x80\x80\x80\x80\x80\x40")) + field(2, 1)).find("does not fit") !=
        std::string::npos);
  CHECK(error(field(1, std::string("\x80\x80\x80\x80\x10")) + field(2, 1)).find("does not fit") != std::string::npos);
  std::string ranks = field(2, 1);
  for (int i = 0; i < 65; ++i)
    ranks += field(1, 1);
  CHECK(error(ranks) == "FILE: it has more than 64 dimensions");
}

TEST_CASE("damaged files never crash the readers") {
  damage(parseNpy,
         npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }          \n", std::string(24, '\1')));
  damage(parseNpy, npy("{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }", std::string(16, '\1')));
  damage(parseTensorProto, field(1, 2) + field(2, 8) + field(6, "abc") + field(6, "") + field(8, "name"));
  damage(parseTensorProto,
         field(1, std::string("\2\3")) + field(2, 1) + field(4, std::string(24, '\1')) + field(8, "name"));
  damage(parseTensorProto, field(1, 2) + field(1, 3) + field(2, 7) + field(7, std::string("\1\2\3\4\5\x86\1")) +
                               field(9, std::string(48, '\1')));
}

TEST_CASE("half precision rounds to nearest even and back") {
  CHECK(halfOf(1.0f) == 0x3c00);
  CHECK(halfOf(-2.0f) == 0xc000);
  CHECK(halfOf(65504.0f) == 0x7bff);
  CHECK(halfOf(65520.0f) == 0x7c00);
  CHECK(halfOf(1e30f) == 0x7c00);
  CHECK(halfOf(INFINITY) == 0x7c00);
  CHECK((halfOf(NAN) & 0x7fff) > 0x7c00);
  CHECK(halfOf(1.0f + 0x1p-11f) == 0x3c00); // a tie, to even
  CHECK(halfOf(1.0f + 3 * 0x1p-11f) == 0x3c02);
  CHECK(halfOf(0x1p-24f) == 0x0001);
  CHECK(halfOf(0x1p-26f) == 0);
  for (unsigned bits = 0; bits < 0x7c00; ++bits)
    REQUIRE(halfOf(floatOfHalf(static_cast<uint16_t>(bits))) == bits);
}

TEST_CASE("names become file names that stay in their folder") {
  auto encode = [](const char *name) {
    Text text;
    appendEncoded(name, text);
    return stringOf(text);
  };
  CHECK(encode("input_ids") == "input_ids");
  CHECK(encode("a.b-c") == "a.b-c");
  CHECK(encode("../../etc/passwd") == "%2E.%2F..%2Fetc%2Fpasswd");
  CHECK(encode("x:0 50%") == "x%3A0%2050%25");
  CHECK(encode("\xc3\xa9") == "%C3%A9");
}
