//===- Options.cpp - Reading options from text ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"
#include "llvm/TargetParser/Host.h"

using namespace llvm;

namespace tenon::compiler {

namespace {

/// Versions and the features that a CPU must have for them, best first. The
/// choice is by features and never by the CPU's name: virtual machines lie.
struct CpuVersion {
  StringLiteral name;
  std::initializer_list<StringLiteral> features;
};
const CpuVersion versions[] = {
    {"x86-64-v4", {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx2", "fma", "f16c", "bmi", "bmi2"}},
    {"x86-64-v3", {"avx2", "fma", "f16c", "bmi", "bmi2"}},
    {"x86-64-v2", {"sse4.2", "ssse3", "popcnt"}},
};

} // namespace

StringRef hostCpuVersion() {
  const StringMap<bool> features = sys::getHostCPUFeatures();
  for (const CpuVersion &version : versions)
    if (all_of(version.features, [&](StringRef feature) { return features.lookup(feature); }))
      return version.name;
  return "";
}

std::optional<std::vector<std::string>> parseCpuVersions(StringRef text) {
  if (text == "all")
    return Options().cpuVersions;
  SmallVector<StringRef> words;
  text.split(words, ',');
  std::vector<bool> chosen(std::size(versions));
  for (StringRef word : words) {
    StringRef wanted = word == "native" ? hostCpuVersion() : word;
    const auto *found = find_if(versions, [&](const CpuVersion &version) {
      return version.name == wanted || version.name.drop_front(StringRef("x86-64-").size()) == wanted;
    });
    if (found == std::end(versions))
      return std::nullopt;
    chosen[found - versions] = true;
  }
  std::vector<std::string> names;
  for (size_t i = 0; i < chosen.size(); ++i)
    if (chosen[i])
      names.push_back(versions[i].name.str());
  return names;
}

std::optional<ShapeOption> parseShapeOption(StringRef text) {
  auto [input, sizes] = text.rsplit('=');
  if (input.empty() || !text.contains('='))
    return std::nullopt;
  ShapeOption option{input.str(), {}};
  SmallVector<StringRef> words;
  if (!sizes.empty())
    sizes.split(words, 'x');
  for (StringRef word : words) {
    int64_t &size = option.sizes.emplace_back(ShapeOption::open);
    if (word != "?" && (word.getAsInteger(10, size) || size < 0))
      return std::nullopt;
  }
  return option;
}

std::optional<StateOption> parseStateOption(StringRef text) {
  StateOption option;
  option.text = text.str();
  // Names come from models and may hold anything: the growth is what ends the text in this form.
  static const Regex growth("^(.*):axis=(-?[0-9]+),capacity=([0-9]+)$"), mirrored("^(.*):capacity=([0-9]+),axis=(-?[0-9]+)$");
  SmallVector<StringRef, 4> parts;
  bool isMirrored = false;
  if (growth.match(text, &parts) || (isMirrored = mirrored.match(text, &parts))) {
    option.growth.emplace();
    if (parts[isMirrored ? 3 : 2].getAsInteger(10, option.growth->axis) ||
        parts[isMirrored ? 2 : 3].getAsInteger(10, option.growth->capacity) || option.growth->capacity == 0)
      return std::nullopt;
    text = parts[1];
  }
  auto [input, output] = text.split('=');
  if (input.empty() || output.empty() || input.count('*') > 1 || input.count('*') != output.count('*'))
    return std::nullopt;
  option.input = input.str();
  option.output = output.str();
  return option;
}

std::optional<EmitKind> emitKindOfPath(StringRef path) {
  return StringSwitch<std::optional<EmitKind>>(sys::path::extension(path))
      .Case("", EmitKind::Program)
      .Case(".so", EmitKind::SharedLibrary)
      .Case(".o", EmitKind::Object)
      .Case(".mlir", EmitKind::Graph)
      .Case(".ll", EmitKind::LLVM)
      .Case(".s", EmitKind::Assembly)
      .Default(std::nullopt);
}

std::optional<EmitKind> parseEmitKind(StringRef text) {
  return StringSwitch<std::optional<EmitKind>>(text)
      .Case("exe", EmitKind::Program)
      .Case("shared", EmitKind::SharedLibrary)
      .Case("object", EmitKind::Object)
      .Case("graph", EmitKind::Graph)
      .Case("llvm", EmitKind::LLVM)
      .Case("asm", EmitKind::Assembly)
      .Default(std::nullopt);
}

} // namespace tenon::compiler
