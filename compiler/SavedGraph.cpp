//===- SavedGraph.cpp - Graphs on disk ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/SavedGraph.h"
#include "compiler/Diagnostics.h"
#include "compiler/TemporaryFiles.h"
#include "compiler/weights/Safetensors.h"
#include "dialects/graph/Graph.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"

using namespace llvm;

namespace tenon::compiler {

namespace {

constexpr StringLiteral versionAttribute = "graph.format_version";
constexpr StringLiteral weightsAttribute = "graph.weights_file";
constexpr StringLiteral nameAttribute = "graph.model_name";

/// The version that the text states, read without parsing it: a newer format
/// may not parse. Files that state none are of this version.
Error checkVersion(StringRef path, StringRef text) {
  StringRef rest = text.split(versionAttribute).second.ltrim();
  int version = savedGraphVersion;
  if (rest.consume_front("=") && !rest.ltrim().consumeInteger(10, version) && version > savedGraphVersion)
    return userError(path + " is a saved graph of format " + Twine(version) + ", and this Tenon (" + TENON_VERSION +
                     ") reads formats up to " + Twine(savedGraphVersion) +
                     "; use a newer Tenon, or save the graph with this one");
  return Error::success();
}

/// States the format, the model's name and the file of weights.
void setAttributes(const Model &model, StringRef weightsFile) {
  mlir::ModuleOp module = *model.module;
  mlir::Builder builder(module.getContext());
  module->setAttr(versionAttribute, builder.getI64IntegerAttr(savedGraphVersion));
  module->setAttr(nameAttribute, builder.getStringAttr(model.name));
  if (model.weights.size())
    module->setAttr(weightsAttribute, builder.getStringAttr(weightsFile));
}

Error writeWeights(const Model &model, StringRef path, std::list<OutputFile> &outputs) {
  if (!model.weights.size())
    return Error::success();
  Expected<OutputFile> file = OutputFile::create(path);
  if (!file)
    return file.takeError();
  outputs.push_back(std::move(*file));
  return writeSafetensors(model.weights, outputs.back().path());
}

/// Every weight that the graph reads must be there with the type it is read as,
/// or be computed by a function of its name.
Error checkWeights(StringRef path, const Model &model) {
  Error error = Error::success();
  model.module.get()->walk([&](graph::WeightOp op) {
    const graph::WeightData *data = model.weights.find(op.getName());
    bool isComputed = !data && mlir::SymbolTable::lookupSymbolIn(*model.module, op.getName());
    if (isComputed || (data && data->type == op.getType()))
      return mlir::WalkResult::advance();
    std::string where = (path + ": weight \"" + op.getName() + "\" ").str();
    if (data)
      error = joinErrors(std::move(error),
                         userError(where + "has another type or shape in the file of weights than in the graph"));
    else
      error = joinErrors(std::move(error), userError(where + "is not in the graph's file of weights"));
    return mlir::WalkResult::interrupt();
  });
  return error;
}

Error readWeights(StringRef path, Model &model) {
  auto file = model.module.get()->getAttrOfType<mlir::StringAttr>(weightsAttribute);
  if (!file)
    return checkWeights(path, model);
  // Only a name, so that a graph from elsewhere cannot point at other files.
  if (sys::path::filename(file.getValue()) != file.getValue())
    return userError(path + ": " + weightsAttribute + " must be the name of a file beside the graph, got " +
                     file.getValue());
  SmallString<128> weightsPath = sys::path::parent_path(path);
  sys::path::append(weightsPath, file.getValue());
  Expected<graph::WeightStore> weights = readSafetensors(weightsPath, model.module->getContext());
  if (!weights)
    return weights.takeError();
  model.weights = std::move(*weights);
  return checkWeights(path, model);
}

} // namespace

Error writeSavedGraph(const Model &model, StringRef path, OutputsObserver finished) {
  SmallString<128> weightsPath = path;
  sys::path::replace_extension(weightsPath, "safetensors");
  setAttributes(model, sys::path::filename(weightsPath));
  std::string text;
  raw_string_ostream stream(text);
  // The locations carry module paths and the user's lines.
  model.module.get()->print(stream, mlir::OpPrintingFlags().enableDebugInfo(/*enable=*/true, /*prettyForm=*/false));
  stream << '\n';
  Expected<OutputFile> graphFile = OutputFile::create(path);
  if (!graphFile)
    return graphFile.takeError();
  if (Error error = graphFile->write(text))
    return error;
  std::list<OutputFile> outputs;
  outputs.push_back(std::move(*graphFile));
  if (Error error = writeWeights(model, weightsPath, outputs))
    return error;
  return commitOutputs(outputs, finished);
}

Error prepareDump(const Model &model, StringRef folder) {
  if (std::error_code code = sys::fs::create_directories(folder))
    return userError("cannot make the folder " + folder + ": " + code.message());
  constexpr StringLiteral weightsFile = "weights.safetensors";
  setAttributes(model, weightsFile);
  SmallString<128> weightsPath = folder;
  sys::path::append(weightsPath, weightsFile);
  std::list<OutputFile> outputs;
  if (Error error = writeWeights(model, weightsPath, outputs))
    return error;
  return commitOutputs(outputs, nullptr);
}

Expected<Model> readSavedGraph(StringRef path, mlir::MLIRContext &context) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!buffer)
    return userError("cannot read " + path + ": " + buffer.getError().message());
  if (Error error = checkVersion(path, (*buffer)->getBuffer()))
    return std::move(error);
  Model model;
  {
    SourceMgr sources;
    sources.AddNewSourceBuffer(std::move(*buffer), SMLoc());
    DiagnosticCollector diagnostics(&context);
    model.module = mlir::parseSourceFile<mlir::ModuleOp>(sources, &context);
    if (!model.module)
      return diagnostics.takeUserError((path + " is no graph that can be read").str());
  }
  auto name = model.module.get()->getAttrOfType<mlir::StringAttr>(nameAttribute);
  model.name = name ? name.str() : sys::path::stem(path).str();
  if (model.module->getOps<mlir::func::FuncOp>().empty())
    return userError(path + " holds no function");
  if (Error error = readWeights(path, model))
    return std::move(error);
  return std::move(model);
}

} // namespace tenon::compiler
