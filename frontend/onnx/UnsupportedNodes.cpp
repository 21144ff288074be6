//===- UnsupportedNodes.cpp - All nodes that cannot be imported, at once ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "frontend/onnx/Importer.h"
#include "frontend/onnx/ReadModel.h"
#include "frontend/onnx/Support.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

static std::string describeInput(StringRef name, const ImportedValue *value, ArrayRef<SizeSymbol> symbols) {
  auto sizes = llvm::map_to_vector(namesOf(symbols), [](StringRef symbol) { return symbol.str(); });
  std::string kind = !value || value->isUnknown                  ? "not known"
                     : value->tensor                             ? compiler::formatType(cast<RankedTensorType>(value->tensor.getType()), sizes)
                     : value->sequence || value->runSequence     ? "a sequence"
                     : value->either                             ? "one of two kinds of values"
                                                                 : "nothing";
  return printableName(name) + "  " + kind;
}

/// A tensor of the type that the file states, so that what reads it is looked at, too.
ImportedValue Importer::standIn(StringRef name, const NodeSurroundings &surroundings) {
  ImportedValue unknown;
  unknown.isUnknown = true;
  if (surroundings.depth)
    return unknown;
  auto found = search->stated.find(name);
  if (found == search->stated.end())
    return unknown;
  try {
    RankedTensorType type = typeOf(*found->second);
    return builder.fillInteger(0, graph::shapeOf(type), type.getElementType());
  } catch (const ImportError &) {
    return unknown;
  }
}

void Importer::passOver(const file::Node &node, const NodeSurroundings &surroundings, const ImportError &error) {
  UnsupportedNode entry;
  entry.name = printableName(surroundings.prefix + (node.name().empty() && node.output_size() ? node.output(0) : node.name()));
  entry.operatorName = printableName(node.op_type());
  auto set = surroundings.operatorSets->find(normalizedDomain(node.domain()));
  entry.operatorSet = operatorSetText(node.domain(), set == surroundings.operatorSets->end() ? 1 : set->second);
  for (const std::string &input : node.input())
    entry.inputs.push_back(input.empty() ? "-" : describeInput(input, surroundings.scope->find(input), symbols));
  entry.reason = error.what();
  // The bodies of loops are imported several times.
  if (!dynamic_cast<const DependsOnUnsupported *>(&error) && search->seen.insert(entry.name + " " + entry.operatorName).second)
    search->nodes.push_back(std::move(entry));
  for (const std::string &output : node.output())
    if (!output.empty() && !surroundings.scope->find(output))
      surroundings.scope->add(output, standIn(output, surroundings));
}

llvm::Expected<std::vector<UnsupportedNode>> Importer::findUnsupported() {
  search = std::make_unique<UnsupportedSearch>();
  for (const file::ValueInfo &info : file.model->graph().value_info())
    search->stated[info.name()] = &info;
  try {
    operatorSets = readOperatorSets(file.model->opset_import());
    if (llvm::Error error = checkOperatorSet(file))
      return std::move(error);
    model.module = ModuleOp::create(builder.getLoc());
    builder.setInsertionPointToEnd(model.module->getBody());
    auto function = func::FuncOp::create(builder, builder.getLoc(), "main", builder.getFunctionType({}, {}));
    builder.setInsertionPointToEnd(&function.getBody().emplaceBlock());
    Scope scope;
    importInitializers(file.model->graph(), scope);
    addInputs(file.model->graph(), function, scope);
    importNodes(file.model->graph().node(), {&scope, &operatorSets});
  } catch (const ImportError &error) {
    return compiler::userError(file.path + ": " + current + (current.empty() ? "" : ": ") + error.what());
  }
  return std::move(search->nodes);
}

llvm::Expected<std::vector<UnsupportedNode>> findUnsupported(StringRef path, MLIRContext &context, ArrayRef<compiler::ShapeOption> shapes) {
  llvm::Expected<ModelFile> file = readModelFile(path);
  if (!file)
    return file.takeError();
  return Importer(*file, context, shapes).findUnsupported();
}

} // namespace tenon::onnx
