//===- Serialize.cpp - Weights on disk ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Serialize.h"
#include "compiler/Diagnostics.h"
#include "compiler/TemporaryFiles.h"
#include "compiler/weights/Safetensors.h"
#include "frontend/nn/StateDict.h"
#include "frontend/trace/Executable.h"

namespace tenon {

using namespace frontend;

namespace {

graph::WeightStore readFile(const std::string &path, SourceLocation here) {
  auto store = compiler::readSafetensors(path, &context());
  if (!store)
    throwError(store.takeError(), here);
  return std::move(*store);
}

ScalarType scalarTypeOf(mlir::Type type) {
  for (int i = 0; i <= static_cast<int>(kUInt64); ++i)
    if (elementType(static_cast<ScalarType>(i)) == type)
      return static_cast<ScalarType>(i);
  llvm_unreachable("files have the types of tensors only");
}

/// A tensor over the bytes of the file.
NodePtr viewOf(const graph::WeightData &data, SourceLocation here) {
  std::shared_ptr<char> bytes(std::const_pointer_cast<void>(data.owner), const_cast<char *>(data.bytes.data()));
  NodePtr node = makeData(scalarTypeOf(data.type.getElementType()), graph::shapeOf(data.type), bytes, here);
  node->readOnly = true;
  return node;
}

} // namespace

void load(nn::Module &module, const std::string &path, const LoadOptions &options, SourceLocation here) {
  nn::StateSource source;
  source.description = path;
  source.rename = options.rename;
  source.allowMissing = !options.strict || options.allow_missing;
  source.allowUnexpected = !options.strict || options.allow_unexpected;
  graph::WeightStore store = readFile(path, here);
  for (const auto &[name, data] : store)
    source.entries.emplace_back(name, viewOf(data, here));
  loadState(module, source, here);
}

OrderedDict<std::string, Tensor> load_safetensors(const std::string &path, SourceLocation here) {
  OrderedDict<std::string, Tensor> result;
  for (const auto &[name, data] : readFile(path, here))
    result.insert(name, makeTensor(viewOf(data, here)));
  return result;
}

void load_safetensors(nn::Module &module, const std::string &path, const std::map<std::string, std::string> &rename,
                      SourceLocation here) {
  LoadOptions options;
  options.rename = rename;
  load(module, path, options, here);
}

void save_safetensors(const OrderedDict<std::string, Tensor> &tensors, const std::string &path, SourceLocation here) {
  graph::WeightStore store;
  for (auto &entry : tensors) {
    const NodePtr &node = nodeOf(entry.value(), here);
    materialize(node, here);
    store.add(entry.key(), {node->type(), llvm::ArrayRef<char>(node->bytes(), node->byteCount()), node->data});
  }
  auto file = compiler::OutputFile::create(path);
  if (!file)
    throwError(file.takeError(), here);
  if (llvm::Error error = compiler::writeSafetensors(store, file->path()))
    throwError(std::move(error), here);
  if (llvm::Error error = file->commit())
    throwError(std::move(error), here);
}

void save(const nn::Module &module, const std::string &path, SourceLocation here) {
  save_safetensors(module.state_dict(), path, here);
}

} // namespace tenon
