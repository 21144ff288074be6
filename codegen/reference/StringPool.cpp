//===- StringPool.cpp - The strings of an interpretation ------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/StringPool.h"
#include "dialects/graph/Strings.h"
#include "runtime/core/RuntimeCall.h"
#include "runtime/longtail/RuntimeFunctions.h"

using namespace mlir;
using llvm::createStringError;
using llvm::Expected;

namespace tenon::reference {

StringPool::StringPool(ModuleOp module) {
  for (StringRef text : graph::stringsOf(module).value_or(SmallVector<StringRef>{""})) {
    bytes += text;
    ends.push_back(bytes.size());
  }
  TenonStrings description = {&tenonStringOperations, fixedCount(), bytes.data(), ends.data()};
  if (!strings.open(description))
    llvm::report_bad_alloc_error("no memory for the strings of a model");
}

Expected<int64_t> StringPool::intern(StringRef text) {
  int64_t handle;
  if (!strings.intern({text.data(), text.size()}, handle))
    return createStringError("no memory for a string of " + std::to_string(text.size()) + " bytes");
  return handle;
}

namespace {

TenonRuntimeFunction findFunction(StringRef name) {
#define TENON_FIND(NAME)                                                                                               \
  if (name == #NAME)                                                                                                   \
    return tenon_##NAME;
  TENON_FOR_EACH_RUNTIME_FUNCTION(TENON_FIND)
#undef TENON_FIND
  return nullptr;
}

/// As DLPack says it. Strings are handles.
runtime::ElementType typeOf(Type element) {
  if (element.isInteger(1))
    return {kDLBool, 8};
  uint8_t code = element.isBF16()              ? kDLBfloat
                 : isa<FloatType>(element)     ? kDLFloat
                 : element.isUnsignedInteger() ? kDLUInt
                                               : kDLInt;
  return {code, static_cast<uint8_t>(8 * elementBytes(element))};
}

runtime::CallTensor describe(const ReferenceTensor &tensor, std::vector<char> &bytes) {
  return {bytes.data(), tensor.elementCount(), tensor.sizes.empty() ? 1 : tensor.sizes.back(), typeOf(tensor.elementType)};
}

} // namespace

Expected<ReferenceTensor> runRuntimeCall(graph::CallRuntimeOp op, Operands operands, Symbols symbols,
                                         StringPool &strings) {
  Expected<ReferenceTensor> result = makeTensor(op.getType(), symbols);
  if (!result)
    return result;
  TenonRuntimeFunction function = findFunction(op.getFunction());
  if (!function)
    return createStringError("the runtime has no function '" + op.getFunction() + "'");
  std::vector<std::vector<char>> memory;
  std::vector<runtime::CallTensor> arguments;
  for (const ReferenceTensor *operand : operands) {
    memory.push_back(operand->toBytes());
    arguments.push_back(describe(*operand, memory.back()));
  }
  std::vector<char> bytes = result->toBytes();
  runtime::Message message = {};
  TenonRuntimeCall call = {&strings.table(), arguments.data(), describe(*result, bytes), &message};
  if (function(&call))
    return createStringError(message.text);
  return ReferenceTensor::fromBytes(result->elementType, result->sizes, bytes);
}

} // namespace tenon::reference
