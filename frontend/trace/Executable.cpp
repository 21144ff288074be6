//===- Executable.cpp - Compiled graphs in this process ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/trace/Executable.h"
#include "compiler/Diagnostics.h"
#include "frontend/tensor/Elements.h"
#include "frontend/trace/Threads.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace tenon::frontend {

void throwError(llvm::Error error, SourceLocation here) {
  bool isDefect = error.isA<compiler::Defect>();
  std::string text = llvm::toString(std::move(error));
  throw Error(isDefect ? "defect of Tenon: " + text : text, here);
}

namespace {

DLDataType dataType(ScalarType type) {
  uint8_t bits = static_cast<uint8_t>(8 * elementSize(type));
  switch (type) {
  case kBool:
    return {kDLBool, 8, 1};
  case kBFloat16:
    return {kDLBfloat, bits, 1};
  case kHalf:
  case kFloat:
  case kDouble:
    return {kDLFloat, bits, 1};
  case kByte:
  case kUInt16:
  case kUInt32:
  case kUInt64:
    return {kDLUInt, bits, 1};
  default:
    return {kDLInt, bits, 1};
  }
}

ScalarType scalarTypeOf(mlir::Type type) {
  for (int i = 0; i <= static_cast<int>(kUInt64); ++i)
    if (elementType(static_cast<ScalarType>(i)) == type)
      return static_cast<ScalarType>(i);
  llvm_unreachable("graphs of the front end have its types only");
}

DLTensor makeView(ScalarType type, int64_t rank, void *data, int64_t *shape) {
  DLTensor view = {};
  view.data = data;
  view.device = {kDLCPU, 0};
  view.ndim = static_cast<int32_t>(rank);
  view.dtype = dataType(type);
  view.shape = shape;
  return view;
}

} // namespace

Executable::Executable(compiler::Model source, const compiler::Options &options, Threads threads, SourceLocation here) {
  auto compiled = compiler::compileModel(std::move(source), options);
  if (!compiled)
    throwError(compiled.takeError(), here);
  auto loaded = compiler::LoadedModel::load(std::move(*compiled));
  if (!loaded)
    throwError(loaded.takeError(), here);
  model = std::move(*loaded);
  TenonOptions runtimeOptions = {};
  if (threads == Threads::Shared)
    runtimeOptions = sharedThreads();
  else
    runtimeOptions.threads = options.threads;
  if (tenonCreate(model->model(), &runtimeOptions, &context) != TENON_OK)
    throw Error(tenonLastError(nullptr), here);
}

Executable::~Executable() {
  if (context)
    tenonDestroy(context);
}

size_t Executable::findFunction(const std::string &name, SourceLocation here) const {
  for (auto [i, function] : llvm::enumerate(functions()))
    if (function.name == name)
      return i;
  auto names = llvm::map_range(functions(), [](const auto &function) { return function.name; });
  throw Error("the program has no function '" + name + "'; it has " + llvm::join(names, ", "), here);
}

std::vector<NodePtr> Executable::run(size_t function, llvm::ArrayRef<NodePtr> inputs, SourceLocation here) {
  llvm::SmallVector<llvm::SmallVector<int64_t, 6>> shapes;
  llvm::SmallVector<std::shared_ptr<char>> memory;
  llvm::SmallVector<DLTensor> inputViews, outputViews;
  for (const NodePtr &input : inputs) {
    shapes.emplace_back();
    for (mlir::AffineExpr size : input->sizes)
      shapes.back().push_back(*graph::constantSize(size));
    if (input->kind == Node::Kind::Number) {
      memory.push_back(allocate(8));
      writeElement(memory.back().get(), input->dtype, 0, input->number);
    } else {
      input->bytes();
      memory.push_back(input->data);
    }
  }
  for (auto [input, shape, bytes] : llvm::zip_equal(inputs, shapes, memory))
    inputViews.push_back(makeView(input->dtype, shape.size(), bytes.get(), shape.data()));

  // Static outputs are written where they will stay; the others are copied from the context.
  llvm::ArrayRef<compiler::TensorDescription> outputs = functions()[function].outputs;
  llvm::SmallVector<llvm::SmallVector<int64_t, 6>> outputShapes;
  std::vector<NodePtr> results;
  for (const compiler::TensorDescription &output : outputs) {
    outputShapes.emplace_back(output.type.getRank());
    ScalarType dtype = scalarTypeOf(output.type.getElementType());
    NodePtr node = makeData(dtype, graph::Shape(), nullptr, here);
    if (output.type.hasStaticShape()) {
      llvm::copy(output.type.getShape(), outputShapes.back().begin());
      node->data = allocate(output.type.getNumElements() * elementSize(dtype));
    }
    results.push_back(std::move(node));
  }
  for (auto [node, shape] : llvm::zip_equal(results, outputShapes))
    outputViews.push_back(makeView(node->dtype, shape.size(), node->data.get(), shape.data()));
  if (tenonRun(context, function, inputViews.data(), inputViews.size(), outputViews.data(), outputViews.size()) != TENON_OK)
    throw Error(tenonLastError(context), here);
  for (auto [node, view] : llvm::zip_equal(results, outputViews)) {
    for (int32_t i = 0; i < view.ndim; ++i)
      node->sizes.push_back(constantExpression(view.shape[i]));
    if (!node->data) {
      node->data = allocate(node->byteCount());
      if (node->byteCount())
        std::memcpy(node->data.get(), static_cast<char *>(view.data) + view.byte_offset, node->byteCount());
    }
  }
  return results;
}

void Executable::reset() { tenonReset(context); }

void Executable::save(const std::string &path, SourceLocation here) const {
  if (tenonSave(context, path.c_str()) != TENON_OK)
    throw Error(tenonLastError(context), here);
}

void Executable::load(const std::string &path, SourceLocation here) {
  if (tenonLoad(context, path.c_str()) != TENON_OK)
    throw Error(tenonLastError(context), here);
}

NodePtr Executable::readState(const std::string &name, SourceLocation here) const {
  DLTensor view;
  if (tenonState(context, name.c_str(), &view) != TENON_OK)
    throw Error(tenonLastError(context), here);
  auto state = llvm::find_if(model->compiled().states, [&](const auto &each) { return each.name == name; });
  NodePtr node = makeData(scalarTypeOf(state->type.getElementType()), graph::shapeOf(state->type), nullptr, here);
  node->data = allocate(node->byteCount());
  std::memcpy(node->data.get(), view.data, node->byteCount());
  return node;
}

void Executable::writeState(const std::string &name, Node &value, SourceLocation here) {
  NodePtr state = readState(name, here);
  if (value.dtype != state->dtype || value.sizes != state->sizes)
    throw Error("the state '" + name + "' is " + state->describe() + ", and the given value " + value.describe(), here);
  DLTensor view;
  tenonState(context, name.c_str(), &view);
  std::memcpy(view.data, value.bytes(), value.byteCount());
}

} // namespace tenon::frontend
