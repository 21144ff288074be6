//===- ElementTypes.cpp - The element types of ONNX ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/ElementTypes.h"
#include "dialects/graph/Graph.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace tenon::onnx {

namespace {

struct Entry {
  const char *name;
  unsigned bits;
  Type (*make)(MLIRContext *context);
};

template <typename T> Type make(MLIRContext *context) { return T::get(context); }
template <unsigned width> Type makeInteger(MLIRContext *context) { return IntegerType::get(context, width); }
template <unsigned width> Type makeUnsigned(MLIRContext *context) {
  return IntegerType::get(context, width, IntegerType::Unsigned);
}

/// By the format's numbers.
constexpr Entry entries[] = {
    {"undefined", 0, nullptr},
    {"float32", 32, make<Float32Type>},
    {"uint8", 8, makeUnsigned<8>},
    {"int8", 8, makeInteger<8>},
    {"uint16", 16, makeUnsigned<16>},
    {"int16", 16, makeInteger<16>},
    {"int32", 32, makeInteger<32>},
    {"int64", 64, makeInteger<64>},
    {"string", 0, make<graph::StringType>},
    {"bool", 8, makeInteger<1>},
    {"float16", 16, make<Float16Type>},
    {"float64", 64, make<Float64Type>},
    {"uint32", 32, makeUnsigned<32>},
    {"uint64", 64, makeUnsigned<64>},
    {"complex64", 64, nullptr}, // no operator computes with complex numbers
    {"complex128", 128, nullptr},
    {"bfloat16", 16, make<BFloat16Type>},
    {"float8e4m3fn", 8, make<Float8E4M3FNType>},
    {"float8e4m3fnuz", 8, make<Float8E4M3FNUZType>},
    {"float8e5m2", 8, make<Float8E5M2Type>},
    {"float8e5m2fnuz", 8, make<Float8E5M2FNUZType>},
    {"uint4", 4, makeUnsigned<4>},
    {"int4", 4, makeInteger<4>},
    {"float4e2m1", 4, make<Float4E2M1FNType>},
    {"float8e8m0", 8, make<Float8E8M0FNUType>},
    {"uint2", 2, makeUnsigned<2>},
    {"int2", 2, makeInteger<2>},
};

const Entry *find(DataType type) {
  auto number = static_cast<size_t>(type);
  return number < std::size(entries) ? &entries[number] : nullptr;
}

} // namespace

std::string nameOf(DataType type) {
  const Entry *entry = find(type);
  return entry ? entry->name : "type " + std::to_string(static_cast<int32_t>(type));
}

Type elementTypeOf(DataType type, MLIRContext *context) {
  const Entry *entry = find(type);
  return entry && entry->make ? entry->make(context) : Type();
}

DataType dataTypeOf(Type element) {
  for (auto [number, entry] : llvm::enumerate(entries))
    if (entry.make && entry.make(element.getContext()) == element)
      return static_cast<DataType>(number);
  return DataType::Undefined;
}

unsigned bitsOf(DataType type) {
  const Entry *entry = find(type);
  return entry ? entry->bits : 0;
}

} // namespace tenon::onnx
