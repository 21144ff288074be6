//===- Control.cpp - Branches and loops --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What a function of cond or loop records lies in a scope of its own. From its
// results back, nodes of that scope are the callee; nodes of other scopes that
// have no value yet are captured: they become operands of the branch or loop,
// and parameters of the callee. What has a value, or gets one from data alone,
// is written into the callee like any other.

#include "tenon/Control.h"
#include "dialects/graph/Graph.h"
#include "frontend/tensor/Build.h"
#include "frontend/tensor/Call.h"
#include "frontend/tensor/Elements.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

void frontend::forEachSize(const Node &node, llvm::function_ref<void(mlir::AffineExpr)> visit) {
  for (mlir::AffineExpr size : node.sizes)
    visit(size);
  if (node.attributes)
    for (mlir::NamedAttribute attribute : node.attributes)
      if (auto sizes = llvm::dyn_cast<graph::SizesAttr>(attribute.getValue()))
        llvm::for_each(sizes.getSizes(), visit);
  if (node.call && node.call->count)
    visit(node.call->count);
}

namespace {

/// Finds what callees use of the outside.
class CaptureFinder {
public:
  void visit(const Callee &callee, ScopeId scope) {
    llvm::SmallVector<const NodePtr *> open;
    llvm::DenseSet<const Node *> seen;
    auto reach = [&](const NodePtr &node) {
      if (node->traced && seen.insert(node.get()).second)
        open.push_back(&node);
    };
    llvm::for_each(callee.results, reach);
    llvm::for_each(callee.parameters, [&](const NodePtr &node) { noteSymbols(*node); });
    while (!open.empty()) {
      const NodePtr &node = *open.pop_back_val();
      noteSymbols(*node);
      if (node->scope == scope)
        llvm::for_each(node->operands, reach);
      else if (captured.insert(node.get()).second)
        captures.push_back(node);
    }
  }

  std::vector<NodePtr> captures;
  llvm::SmallVector<mlir::AffineExpr> symbols;

private:
  void noteSymbol(mlir::AffineExpr symbol) {
    if (!llvm::is_contained(symbols, symbol))
      symbols.push_back(symbol);
  }
  void noteSymbols(const Node &node) {
    forEachSize(node, [&](mlir::AffineExpr size) {
      size.walk([&](mlir::AffineExpr part) {
        if (llvm::isa<mlir::AffineSymbolExpr>(part))
          noteSymbol(part);
      });
    });
    if (node.call)
      for (mlir::AffineExpr symbol : node.call->symbols)
        noteSymbol(symbol);
  }

  llvm::DenseSet<const Node *> captured;
};

/// The only element of `operand` as a scalar of i1 that asks whether it is not zero.
NodePtr conditionOf(const char *op, const Operand &operand, SourceLocation here) {
  NodePtr node = toNode(operand, operand.tensor ? nodeOf(*operand.tensor, here)->dtype : resultType({&operand}, here), here);
  if (graph::constantSize(graph::elementCount(&context(), node->sizes)) != 1)
    fail(op, "the condition must have one element, got " + node->describe() + ": reduce it with any() or all()", here);
  return cast(reshape(node, {}, here), kBool, here);
}

/// The value of a scalar that is not traced.
Scalar valueOf(const char *op, const NodePtr &node, SourceLocation here) {
  if (node->kind == Node::Kind::Number)
    return node->number;
  materialize(op, node, here);
  return readElement(node->bytes(), node->dtype, 0);
}

std::vector<NodePtr> nodesOf(const TensorList &tensors, SourceLocation here) {
  std::vector<NodePtr> nodes;
  for (const Tensor &tensor : tensors) {
    nodes.push_back(nodeOf(tensor, here));
    requireOpen(nodes.back(), here);
  }
  return nodes;
}

bool fits(const Node &a, const Node &b) { return a.dtype == b.dtype && sameSizes(a.sizes, b.sizes); }

/// The node of a branch or loop, and one for each of its results.
TensorList makeCall(std::shared_ptr<Call> call, std::vector<NodePtr> operands, llvm::ArrayRef<NodePtr> like,
                    SourceLocation here) {
  auto node = std::make_shared<Node>(Node::Kind::Op, kBool, graph::Shape(), makeLocation(here));
  node->opName = call->kind == Call::Kind::If ? "graph.if" : "graph.loop";
  node->traced = true;
  node->call = std::move(call);
  node->operands.assign(operands.begin(), operands.end());
  TensorList results;
  for (auto [i, value] : llvm::enumerate(like)) {
    auto result = std::make_shared<Node>(Node::Kind::Result, value->dtype, value->sizes, makeLocation(here));
    result->traced = true;
    result->index = static_cast<int>(i);
    result->operands.push_back(node);
    results.push_back(makeTensor(std::move(result)));
  }
  return results;
}

} // namespace

//===----------------------------------------------------------------------===//
// cond
//===----------------------------------------------------------------------===//

namespace {

Callee recordBranch(const char *role, const detail::Branch &branch, ScopeId &id, SourceLocation here) {
  Scope scope(ScopeKind::Callee);
  id = scope.id();
  return {role, makeLocation(here), {}, nodesOf(branch(), here)};
}

void checkBranches(const Callee &then, const Callee &otherwise, SourceLocation here) {
  if (then.results.size() != otherwise.results.size())
    fail("cond", "the first function gives " + std::to_string(then.results.size()) + " tensors and the second one " +
                     std::to_string(otherwise.results.size()) + ": both must give as many",
         here);
  for (auto [i, a, b] : llvm::enumerate(then.results, otherwise.results))
    if (!fits(*a, *b))
      fail("cond", "the first function gives " + a->describe() + " and the second one " + b->describe() +
                       (then.results.size() > 1 ? " as tensor " + std::to_string(i) : "") +
                       ": both must give the same type and sizes",
           here);
}

} // namespace

TensorList detail::branch(const Operand &predicate, const Branch &then, const Branch &otherwise, SourceLocation here) {
  NodePtr condition = conditionOf("cond", predicate, here);
  if (!condition->traced)
    return valueOf("cond", condition, here).to<bool>() ? then() : otherwise();
  auto call = std::make_shared<Call>(Call::Kind::If);
  CaptureFinder finder;
  ScopeId scopes[2];
  call->callees.push_back(recordBranch("then", then, scopes[0], here));
  call->callees.push_back(recordBranch("else", otherwise, scopes[1], here));
  checkBranches(call->callees[0], call->callees[1], here);
  for (auto [callee, scope] : llvm::zip_equal(call->callees, scopes))
    finder.visit(callee, scope);
  call->captured = finder.captures.size();
  call->hasCondition = true;
  call->symbols = finder.symbols;
  finder.captures.push_back(condition);
  std::vector<NodePtr> results = call->callees[0].results;
  return makeCall(std::move(call), std::move(finder.captures), results, here);
}

//===----------------------------------------------------------------------===//
// loop
//===----------------------------------------------------------------------===//

namespace {

/// How often a loop runs: at most `count` or `limit` times, whichever is set.
struct Bound {
  mlir::AffineExpr count; // a size
  NodePtr limit;          // a scalar int64, not known yet
};

Bound boundOf(const Operand &count, SourceLocation here) {
  if (count.isSize)
    return {toExpression(count.size), nullptr};
  if (!count.tensor) {
    if (count.scalar.isFloatingPoint())
      fail("loop", "the number of iterations is a float: give an integer", here);
    return {constantExpression(count.scalar.toLong()), nullptr};
  }
  NodePtr node = nodeOf(*count.tensor, here);
  if (!isIntegralType(node->dtype, false) || graph::constantSize(graph::elementCount(&context(), node->sizes)) != 1)
    fail("loop", "the number of iterations must be one integer, got " + node->describe(), here);
  node = cast(reshape(node, {}, here), kLong, here);
  if (node->traced)
    return {nullptr, node};
  return {constantExpression(valueOf("loop", node, here).toLong()), nullptr};
}

void checkCarried(llvm::ArrayRef<NodePtr> before, llvm::ArrayRef<NodePtr> after, SourceLocation here) {
  if (before.size() != after.size())
    fail("loop", "the body gives " + std::to_string(after.size()) + " tensors for " + std::to_string(before.size()) +
                     " values: it must give the next one of each",
         here);
  for (auto [i, was, is] : llvm::enumerate(before, after))
    if (!fits(*was, *is))
      fail("loop", "the body gives " + is->describe() + " where it got " + was->describe() +
                       (before.size() > 1 ? ", as value " + std::to_string(i) : "") +
                       ": values keep their types and sizes from iteration to iteration",
           here);
}

TensorList runLoop(const Bound &bound, const detail::Condition &condition, TensorList values, const detail::Body &body,
                   SourceLocation here) {
  int64_t count = bound.count ? *graph::constantSize(bound.count) : std::numeric_limits<int64_t>::max();
  for (int64_t i = 0; i < count; ++i) {
    if (condition && !valueOf("loop", conditionOf("loop", condition(values), here), here).to<bool>())
      break;
    TensorList next = body(makeTensor(makeNumber(i, kLong, here)), values);
    checkCarried(nodesOf(values, here), nodesOf(next, here), here);
    values = std::move(next);
  }
  return values;
}

/// Records the body, whose first result says whether to go on.
Callee recordBody(llvm::ArrayRef<NodePtr> initial, const detail::Condition &condition, const detail::Body &body,
                  ScopeId &id, SourceLocation here) {
  Scope scope(ScopeKind::Callee);
  id = scope.id();
  Callee callee{"loop", makeLocation(here), {}, {}};
  TensorList values;
  for (const NodePtr &value : initial) {
    callee.parameters.push_back(makeInput(static_cast<int>(values.size()), value->dtype, value->sizes, here));
    values.push_back(makeTensor(callee.parameters.back()));
  }
  callee.parameters.push_back(makeInput(static_cast<int>(values.size()), kLong, {}, here));
  TensorList next = body(makeTensor(callee.parameters.back()), values);
  callee.results = nodesOf(next, here);
  checkCarried(initial, callee.results, here);
  NodePtr goesOn = condition ? conditionOf("loop", condition(next), here) : makeNumber(true, kBool, here);
  callee.results.insert(callee.results.begin(), goesOn);
  return callee;
}

} // namespace

TensorList detail::repeat(const Operand *count, const Condition &condition, TensorList initial, const Body &body,
                          SourceLocation here) {
  Bound bound = count ? boundOf(*count, here) : Bound();
  if (!isTracing())
    return runLoop(bound, condition, std::move(initial), body, here);
  std::vector<NodePtr> operands = nodesOf(initial, here);
  auto call = std::make_shared<Call>(Call::Kind::Loop);
  call->carried = operands.size();
  call->count = bound.count;
  NodePtr begins = condition ? conditionOf("loop", condition(initial), here) : nullptr;
  if (begins && !begins->traced) {
    if (!valueOf("loop", begins, here).to<bool>())
      return initial;
    begins = nullptr;
  }
  ScopeId scope;
  call->callees.push_back(recordBody(operands, condition, body, scope, here));
  CaptureFinder finder;
  finder.visit(call->callees[0], scope);
  call->captured = finder.captures.size();
  call->symbols = finder.symbols;
  call->hasLimit = bound.limit != nullptr;
  call->hasCondition = begins != nullptr;
  std::vector<NodePtr> like = operands;
  operands.insert(operands.end(), finder.captures.begin(), finder.captures.end());
  if (bound.limit)
    operands.push_back(bound.limit);
  if (begins)
    operands.push_back(begins);
  return makeCall(std::move(call), std::move(operands), like, here);
}

} // namespace tenon
