//===- Evaluate.cpp - The values of recorded operations ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/trace/Evaluate.h"
#include "frontend/tensor/Elements.h"
#include "frontend/trace/CompiledPrograms.h"
#include "frontend/trace/Executable.h"
#include "frontend/trace/WriteGraph.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"
#include <mutex>
#include <unordered_map>

namespace tenon::frontend {

namespace {

/// A structure written as numbers: ops by their names' addresses, types and
/// attributes by their unique storage, operands by position.
using Structure = std::vector<uintptr_t>;

struct StructureHash {
  size_t operator()(const Structure &structure) const {
    return llvm::hash_combine_range(structure.begin(), structure.end());
  }
};

using Cache = std::unordered_map<Structure, std::unique_ptr<Executable>, StructureHash>;

std::recursive_mutex mutex;

Cache &cache() {
  static auto *programs = new Cache;
  return *programs;
}

/// Everything that one evaluation computes and reads.
class Evaluation {
public:
  Evaluation(llvm::ArrayRef<NodePtr> nodes, SourceLocation here) : roots(nodes), here(here) {
    order = inOrder(roots);
    for (auto [i, node] : llvm::enumerate(order))
      positions[node] = i;
    addOtherResults();
    findOutputs();
  }

  void run() {
    Structure structure = write();
    std::unique_ptr<Executable> &program = cache()[structure];
    if (!program) {
      try {
        program = compile();
      } catch (...) {
        cache().erase(structure);
        throw;
      }
    }
    std::vector<NodePtr> results = program->run(0, inputs, here);
    for (auto [node, result] : llvm::zip_equal(outputs, results))
      settle(*node, *result);
  }

private:
  /// Of ops with several results those that are there but not asked for: they cannot be computed later, when the op is
  /// gone.
  void addOtherResults() {
    for (size_t i = 0; i < order.size(); ++i)
      for (const std::weak_ptr<Node> &weak : order[i]->results)
        if (NodePtr result = weak.lock(); result && positions.try_emplace(result.get(), order.size()).second) {
          owners.try_emplace(result.get(), result);
          order.push_back(result.get());
        }
  }

  /// The nodes asked for, and ops that somebody beside this graph refers to: they are likely to be read too.
  void findOutputs() {
    std::vector<long> uses(order.size(), 0);
    for (Node *node : order)
      for (const NodePtr &operand : node->operands)
        ++uses[positions[operand.get()]];
    for (Node *node : order)
      for (const NodePtr &operand : node->operands)
        owners.try_emplace(operand.get(), operand);
    for (const NodePtr &root : roots)
      owners.try_emplace(root.get(), root);
    for (auto [i, node] : llvm::enumerate(order)) {
      const NodePtr &owner = owners[node];
      if (node->kind != Node::Kind::Op && node->kind != Node::Kind::Result) {
        inputs.push_back(owner);
        continue;
      }
      if (!node->results.empty())
        continue;
      bool isRoot = llvm::is_contained(roots, owner);
      // One reference is held by `owners` itself.
      if (isRoot || owner.use_count() > uses[i] + 1)
        outputs.push_back(owner);
    }
  }

  Structure write() {
    Structure structure;
    auto add = [&](const void *pointer) { structure.push_back(reinterpret_cast<uintptr_t>(pointer)); };
    for (Node *node : order) {
      add(node->opName.data());
      structure.push_back(static_cast<uintptr_t>(node->dtype) + 32 * static_cast<uintptr_t>(node->kind) +
                          1024 * node->sizes.size());
      for (mlir::AffineExpr size : node->sizes)
        add(size.getImpl());
      add(node->attributes ? node->attributes.getAsOpaquePointer() : nullptr);
      if (node->kind == Node::Kind::Result)
        structure.push_back(node->index);
      for (const NodePtr &operand : node->operands)
        structure.push_back(positions[operand.get()]);
    }
    structure.push_back(~uintptr_t(0));
    for (const NodePtr &output : outputs)
      structure.push_back(positions[output.get()]);
    return structure;
  }

  std::unique_ptr<Executable> compile() {
    GraphContents contents;
    contents.name = "tensors";
    FunctionContents &function = contents.functions.emplace_back();
    for (auto [i, input] : llvm::enumerate(inputs))
      function.inputs.push_back({input, "input_" + std::to_string(i)});
    for (auto [i, output] : llvm::enumerate(outputs))
      function.outputs.push_back({output, "output_" + std::to_string(i)});
    compiler::Options options;
    options.cpuVersions = {"native"};
    return std::make_unique<Executable>(writeGraph(contents, here), options, Executable::Threads::Shared, here);
  }

  static void settle(Node &node, Node &result) {
    node.data = std::move(result.data);
    node.kind = Node::Kind::Data;
    node.opName = {};
    node.attributes = {};
    node.operands.clear();
    node.depth = 0;
  }

  llvm::ArrayRef<NodePtr> roots;
  SourceLocation here;
  std::vector<Node *> order;
  llvm::DenseMap<const Node *, size_t> positions;
  llvm::DenseMap<const Node *, NodePtr> owners;
  llvm::SmallVector<NodePtr> inputs, outputs;
};

} // namespace

void evaluate(llvm::ArrayRef<NodePtr> nodes, SourceLocation here) {
  std::lock_guard lock(mutex);
  llvm::SmallVector<NodePtr> open;
  for (const NodePtr &node : nodes)
    if (node->kind == Node::Kind::Number) {
      std::shared_ptr<char> data = allocate(8);
      Scalar number = node->number;
      node->generate = nullptr;
      node->kind = Node::Kind::Data;
      node->data = data;
      writeElement(data.get(), node->dtype, 0, number);
    } else if (node->kind == Node::Kind::Op || node->kind == Node::Kind::Result) {
      open.push_back(node);
    }
  if (!open.empty())
    Evaluation(open, here).run();
}

size_t compiledPrograms() {
  std::lock_guard lock(mutex);
  return cache().size();
}

} // namespace tenon::frontend
