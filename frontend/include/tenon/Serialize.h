//===- Serialize.h - Weights on disk -----------------------------------===//
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

/// Puts the tensors of a safetensors file into the parameters and buffers of the same names. Nothing is copied: the
/// file stays mapped. Types that differ are converted (float16 and bfloat16 to the module's type). Throws with every
/// missing, unexpected and misshapen tensor in one message, and then changes nothing; throws for a damaged file.
TENON_API void load(nn::Module &module, const std::string &path, const LoadOptions &options = {}, TENON_HERE);
/// Writes parameters and buffers to a safetensors file.
TENON_API void save(const nn::Module &module, const std::string &path, TENON_HERE);

template <typename Impl>
void load(const nn::ModuleHolder<Impl> &module, const std::string &path, const LoadOptions &options = {}, TENON_HERE) {
  load(static_cast<nn::Module &>(*module), path, options, here);
}
template <typename Impl> void save(const nn::ModuleHolder<Impl> &module, const std::string &path, TENON_HERE) {
  save(static_cast<const nn::Module &>(*module), path, here);
}

/// All tensors of a safetensors file.
TENON_API OrderedDict<std::string, Tensor> load_safetensors(const std::string &path, TENON_HERE);
/// Loads a file into a module as `load` does.
TENON_API void load_safetensors(nn::Module &module, const std::string &path,
                                const std::map<std::string, std::string> &rename = {}, TENON_HERE);
TENON_API void save_safetensors(const OrderedDict<std::string, Tensor> &tensors, const std::string &path, TENON_HERE);

} // namespace tenon

#endif
