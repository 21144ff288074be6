//===- Serialize.h - Weights on disk ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SERIALIZE_H
#define TENON_SERIALIZE_H

#include "tenon/nn/Module.h"
#include <map>

namespace tenon {

/// Where something is written to: a path, or a stream.
struct SaveTo {
  SaveTo(std::string path) : path(std::move(path)) {}
  SaveTo(const char *path) : path(path) {}
  SaveTo(std::ostream &stream) : path("the stream"), stream(&stream) {}

  std::string path;
  std::ostream *stream = nullptr;
};

/// Where something is read from: a path, or a stream, which is read to its end. A path is that of a safetensors file,
/// of a folder with `model.safetensors` or `model.safetensors.index.json`, or of such an index, whose files must lie in
/// its folder. Files are mapped, not read: they must not be made shorter while tensors of them live.
struct LoadFrom {
  LoadFrom(std::string path) : path(std::move(path)) {}
  LoadFrom(const char *path) : path(path) {}
  LoadFrom(std::istream &stream) : path("the stream"), stream(&stream) {}

  std::string path;
  std::istream *stream = nullptr;
};

/// How the tensors of a file become those of a module.
struct LoadOptions {
  /// What names of the file become. A rule that ends in a dot, or is empty, is for every name that begins with it and
  /// replaces this beginning; another one is for this name only. The longest rule counts, once.
  /// `{{"bert.", ""}, {"cls.weight", "head.weight"}}`
  std::map<std::string, std::string> rename = {};
  /// Not strict: tensors of the module that the file lacks, and those of the file that the module lacks, are passed
  /// over.
  bool strict = true;
  /// Only the first, or the second.
  bool allow_missing = false, allow_unexpected = false;
};

// Everything is written as safetensors: programs of PyTorch find their calls, not the format of its C++ front end.

/// Puts the tensors of a file into the parameters and buffers of the same names. Nothing is copied: the file stays
/// mapped. Types that differ are converted to the module's (float16 to float32, ...). Throws with every missing,
/// unexpected and misshapen tensor in one message, and then changes nothing; throws for a damaged file.
TENON_API void load(nn::Module &module, const LoadFrom &from, const LoadOptions &options = {}, TENON_HERE);
/// Writes parameters and buffers.
TENON_API void save(const nn::Module &module, const SaveTo &to, TENON_HERE);

/// A single tensor. Throws for a file that holds another number of them.
TENON_API void load(Tensor &tensor, const LoadFrom &from, TENON_HERE);
TENON_API void save(const Tensor &tensor, const SaveTo &to, TENON_HERE);
/// A list, under the names `0`, `1`, ... Throws for a file with other names.
TENON_API void load(TensorList &tensors, const LoadFrom &from, TENON_HERE);
TENON_API void save(const TensorList &tensors, const SaveTo &to, TENON_HERE);
/// Tensors by name; those of a file come in the order of their bytes.
TENON_API void load(OrderedDict<std::string, Tensor> &tensors, const LoadFrom &from, TENON_HERE);
TENON_API void save(const OrderedDict<std::string, Tensor> &tensors, const SaveTo &to, TENON_HERE);

// Of holders and shared pointers of modules; a device must be the CPU.

template <typename Impl>
void load(const nn::ModuleHolder<Impl> &module, const LoadFrom &from, const LoadOptions &options = {}, TENON_HERE) {
  load(static_cast<nn::Module &>(*module), from, options, here);
}
template <typename Impl>
void load(const nn::ModuleHolder<Impl> &module, const LoadFrom &from, Device device, TENON_HERE) {
  module->to(device, false, here);
  load(static_cast<nn::Module &>(*module), from, LoadOptions(), here);
}
template <typename Impl> void save(const nn::ModuleHolder<Impl> &module, const SaveTo &to, TENON_HERE) {
  save(static_cast<const nn::Module &>(*module), to, here);
}
template <std::derived_from<nn::Module> Impl>
void load(const std::shared_ptr<Impl> &module, const LoadFrom &from, const LoadOptions &options = {}, TENON_HERE) {
  load(static_cast<nn::Module &>(*module), from, options, here);
}
template <std::derived_from<nn::Module> Impl>
void save(const std::shared_ptr<Impl> &module, const SaveTo &to, TENON_HERE) {
  save(static_cast<const nn::Module &>(*module), to, here);
}

/// The same by names that say what is written.
TENON_API OrderedDict<std::string, Tensor> load_safetensors(const LoadFrom &from, TENON_HERE);
TENON_API void load_safetensors(nn::Module &module, const LoadFrom &from,
                                const std::map<std::string, std::string> &rename = {}, TENON_HERE);
TENON_API void save_safetensors(const OrderedDict<std::string, Tensor> &tensors, const SaveTo &to, TENON_HERE);

namespace serialize {

/// Tensors under names, on their way to a file: what `Module::save` writes to.
class TENON_API OutputArchive {
public:
  /// The value that the tensor has now. Throws for a name that is taken.
  void write(const std::string &key, const Tensor &tensor, bool is_buffer = false, TENON_HERE);
  /// All of another archive, under `key.`.
  void write(const std::string &key, const OutputArchive &archive, TENON_HERE);
  void save_to(const SaveTo &to, TENON_HERE) const;

private:
  OrderedDict<std::string, Tensor> tensors;
};

/// Tensors under names, from a file: what `Module::load` reads from.
class TENON_API InputArchive {
public:
  void load_from(const LoadFrom &from, TENON_HERE);
  /// Writes to a tensor that is defined, and makes one that is not. Throws where the name is absent, and where sizes
  /// differ.
  void read(const std::string &key, Tensor &tensor, bool is_buffer = false, TENON_HERE) const;
  /// False where the name is absent.
  bool try_read(const std::string &key, Tensor &tensor, bool is_buffer = false, TENON_HERE) const;
  /// Those that begin with `key.`, without it. Throws, or gives false, where there are none.
  void read(const std::string &key, InputArchive &archive, TENON_HERE) const;
  bool try_read(const std::string &key, InputArchive &archive) const;
  std::vector<std::string> keys() const { return tensors.keys(); }

private:
  OrderedDict<std::string, Tensor> tensors;
};

} // namespace serialize

} // namespace tenon

#endif
