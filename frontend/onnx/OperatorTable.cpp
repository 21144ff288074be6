//===- OperatorTable.cpp - Which operators are imported, and how ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/ReadModel.h"
#include <tuple>

namespace tenon::onnx {

namespace {

/// The entries of one domain by name, each name's by version.
using Table = llvm::StringMap<llvm::SmallVector<const OperatorEntry *, 2>>;

Table makeTable(std::initializer_list<llvm::ArrayRef<OperatorEntry>> families) {
  Table table;
  for (llvm::ArrayRef<OperatorEntry> family : families)
    for (const OperatorEntry &entry : family)
      table[entry.name].push_back(&entry);
  for (auto &named : table)
    llvm::sort(named.second, [](const OperatorEntry *a, const OperatorEntry *b) { return a->since < b->since; });
  return table;
}

const Table *tableOf(llvm::StringRef domain) {
  static const Table standard = makeTable({elementwiseOperators(), reductionOperators(), shapeOperators(), sliceOperators(),
                                           indexingOperators(), productOperators(), normalizationOperators(),
                                           attentionOperators(), quantizationOperators(), lossOperators(), resizeOperators(), signalOperators(),
                                           convolutionOperators(), poolingOperators(), scatterOperators(), orderingOperators(),
                                           sourceOperators(), controlOperators(), sequenceOperators(), recurrentOperators(), einsumOperators(),
                                           randomOperators(), samplingOperators(), selectionOperators(), uniqueOperators(),
                                           blockOperators(), linearAttentionOperators(), stringOperators(), termOperators()});
  static const Table learning = makeTable({featureOperators(), linearModelOperators(), treeOperators()});
  static const Table microsoft = makeTable({fusedTransformerOperators(), fusedActivationOperators(), fusedQuantizedOperators()});
  static const Table training = makeTable({optimizerOperators()});
  static const Table preview = makeTable({previewOperators()});
  if (domain == previewDomain)
    return &preview;
  if (domain == trainingDomain)
    return &training;
  if (domain == standardDomain)
    return &standard;
  if (domain == learningDomain)
    return &learning;
  if (domain == microsoftDomain)
    return &microsoft;
  return nullptr;
}

} // namespace

std::vector<SupportedOperator> supportedOperators() {
  std::vector<SupportedOperator> result;
  for (llvm::StringRef domain : {standardDomain, learningDomain, previewDomain, trainingDomain, microsoftDomain})
    for (const auto &named : *tableOf(domain))
      result.push_back({domain.str(), named.first().str(), named.second.front()->since});
  llvm::sort(result, [](const SupportedOperator &a, const SupportedOperator &b) {
    return std::tie(a.domain, a.name) < std::tie(b.domain, b.name);
  });
  return result;
}

const OperatorEntry *findOperator(llvm::StringRef domain, llvm::StringRef name, int64_t version) {
  const Table *table = tableOf(domain);
  auto named = table ? table->find(name) : Table::const_iterator();
  if (!table || named == table->end())
    return nullptr;
  const OperatorEntry *found = nullptr;
  for (const OperatorEntry *entry : named->second)
    if (entry->since <= version)
      found = entry;
  return found;
}

} // namespace tenon::onnx
