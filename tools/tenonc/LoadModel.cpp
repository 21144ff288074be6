//===- LoadModel.cpp - From a MODEL argument to a graph -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoadModel.h"
#include "compiler/Diagnostics.h"
#include "compiler/InputFiles.h"
#include "compiler/ReplaceWeights.h"
#include "compiler/SavedGraph.h"
#include "compiler/Signature.h"
#include "compiler/SpecializeShapes.h"
#include "compiler/TieStates.h"
#include "frontend/onnx/ReadModel.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace tenon::compiler;

namespace tenon::tools {

namespace {

Expected<ModelSource> loadSavedGraph(StringRef path, Progress &progress) {
  progress.step("Reading " + path);
  ModelSource source;
  source.context = makeContext();
  Expected<Model> model = readSavedGraph(path, *source.context);
  if (!model)
    return model.takeError();
  source.model = std::move(*model);
  return std::move(source);
}

Expected<ModelSource> loadOnnx(StringRef path, const Options &options, Progress &progress) {
  progress.step("Reading " + path);
  ModelSource source;
  source.context = makeContext();
  Expected<Model> model = onnx::readModel(path, *source.context, options.shapes);
  if (!model)
    return model.takeError();
  source.model = std::move(*model);
  return std::move(source);
}

Expected<ModelSource> loadBySuffix(StringRef argument, const Options &options, Progress &progress) {
  auto [path, name] = splitModelArgument(argument);
  if (sys::fs::is_directory(path))
    return userError(path + " is a folder; give a model: NET.cpp or a saved graph (.mlir)");
  if (!sys::fs::exists(path))
    return userError("there is no file " + path);
  if (std::error_code code = sys::fs::access(path, sys::fs::AccessMode::Exist))
    return userError("cannot read " + path + ": " + code.message());
  noteInputFile(path);
  StringRef suffix = sys::path::extension(path);
  if (suffix == ".cpp" || suffix == ".cc" || suffix == ".cxx")
    return loadCppModel(path, name, options, progress);
  if (suffix == ".mlir")
    return loadSavedGraph(path, progress);
  if (suffix == ".onnx")
    return loadOnnx(path, options, progress);
  return userError(path + " is no model that Tenon knows: its suffix is '" + suffix + "', expected .onnx, .cpp or .mlir");
}

} // namespace

std::pair<StringRef, StringRef> splitModelArgument(StringRef argument) {
  constexpr StringLiteral suffix = ".cpp";
  size_t dot = argument.rfind(".cpp:");
  if (dot == StringRef::npos || sys::fs::exists(argument))
    return {argument, ""};
  size_t colon = dot + suffix.size();
  return {argument.take_front(colon), argument.drop_front(colon + 1)};
}

Expected<ModelSource> loadModel(StringRef argument, const Options &options, Progress &progress) {
  Expected<ModelSource> source = loadBySuffix(argument, options, progress);
  if (!source)
    return source.takeError();
  Model &model = source->model;
  if (!options.name.empty()) {
    if (identifierOf(options.name) != options.name)
      return userError("--name " + options.name + " is no C identifier that can be used; try " +
                       identifierOf(options.name));
    model.name = options.name;
  }
  model.name = identifierOf(model.name);
  if (!options.weightsFrom.empty()) {
    progress.step("Reading " + options.weightsFrom);
    if (Error error = replaceWeights(model, options.weightsFrom))
      return std::move(error);
  }
  if (Error error = specializeShapes(*model.module, options.shapes))
    return std::move(error);
  if (Error error = tieStates(*model.module, options.states))
    return std::move(error);
  return source;
}

} // namespace tenon::tools
