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
#include "frontend/tensor/Build.h"
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

std::string renamed(const std::string &name, const std::map<std::string, std::string> &rename) {
  const std::pair<const std::string, std::string> *best = nullptr;
  for (const auto &entry : rename)
    if (name.starts_with(entry.first) && (!best || entry.first.size() > best->first.size()))
      best = &entry;
  return best ? best->second + name.substr(best->first.size()) : name;
}

/// The first few of a list of complaints, and how many more there are.
std::string listed(const char *title, const std::vector<std::string> &names) {
  constexpr size_t most = 20;
  if (names.empty())
    return "";
  std::string text = "; " + std::string(title) + " (" + std::to_string(names.size()) + "): ";
  for (size_t i = 0; i < std::min(names.size(), most); ++i)
    text += (i ? ", " : "") + names[i];
  return text + (names.size() > most ? ", ..." : "");
}

} // namespace

void load(nn::Module &module, const std::string &path, const LoadOptions &options, SourceLocation here) {
  graph::WeightStore store = readFile(path, here);
  OrderedDict<std::string, Tensor> state = module.state_dict();
  std::map<std::string, NodePtr> found;
  std::vector<std::string> missing, unexpected, misshapen;
  for (const auto &[name, data] : store) {
    std::string target = renamed(name, options.rename);
    const Tensor *tensor = state.find(target);
    if (!tensor) {
      unexpected.push_back(target);
      continue;
    }
    NodePtr node = viewOf(data, here);
    const NodePtr &expected = nodeOf(*tensor, here);
    if (!sameSizes(node->sizes, expected->sizes))
      misshapen.push_back(target + " is " + toText(node->sizes) + ", expected " + toText(expected->sizes));
    else if (isFloatingType(expected->dtype) && !isFloatingType(node->dtype))
      misshapen.push_back(target + " is " + toString(node->dtype) + ", expected " + toString(expected->dtype));
    else if (!found.emplace(target, node).second)
      misshapen.push_back(target + " is there twice after renaming");
  }
  for (auto &entry : state)
    if (!found.contains(entry.key()) &&
        llvm::none_of(misshapen, [&](const std::string &text) { return text.starts_with(entry.key() + " is"); }))
      missing.push_back(entry.key());
  if (!options.strict)
    unexpected.clear();
  std::string problems = listed("missing", missing) + listed("unexpected", unexpected) + listed("misshapen", misshapen);
  if (!problems.empty())
    throw Error(path + " does not fit the module " + module.name() + ": " + problems.substr(2), here);
  for (auto &entry : state) {
    NodePtr node = found[entry.key()];
    setNode(entry.value(), cast(node, nodeOf(entry.value(), here)->dtype, here), here);
  }
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
