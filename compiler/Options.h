//===- Options.h - Every option of the compiler -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place where options are declared. The tools fill the struct from the
// command line; passes and code generation get plain values from it.

#ifndef TENON_COMPILER_OPTIONS_H
#define TENON_COMPILER_OPTIONS_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tenon::compiler {

/// What a compilation writes.
enum class EmitKind { Program, SharedLibrary, Object, Graph, LLVM, Assembly };

/// Where the weights of an artefact lie. Automatic: a file beside the artefact
/// above 1 GB, else embedded. Seed: nowhere; numbers are made at load, for
/// benchmarks of models whose values do not matter.
enum class WeightsPlacement { Automatic, Embed, File, Seed };

/// Fixes sizes of one input: `--shape image=1x3x224x224`, `ids=1x?`.
struct ShapeOption {
  /// A size that stays open.
  static constexpr int64_t open = -1;

  std::string input;
  std::vector<int64_t> sizes;
};

/// Ties an input to an output, so that it is kept from call to call:
/// `--state past=present:axis=2,capacity=1024`. One `*` in each name stands for
/// the same text in both: `past_key_values.*=present.*`.
struct StateOption {
  /// Along `axis` it grows, call by call, up to `capacity` elements.
  struct Growth {
    int64_t axis;
    int64_t capacity;
  };

  std::string input, output;
  std::optional<Growth> growth;

  /// As it was given.
  std::string text;
};

struct Options {
  /// CPU versions in the artefact, best first. `native` stands for the best
  /// version of this machine.
  std::vector<std::string> cpuVersions = {"x86-64-v4", "x86-64-v3", "x86-64-v2"};

  EmitKind emit = EmitKind::Program;

  /// Prefix of the C functions; the model's own name where empty.
  std::string name;

  std::vector<ShapeOption> shapes;

  std::vector<StateOption> states;

  WeightsPlacement weights = WeightsPlacement::Automatic;

  /// Name of the weights file where they are not embedded: a file name without
  /// a folder, looked for beside the artefact.
  std::string weightsFile;

  /// Of weights that are made at load.
  uint64_t weightsSeed = 0;

  /// A safetensors file with other values for the model's weights; empty: none.
  std::string weightsFrom;

  /// A file with tiles for products, which a search wrote; empty: none.
  std::string tuningFile;

  /// Links programs statically.
  bool staticLink = false;

  /// Seeds inputs that are made up.
  uint64_t seed = 0;

  /// Of a run in this process; 0: TENON_THREADS, else the cores of the process.
  int threads = 0;

  /// Folder for one readable file per pass that changed something; empty: none.
  std::string dumpDirectory;

  bool verbose = false;
  bool quiet = false;

  /// Whether weights of this many bytes go into the artefact itself.
  bool embedsWeights(uint64_t bytes) const {
    constexpr uint64_t embedLimit = uint64_t(1) << 30;
    return weights == WeightsPlacement::Embed || weights == WeightsPlacement::Seed || (weights == WeightsPlacement::Automatic && bytes <= embedLimit);
  }
};

/// The CPU versions that `text` names (`all`, `native`, `v3`, `x86-64-v3`, or
/// several with commas), best first; none where it names something else.
std::optional<std::vector<std::string>> parseCpuVersions(llvm::StringRef text);

/// A shape option of the form INPUT=1x3x224x224; `?` leaves a size open.
std::optional<ShapeOption> parseShapeOption(llvm::StringRef text);

/// A state option of the form INPUT=OUTPUT or INPUT=OUTPUT:axis=2,capacity=1024.
std::optional<StateOption> parseStateOption(llvm::StringRef text);

/// The kind that an output's suffix means: none a program, `.so` a shared
/// library, `.o` an object, `.mlir` a graph, `.ll` LLVM IR, `.s` assembly.
std::optional<EmitKind> emitKindOfPath(llvm::StringRef path);

/// `exe`, `shared`, `object`, `graph`, `llvm` or `asm`.
std::optional<EmitKind> parseEmitKind(llvm::StringRef text);

/// The best CPU version of this machine; empty below x86-64-v2.
llvm::StringRef hostCpuVersion();

} // namespace tenon::compiler

#endif
