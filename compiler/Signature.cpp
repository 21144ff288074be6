//===- Signature.cpp - A model's functions in words -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Signature.h"
#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/States.h"
#include "dialects/graph/Strings.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace llvm;
using mlir::AffineExpr;
using mlir::AffineExprKind;

namespace tenon::compiler {

namespace {

constexpr StringLiteral keywords[] = {
    "alignas",  "alignof",  "and",     "asm",      "auto",     "bool",     "break",     "case",      "catch",
    "char",     "class",    "const",   "concept",  "continue", "decltype", "default",   "delete",    "do",
    "double",   "else",     "enum",    "explicit", "export",   "extern",   "false",     "float",     "for",
    "friend",   "goto",     "if",      "inline",   "int",      "long",     "mutable",   "namespace", "new",
    "noexcept", "not",      "nullptr", "operator", "or",       "private",  "protected", "public",    "register",
    "requires", "restrict", "return",  "short",    "signed",   "sizeof",   "static",    "struct",    "switch",
    "template", "this",     "throw",   "true",     "try",      "typedef",  "typeid",    "typename",  "union",
    "unsigned", "using",    "virtual", "void",     "volatile", "wchar_t",  "while",     "xor",       "main",
    "tenon"};

} // namespace

std::string identifierOf(StringRef name) {
  std::string identifier;
  for (char c : name)
    identifier += isAlnum(c) ? c : '_';
  // A leading underscore is the C library's.
  if (identifier.empty() || isDigit(identifier[0]) || identifier[0] == '_' || is_contained(keywords, identifier))
    identifier = "model_" + StringRef(identifier).ltrim('_').str();
  return identifier;
}

std::string formatSize(AffineExpr size, ArrayRef<std::string> symbols) {
  if (auto constant = dyn_cast<mlir::AffineConstantExpr>(size))
    return std::to_string(constant.getValue());
  if (auto symbol = dyn_cast<mlir::AffineSymbolExpr>(size)) {
    unsigned position = symbol.getPosition();
    return position < symbols.size() ? symbols[position] : "s" + std::to_string(position);
  }
  auto binary = dyn_cast<mlir::AffineBinaryOpExpr>(size);
  if (!binary)
    return "?";
  auto operand = [&](AffineExpr inner) {
    std::string text = formatSize(inner, symbols);
    return inner.getKind() == AffineExprKind::Add && size.getKind() != AffineExprKind::Add ? "(" + text + ")" : text;
  };
  std::string lhs = operand(binary.getLHS()), rhs = operand(binary.getRHS());
  switch (size.getKind()) {
  case AffineExprKind::Add:
    return rhs[0] == '-' ? lhs + " - " + rhs.substr(1) : lhs + " + " + rhs;
  case AffineExprKind::Mul:
    return rhs + " * " + lhs; // the constant stands last in MLIR, first for people
  case AffineExprKind::Mod:
    return lhs + " % " + rhs;
  case AffineExprKind::FloorDiv:
    return lhs + " / " + rhs;
  default:
    return "ceil(" + lhs + " / " + rhs + ")";
  }
}

std::string formatElementType(mlir::Type type) {
  if (type.isInteger(1))
    return "bool";
  if (graph::isString(type))
    return "string";
  if (type.isBF16())
    return "bfloat16";
  if (graph::isNarrowFloat(type)) {
    // f8E4M3FN is float8e4m3fn, as in ONNX.
    std::string name;
    raw_string_ostream(name) << type;
    return "float" + StringRef(name).drop_front().lower();
  }
  std::string bits = std::to_string(type.getIntOrFloatBitWidth());
  if (isa<mlir::FloatType>(type))
    return "float" + bits;
  return (type.isUnsignedInteger() ? "uint" : "int") + bits;
}

uint64_t byteCount(mlir::RankedTensorType type) {
  mlir::Type element = type.getElementType();
  return type.getNumElements() * graph::bytesOfElement(element);
}

std::string formatType(mlir::RankedTensorType type, ArrayRef<std::string> symbols) {
  graph::Shape shape = graph::shapeOf(type);
  auto sizes = map_range(shape, [&](AffineExpr size) { return formatSize(size, symbols); });
  return formatElementType(type.getElementType()) + " [" + join(sizes, ", ") + "]";
}

namespace {

/// The name that the front end or the importer gave, else `input_K`.
std::string tensorName(mlir::DictionaryAttr attributes, StringRef kind, size_t index) {
  if (attributes)
    if (auto name = attributes.getAs<mlir::StringAttr>("graph.name"))
      return name.str();
  return (kind + Twine(index)).str();
}

json::Array describeTensors(ArrayRef<TensorDescription> tensors, ArrayRef<std::string> symbols) {
  json::Array array;
  for (const TensorDescription &tensor : tensors) {
    json::Array shape;
    for (AffineExpr size : graph::shapeOf(tensor.type)) {
      if (auto constant = graph::constantSize(size))
        shape.push_back(*constant);
      else
        shape.push_back(formatSize(size, symbols));
    }
    array.push_back(json::Object{{"name", json::fixUTF8(tensor.name)},
                                 {"type", formatElementType(tensor.type.getElementType())},
                                 {"shape", std::move(shape)}});
  }
  return array;
}

json::Array describeNames(ArrayRef<std::string> names) {
  json::Array array;
  for (const std::string &name : names)
    array.push_back(json::fixUTF8(name));
  return array;
}

/// A result that is the unchanged argument changes nothing.
void describeStates(mlir::func::FuncOp function, FunctionDescription &description) {
  std::map<std::string, mlir::Value> arguments;
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (mlir::StringAttr state = graph::stateOfArgument(function, i)) {
      description.reads.push_back(state.str());
      if (!function.isDeclaration())
        arguments[state.str()] = function.getArgument(i);
    }
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (mlir::StringAttr state = graph::stateOfResult(function, i)) {
      auto argument = arguments.find(state.str());
      if (function.isDeclaration() || argument == arguments.end() ||
          function.front().getTerminator()->getOperand(i) != argument->second)
        description.writes.push_back(state.str());
    }
}

} // namespace

FunctionDescription describeFunction(mlir::Operation *operation) {
  auto function = cast<mlir::func::FuncOp>(operation);
  FunctionDescription description;
  description.name = function.getName().str();
  if (auto symbols = function->getAttrOfType<mlir::ArrayAttr>(graph::symbolsAttributeName))
    for (mlir::Attribute symbol : symbols)
      description.symbols.push_back(cast<mlir::StringAttr>(symbol).str());
  for (auto [i, argument] : enumerate(graph::inputsOf(function)))
    description.inputs.push_back({tensorName(function.getArgAttrDict(argument), "input_", i),
                                  cast<mlir::RankedTensorType>(function.getArgumentTypes()[argument])});
  for (auto [i, result] : enumerate(graph::outputsOf(function)))
    description.outputs.push_back({tensorName(function.getResultAttrDict(result), "output_", i),
                                   cast<mlir::RankedTensorType>(function.getResultTypes()[result])});
  describeStates(function, description);
  return description;
}

json::Object describeModel(const CompiledModel &compiled) {
  json::Array functions;
  for (const FunctionDescription &function : compiled.functions)
    functions.push_back(json::Object{{"name", function.name},
                                     {"inputs", describeTensors(function.inputs, function.symbols)},
                                     {"outputs", describeTensors(function.outputs, function.symbols)},
                                     {"reads", describeNames(function.reads)},
                                     {"writes", describeNames(function.writes)}});
  json::Array states = describeTensors(compiled.states, {});
  for (auto [state, entry] : zip(compiled.states, states))
    (*entry.getAsObject())["bytes"] = byteCount(state.type);
  return json::Object{{"format", infoVersion},
                      {"name", compiled.name},
                      {"tenon", TENON_VERSION},
                      {"weights_bytes", compiled.weightsBytes},
                      {"functions", std::move(functions)},
                      {"states", std::move(states)}};
}

} // namespace tenon::compiler
