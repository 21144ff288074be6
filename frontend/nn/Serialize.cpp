//===- Serialize.cpp - Weights on disk --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/Serialize.h"
#include "compiler/TemporaryFiles.h"
#include "compiler/weights/ShardedWeights.h"
#include "frontend/nn/StateDict.h"
#include "frontend/tensor/Build.h"
#include "frontend/trace/Evaluate.h"
#include "frontend/trace/Executable.h"
#include "llvm/Support/raw_ostream.h"
#include <istream>
#include <iterator>
#include <ostream>

namespace tenon {

using namespace frontend;

namespace {

graph::WeightStore readStore(const LoadFrom &from, SourceLocation here) {
  auto read = [&] {
    if (!from.stream)
      return compiler::readWeights(from.path, &context());
    std::string bytes(std::istreambuf_iterator<char>(*from.stream), {});
    return compiler::readSafetensors(llvm::MemoryBuffer::getMemBufferCopy(bytes), from.path, &context());
  };
  auto store = read();
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

void writeStore(const graph::WeightStore &store, const SaveTo &to, SourceLocation here) {
  auto check = [&](llvm::Error error) {
    if (error)
      throwError(std::move(error), here);
  };
  if (to.stream) {
    std::string bytes;
    llvm::raw_string_ostream buffer(bytes);
    check(compiler::writeSafetensors(store, buffer));
    if (!to.stream->write(bytes.data(), static_cast<std::streamsize>(bytes.size())))
      throw Error("the stream cannot be written to", here);
    return;
  }
  auto file = compiler::OutputFile::create(to.path);
  if (!file)
    throwError(file.takeError(), here);
  check(compiler::writeSafetensors(store, file->path()));
  check(file->commit());
}

} // namespace

void load(nn::Module &module, const LoadFrom &from, const LoadOptions &options, SourceLocation here) {
  nn::StateSource source;
  source.description = from.path;
  source.rename = options.rename;
  source.allowMissing = !options.strict || options.allow_missing;
  source.allowUnexpected = !options.strict || options.allow_unexpected;
  graph::WeightStore store = readStore(from, here);
  for (const auto &[name, data] : store)
    source.entries.emplace_back(name, viewOf(data, here));
  loadState(module, source, here);
}
void load_safetensors(nn::Module &module, const LoadFrom &from, const std::map<std::string, std::string> &rename,
                      SourceLocation here) {
  LoadOptions options;
  options.rename = rename;
  load(module, from, options, here);
}
void save(const nn::Module &module, const SaveTo &to, SourceLocation here) { save(module.state_dict(), to, here); }

void load(OrderedDict<std::string, Tensor> &tensors, const LoadFrom &from, SourceLocation here) {
  OrderedDict<std::string, Tensor> loaded;
  for (const auto &[name, data] : readStore(from, here))
    loaded.insert(name, makeTensor(viewOf(data, here)));
  tensors = std::move(loaded);
}
OrderedDict<std::string, Tensor> load_safetensors(const LoadFrom &from, SourceLocation here) {
  OrderedDict<std::string, Tensor> tensors;
  load(tensors, from, here);
  return tensors;
}

void save(const OrderedDict<std::string, Tensor> &tensors, const SaveTo &to, SourceLocation here) {
  // What is still to be computed becomes one program.
  llvm::SmallVector<NodePtr> open;
  for (auto &entry : tensors)
    if (const NodePtr &node = nodeOf(entry.value(), here); !node->traced && node->kind != Node::Kind::Data)
      open.push_back(node);
  evaluate(open, here);
  graph::WeightStore store;
  for (auto &entry : tensors) {
    const NodePtr &node = nodeOf(entry.value(), here);
    materialize("save", node, here);
    store.add(entry.key(), {node->type(), llvm::ArrayRef<char>(node->bytes(), node->byteCount()), node->data});
  }
  writeStore(store, to, here);
}
void save_safetensors(const OrderedDict<std::string, Tensor> &tensors, const SaveTo &to, SourceLocation here) {
  save(tensors, to, here);
}

void load(Tensor &tensor, const LoadFrom &from, SourceLocation here) {
  auto tensors = load_safetensors(from, here);
  if (tensors.size() != 1)
    throw Error(from.path + " holds " + std::to_string(tensors.size()) +
                    " tensors, expected one: load a list, or a dictionary",
                here);
  tensor = tensors.front().value();
}
void save(const Tensor &tensor, const SaveTo &to, SourceLocation here) { save(TensorList{tensor}, to, here); }

void load(TensorList &tensors, const LoadFrom &from, SourceLocation here) {
  auto named = load_safetensors(from, here);
  TensorList loaded;
  for (size_t i = 0; i < named.size(); ++i) {
    const Tensor *tensor = named.find(std::to_string(i));
    if (!tensor)
      throw Error(from.path + " holds " + std::to_string(named.size()) + " tensors, of which none is named '" +
                      std::to_string(i) + "' as in a list: load a dictionary",
                  here);
    loaded.push_back(*tensor);
  }
  tensors = std::move(loaded);
}
void save(const TensorList &tensors, const SaveTo &to, SourceLocation here) {
  OrderedDict<std::string, Tensor> named;
  for (const Tensor &tensor : tensors)
    named.insert(std::to_string(named.size()), tensor);
  save(named, to, here);
}

} // namespace tenon
