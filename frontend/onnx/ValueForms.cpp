//===- ValueForms.cpp - What branches and loops give besides tensors -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/ValueForms.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

using Kind = ValueForm::Kind;

bool ValueForm::operator==(const ValueForm &other) const {
  if (kind != other.kind || parts != other.parts)
    return false;
  if (kind == Kind::Tensor)
    return type.getElementType() == other.type.getElementType() && type.getRank() == other.type.getRank();
  return kind != Kind::RunSequence || sequence == other.sequence;
}

ValueForm formOf(const ImportedValue &value) {
  ValueForm form;
  if (value.tensor) {
    form.kind = Kind::Tensor;
    form.type = cast<RankedTensorType>(value.tensor.getType());
  } else if (value.sequence) {
    form.kind = Kind::Sequence;
    for (const ImportedValue &element : *value.sequence)
      form.parts.push_back(formOf(element));
  } else if (value.runSequence) {
    form.kind = Kind::RunSequence;
    form.sequence = formOf(*value.runSequence);
  } else if (value.either) {
    form.kind = Kind::Either;
    for (const ImportedValue &alternative : value.either->alternatives)
      form.parts.push_back(formOf(alternative));
  }
  return form;
}

ValueForm optionalOf(const ValueForm &form) {
  ValueForm result;
  result.kind = Kind::Either;
  result.parts = {form, ValueForm()};
  return result;
}

namespace {

bool isOptional(const ValueForm &form) { return form.kind == Kind::Either && form.parts[1].kind == Kind::Absent; }

bool isEmptySequence(const ValueForm &form) { return form.kind == Kind::Sequence && form.parts.empty(); }

/// The form of a sequence, or of one of known length with tensors of one element type, as one of unknown length.
std::optional<SequenceForm> runForm(const ValueForm &form) {
  if (form.kind == Kind::RunSequence)
    return form.sequence;
  std::optional<SequenceForm> result;
  if (form.kind != Kind::Sequence)
    return result;
  for (const ValueForm &part : form.parts) {
    if (part.kind != Kind::Tensor)
      return std::nullopt;
    SequenceForm own{part.type.getElementType(), part.type.getRank(), part.type.getRank()};
    result = result ? joinForms(*result, own) : own;
    if (!result)
      return std::nullopt;
  }
  return result;
}

std::optional<ValueForm> joinParts(const ValueForm &one, const ValueForm &other) {
  ValueForm result = one;
  if (one.parts.size() != other.parts.size())
    return std::nullopt;
  for (auto [part, otherPart] : llvm::zip_equal(result.parts, other.parts)) {
    std::optional<ValueForm> joined = join(part, otherPart);
    if (!joined)
      return std::nullopt;
    part = *joined;
  }
  return result;
}

std::optional<ValueForm> joinSequences(const ValueForm &one, const ValueForm &other) {
  if (one.kind == Kind::Sequence && other.kind == Kind::Sequence)
    if (std::optional<ValueForm> joined = joinParts(one, other))
      return joined;
  std::optional<SequenceForm> form = runForm(isEmptySequence(one) ? other : one), otherForm = runForm(isEmptySequence(other) ? one : other);
  if (form && otherForm)
    form = joinForms(*form, *otherForm);
  if (!form || !otherForm)
    return std::nullopt;
  ValueForm result;
  result.kind = Kind::RunSequence;
  result.sequence = *form;
  return result;
}

} // namespace

std::optional<ValueForm> join(const ValueForm &one, const ValueForm &other) {
  auto isSequence = [](const ValueForm &form) { return form.kind == Kind::Sequence || form.kind == Kind::RunSequence; };
  if (one == other && one.kind != Kind::Either)
    return one;
  if (isSequence(one) && isSequence(other))
    return joinSequences(one, other);
  if (one.kind == Kind::Either && other.kind == Kind::Either)
    return joinParts(one, other);
  // Something, nothing, and what may be either.
  const ValueForm *held = nullptr, *otherHeld = nullptr;
  for (auto [form, into] : {std::pair(&one, &held), std::pair(&other, &otherHeld)}) {
    if (form->kind == Kind::Either && !isOptional(*form))
      return std::nullopt;
    *into = isOptional(*form) ? form->parts.data() : form;
  }
  bool mayBeEmpty = one.kind == Kind::Absent || other.kind == Kind::Absent || isOptional(one) || isOptional(other);
  if (!mayBeEmpty)
    return std::nullopt;
  if (held->kind == Kind::Absent || otherHeld->kind == Kind::Absent)
    return optionalOf(held->kind == Kind::Absent ? *otherHeld : *held);
  std::optional<ValueForm> joined = join(*held, *otherHeld);
  return joined ? std::optional(optionalOf(*joined)) : std::nullopt;
}

ImportedValue placeholder(CheckedBuilder &build, const ValueForm &form) {
  ImportedValue result;
  switch (form.kind) {
  case Kind::Absent:
    break;
  case Kind::Tensor: {
    Shape sizes = shapeOf(form.type);
    for (AffineExpr &size : sizes)
      size = build.constant(constantSize(size).value_or(0));
    result.tensor = build.fill(0, sizes, form.type.getElementType());
    break;
  }
  case Kind::Sequence:
    result.sequence = std::make_shared<std::vector<ImportedValue>>();
    for (const ValueForm &part : form.parts)
      result.sequence->push_back(placeholder(build, part));
    break;
  case Kind::RunSequence:
    result.runSequence = std::make_shared<RunSequence>(makeRunSequence(build, {}, form.sequence));
    break;
  case Kind::Either:
    result = makeEither(build.fillInteger(0, {}, build.getI1Type()), placeholder(build, form.parts[0]), placeholder(build, form.parts[1]));
    break;
  }
  return result;
}

ImportedValue adapt(CheckedBuilder &build, const ImportedValue &value, const ValueForm &form) {
  if (form.kind == Kind::Sequence) {
    ImportedValue result;
    result.sequence = std::make_shared<std::vector<ImportedValue>>();
    for (auto [element, part] : llvm::zip_equal(*value.sequence, form.parts))
      result.sequence->push_back(adapt(build, element, part));
    return result;
  }
  if (form.kind == Kind::RunSequence) {
    ImportedValue result;
    result.runSequence = std::make_shared<RunSequence>(value.sequence ? makeRunSequence(build, *value.sequence, form.sequence)
                                                                      : widen(build, *value.runSequence, form.sequence));
    return result;
  }
  if (form.kind != Kind::Either)
    return value;
  if (const EitherValue *either = value.either.get())
    return makeEither(either->condition, adapt(build, either->alternatives[0], form.parts[0]),
                      adapt(build, either->alternatives[1], form.parts[1]));
  Value isThere = build.fillInteger(!value.isAbsent(), {}, build.getI1Type());
  return makeEither(isThere, value.isAbsent() ? placeholder(build, form.parts[0]) : adapt(build, value, form.parts[0]), {});
}

void appendTensors(const ImportedValue &value, SmallVectorImpl<Value> &tensors) {
  if (value.tensor)
    tensors.push_back(value.tensor);
  if (value.sequence)
    for (const ImportedValue &element : *value.sequence)
      appendTensors(element, tensors);
  if (value.runSequence)
    tensors.append({value.runSequence->elements, value.runSequence->table});
  if (value.either) {
    tensors.push_back(value.either->condition);
    for (const ImportedValue &alternative : value.either->alternatives)
      appendTensors(alternative, tensors);
  }
}

SmallVector<Value> flatten(ArrayRef<ImportedValue> values) {
  SmallVector<Value> tensors;
  for (const ImportedValue &value : values)
    appendTensors(value, tensors);
  return tensors;
}

ImportedValue unflatten(const ValueForm &form, ArrayRef<Value> &tensors) {
  ImportedValue result;
  switch (form.kind) {
  case Kind::Absent:
    break;
  case Kind::Tensor:
    result.tensor = tensors.consume_front();
    break;
  case Kind::Sequence:
    result.sequence = std::make_shared<std::vector<ImportedValue>>();
    for (const ValueForm &part : form.parts)
      result.sequence->push_back(unflatten(part, tensors));
    break;
  case Kind::RunSequence: {
    Value elements = tensors.consume_front(), table = tensors.consume_front();
    result.runSequence = std::make_shared<RunSequence>(RunSequence{elements, table, form.sequence.rank});
    break;
  }
  case Kind::Either: {
    Value condition = tensors.consume_front();
    ImportedValue first = unflatten(form.parts[0], tensors);
    result = makeEither(condition, std::move(first), unflatten(form.parts[1], tensors));
    break;
  }
  }
  return result;
}

} // namespace tenon::onnx
