//===- Support.cpp - Whether all of a model can be imported --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Support.h"
#include "compiler/Diagnostics.h"
#include "frontend/onnx/OperatorTable.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

using namespace llvm;

namespace tenon::onnx {

StringRef normalizedDomain(StringRef domain) { return domain == "ai.onnx" ? "" : domain; }

std::string printableName(StringRef name) {
  constexpr size_t longest = 200;
  bool isCut = name.size() > longest;
  name = name.take_front(longest);
  std::string result;
  const auto *bytes = reinterpret_cast<const UTF8 *>(name.data());
  bool isText = isLegalUTF8String(&bytes, bytes + name.size());
  for (size_t i = 0; i < name.size(); ++i) {
    auto c = static_cast<unsigned char>(name[i]);
    // U+0080 to U+009F move the cursor of terminals, too.
    bool isControl = c == 0xC2 && i + 1 < name.size() && static_cast<unsigned char>(name[i + 1]) < 0xA0;
    if (isControl)
      ++i;
    result += isPrint(name[i]) || (isText && c >= 0x80 && !isControl) ? name[i] : '?';
  }
  return result + (isCut ? "..." : "");
}

std::string quoteName(StringRef name) { return "'" + printableName(name) + "'"; }

std::string describeType(const file::TypeDescription &type) {
  if (type.has_tensor_type())
    return "tensor(" + nameOf(static_cast<DataType>(type.tensor_type().elem_type())) + ")";
  if (type.has_sequence_type())
    return "sequence(" + describeType(type.sequence_type().elem_type()) + ")";
  if (type.has_optional_type())
    return "optional(" + describeType(type.optional_type().elem_type()) + ")";
  if (type.has_map_type())
    return "map(" + nameOf(static_cast<DataType>(type.map_type().key_type())) + ", " +
           describeType(type.map_type().value_type()) + ")";
  if (type.has_sparse_tensor_type())
    return "sparse_tensor(" + nameOf(static_cast<DataType>(type.sparse_tensor_type().elem_type())) + ")";
  return "no type";
}

std::string operatorSetText(StringRef domain, int64_t version) {
  domain = normalizedDomain(domain);
  return (domain.empty() ? "operator set " : "domain " + printableName(domain) + " ") + std::to_string(version);
}

std::string unsupportedText(const file::Node &node, std::optional<int64_t> version) {
  StringRef domain = normalizedDomain(node.domain());
  std::string text = "operator " + printableName(node.op_type()) + " of " + operatorSetText(domain, version.value_or(1)) + " is not supported";
  if (!findOperator(domain, node.op_type(), newestOperatorSet))
    return text;
  return text + (domain.empty() && !version ? ": the model does not say which operator set it uses"
                                            : ": later versions are, convert the model to a later operator set");
}

namespace {

/// Counts the nodes that no entry of the table is for.
class SupportCheck {
public:
  explicit SupportCheck(const file::Model &model) : model(model) {
    checkNodes(model.graph().node(), model.opset_import());
    for (const file::Function &function : model.functions())
      checkNodes(function.node(), function.opset_import());
  }

  int64_t count = 0;
  std::string first; // the first one and why

private:
  using Imports = google::protobuf::RepeatedPtrField<file::OperatorSet>;

  void checkNodes(const google::protobuf::RepeatedPtrField<file::Node> &nodes, const Imports &imports) {
    for (const file::Node &node : nodes) {
      checkNode(node, imports);
      for (const file::Attribute &attribute : node.attribute()) {
        if (attribute.has_g())
          checkNodes(attribute.g().node(), imports);
        for (const file::Graph &graph : attribute.graphs())
          checkNodes(graph.node(), imports);
      }
    }
  }

  void checkNode(const file::Node &node, const Imports &imports) {
    StringRef domain = normalizedDomain(node.domain());
    for (const file::Function &function : model.functions())
      if (function.name() == node.op_type() && normalizedDomain(function.domain()) == domain)
        return;
    std::optional<int64_t> version;
    for (const file::OperatorSet &import : imports)
      if (normalizedDomain(import.domain()) == domain)
        version = import.version();
    // A domain of its own need not be imported: ONNX Runtime's files leave it out.
    if (findOperator(domain, node.op_type(), version.value_or(1)))
      return;
    if (!count++)
      first = "node " + quoteName(node.name().empty() && node.output_size() ? node.output(0) : node.name()) + ": " +
              unsupportedText(node, version);
  }

  const file::Model &model;
};

} // namespace

Error checkOperatorSet(const ModelFile &file) {
  for (const file::OperatorSet &import : file.model->opset_import())
    if (normalizedDomain(import.domain()).empty() && import.version() > newestOperatorSet)
      return compiler::userError(file.path + " uses operator set " + Twine(import.version()) + ", and this Tenon reads up to " +
                                 Twine(newestOperatorSet) + ": export the model for an earlier one");
  return Error::success();
}

Error checkSupport(const ModelFile &file) {
  if (Error error = checkOperatorSet(file))
    return error;
  SupportCheck check(*file.model);
  if (!check.count)
    return Error::success();
  std::string others = check.count == 1 ? "" : " (and " + std::to_string(check.count - 1) + " more: `tenonc inspect` lists them)";
  return compiler::userError(file.path + ": " + check.first + others);
}

} // namespace tenon::onnx
