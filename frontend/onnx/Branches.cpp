//===- Branches.cpp - Values that one of two functions gives -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Branches.h"
#include "frontend/onnx/Support.h"
#include "frontend/onnx/ValueForms.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// What an output of both branches is outside: one form that holds both, or either of two.
struct OutputForm {
  std::optional<ValueForm> joined;
  ValueForm alternatives[2];

  void appendTensors(CheckedBuilder &build, const ImportedValue &value, int branch, SmallVectorImpl<Value> &tensors) const {
    if (joined)
      return onnx::appendTensors(adapt(build, value, *joined), tensors);
    for (int i = 0; i < 2; ++i)
      onnx::appendTensors(i == branch ? value : placeholder(build, alternatives[i]), tensors);
  }

  ImportedValue take(Value condition, ArrayRef<Value> &tensors) const {
    if (joined)
      return unflatten(*joined, tensors);
    ImportedValue first = unflatten(alternatives[0], tensors);
    return makeEither(condition, std::move(first), unflatten(alternatives[1], tensors));
  }
};

void leaveWith(Callee &callee, CheckedBuilder &build, ArrayRef<OutputForm> forms, ArrayRef<ImportedValue> outputs, int branch) {
  SmallVector<Value> tensors;
  for (auto [form, output] : llvm::zip_equal(forms, outputs))
    form.appendTensors(build, output, branch, tensors);
  callee.leave(tensors);
}

} // namespace

std::vector<ImportedValue> buildBranches(NodeImport &node, Value condition, BranchWriter write) {
  Importer &importer = node.importer;
  Callee first(importer, "then");
  std::vector<ImportedValue> outputs = write(first, 0);
  first.pause();
  Callee second(importer, "else");
  std::vector<ImportedValue> otherOutputs = write(second, 1);
  if (outputs.size() != otherOutputs.size())
    throw ImportError("its branches give " + Twine(outputs.size()) + " and " + Twine(otherOutputs.size()) + " outputs");
  std::vector<OutputForm> forms;
  for (auto [output, other] : llvm::zip_equal(outputs, otherOutputs)) {
    ValueForm form = formOf(output), otherForm = formOf(other);
    forms.push_back({join(form, otherForm), {form, otherForm}});
  }
  leaveWith(second, node.build, forms, otherOutputs, 1);
  first.resume();
  leaveWith(first, node.build, forms, outputs, 0);

  SmallVector<Value> arguments = Callee::finish(importer, {&first, &second});
  SmallVector<Type> results;
  SmallVector<int64_t> defined;
  for (auto [type, other] : llvm::zip_equal(first.resultTypes(), second.resultTypes())) {
    Shape shape;
    for (auto [size, otherSize] : llvm::zip_equal(shapeOf(type), shapeOf(other))) {
      AffineExpr outside = sameSize(size, otherSize) ? first.outside(size) : AffineExpr();
      bool isKnown = outside && second.outside(otherSize);
      shape.push_back(isKnown ? outside : importer.newSymbol());
      if (!isKnown)
        defined.push_back(cast<AffineSymbolExpr>(shape.back()).getPosition());
    }
    results.push_back(tensorType(shape, type.getElementType()));
  }
  auto call = node.build.create<IfOp>(results, condition, first.name(), second.name(), arguments,
                                      defined.empty() ? DenseI64ArrayAttr() : node.build.getDenseI64ArrayAttr(defined));
  SmallVector<Value> tensors = llvm::to_vector_of<Value>(call.getOutputs());
  ArrayRef<Value> left = tensors;
  std::vector<ImportedValue> values;
  for (const OutputForm &form : forms)
    values.push_back(form.take(condition, left));
  return values;
}

//===----------------------------------------------------------------------===//
// Reading what is either of two values
//===----------------------------------------------------------------------===//

namespace {

/// The node with alternative `number` of all inputs that depend on the same condition.
std::vector<ImportedValue> importAlternative(const OperatorEntry &entry, NodeImport &node, Value condition, Callee &branch, int number) {
  Scope scope(node.surroundings.scope);
  scope.setCapture([&](const ImportedValue &outer) { return branch.capture(outer); });
  for (int i = 0; i < node.inputCount(); ++i) {
    const ImportedValue &value = node.value(i);
    if (value.either && value.either->condition == condition)
      scope.add(node.node.input(i), branch.capture(value.either->alternatives[number]));
  }
  NodeSurroundings inside = node.surroundings;
  inside.scope = &scope;
  NodeImport inner(node.importer, node.node, inside, node.version);
  importOperator(entry, inner);
  std::vector<ImportedValue> outputs;
  for (const std::string &name : node.node.output()) {
    const ImportedValue *value = name.empty() ? nullptr : scope.find(name);
    outputs.push_back(value ? *value : ImportedValue());
  }
  return outputs;
}

} // namespace

void importOperator(const OperatorEntry &entry, NodeImport &node) {
  for (int i = 0; i < node.inputCount() && !entry.takesEither; ++i) {
    std::shared_ptr<EitherValue> either = node.value(i).either;
    if (!either)
      continue;
    std::vector<ImportedValue> results = buildBranches(node, either->condition, [&](Callee &branch, int number) {
      return importAlternative(entry, node, either->condition, branch, number);
    });
    for (auto [k, result] : llvm::enumerate(results))
      node.set(k, result);
    return;
  }
  node.refuseStrings(entry.strings);
  entry.import(node);
}

//===----------------------------------------------------------------------===//
// Optionals
//===----------------------------------------------------------------------===//

Value isGiven(CheckedBuilder &build, const ImportedValue &value) {
  if (!value.either)
    return build.fillInteger(!value.isAbsent(), {}, build.getI1Type());
  const EitherValue &either = *value.either;
  return build.select(either.condition, isGiven(build, either.alternatives[0]), isGiven(build, either.alternatives[1]));
}

ImportedValue requireGiven(Importer &importer, const ImportedValue &value) {
  CheckedBuilder &build = importer.builder;
  if (value.isAbsent())
    throw ImportError("the optional that it reads is empty");
  if (!value.either || llvm::none_of(value.either->alternatives, [](const ImportedValue &alternative) { return alternative.isAbsent(); }))
    return value;
  Value given = isGiven(build, value);
  const ImportedValue &held = value.either->alternatives[value.either->alternatives[0].isAbsent()];
  SmallVector<Value> tensors;
  appendTensors(held, tensors);
  for (Value &tensor : tensors) {
    // A negative size is an error of the run.
    Shape sizes = shapeOf(tensor);
    AffineExpr count = elementCount(build.getContext(), sizes);
    Value checked = build.select(given, build.size(count), build.fillInteger(-1, {}, build.getI64Type()));
    AffineExpr size = importer.defineSize(checked);
    tensor = build.reshape(build.slice(build.reshape(tensor, {count}), 0, build.constant(0), size), sizes);
  }
  ArrayRef<Value> left = tensors;
  return unflatten(formOf(held), left);
}

} // namespace tenon::onnx
