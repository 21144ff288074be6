//===- Archive.cpp - Tensors on their way to files and back -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
#include "tenon/Serialize.h"

namespace tenon {

using namespace frontend;

namespace serialize {

void OutputArchive::write(const std::string &key, const Tensor &tensor, bool, SourceLocation here) {
  if (tensors.contains(key))
    throw Error("the archive holds '" + key + "' already", here);
  tensors.insert(key, tensor.clone(here));
}
void OutputArchive::write(const std::string &key, const OutputArchive &archive, SourceLocation here) {
  for (auto &entry : archive.tensors)
    write(key + "." + entry.key(), entry.value(), false, here);
}
void OutputArchive::save_to(const SaveTo &to, SourceLocation here) const { save(tensors, to, here); }

void InputArchive::load_from(const LoadFrom &from, SourceLocation here) { tensors = load_safetensors(from, here); }

bool InputArchive::try_read(const std::string &key, Tensor &tensor, bool, SourceLocation here) const {
  const Tensor *found = tensors.find(key);
  if (!found)
    return false;
  if (!tensor.defined()) {
    tensor = found->clone(here);
    return true;
  }
  const NodePtr &given = nodeOf(*found, here), &wanted = nodeOf(tensor, here);
  if (!sameSizes(given->sizes, wanted->sizes))
    throw Error("'" + key + "' of the archive is " + given->describe() + ", expected " + wanted->describe(), here);
  tensor.copy_(*found, here);
  return true;
}
void InputArchive::read(const std::string &key, Tensor &tensor, bool is_buffer, SourceLocation here) const {
  if (!try_read(key, tensor, is_buffer, here))
    throw Error("the archive has no tensor '" + key + "'", here);
}

bool InputArchive::try_read(const std::string &key, InputArchive &archive) const {
  OrderedDict<std::string, Tensor> part;
  for (auto &entry : tensors)
    if (entry.key().starts_with(key + "."))
      part.insert(entry.key().substr(key.size() + 1), entry.value());
  archive.tensors = std::move(part);
  return !archive.tensors.is_empty();
}
void InputArchive::read(const std::string &key, InputArchive &archive, SourceLocation here) const {
  if (!try_read(key, archive))
    throw Error("the archive has no tensors under '" + key + ".'", here);
}

} // namespace serialize

void nn::Module::save(serialize::OutputArchive &archive) const {
  for (auto &entry : named_parameters(/*recurse=*/false))
    archive.write(entry.key(), entry.value());
  for (auto &entry : named_buffers(/*recurse=*/false))
    archive.write(entry.key(), entry.value(), /*is_buffer=*/true);
  for (auto &child : children_)
    if (child.value()->is_serializable()) {
      serialize::OutputArchive nested;
      child.value()->save(nested);
      archive.write(child.key(), nested);
    }
}

void nn::Module::load(serialize::InputArchive &archive) {
  for (auto &entry : named_parameters(/*recurse=*/false))
    archive.read(entry.key(), entry.value());
  for (auto &entry : named_buffers(/*recurse=*/false))
    archive.read(entry.key(), entry.value(), /*is_buffer=*/true);
  for (auto &child : children_)
    if (child.value()->is_serializable()) {
      serialize::InputArchive nested;
      archive.try_read(child.key(), nested); // a module without tensors has none there
      child.value()->load(nested);
    }
}

} // namespace tenon
