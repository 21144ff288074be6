//===- Node.cpp - The recorded operations ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Node.h"
#include "frontend/tensor/Writes.h"
#include "frontend/trace/Evaluate.h"
#include "mlir/IR/Builders.h"
#include <atomic>
#include <cstring>
#include <new>

using namespace mlir;

namespace tenon::frontend {

/// A chain of this many ops that nobody read is computed.
static constexpr int longestChain = 256;

Node::~Node() {
  // Not by recursion: chains may be longer than the stack is deep.
  llvm::SmallVector<NodePtr> rest(std::move(operands));
  while (!rest.empty()) {
    NodePtr node = rest.pop_back_val();
    if (node.use_count() == 1) {
      rest.append(std::make_move_iterator(node->operands.begin()), std::make_move_iterator(node->operands.end()));
      node->operands.clear();
    }
  }
}

int64_t Node::elementCount() const {
  int64_t count = 1;
  for (AffineExpr size : sizes)
    count *= graph::constantSize(size).value_or(0);
  return count;
}

char *Node::bytes() {
  if (!data) {
    std::shared_ptr<char> memory = allocate(byteCount());
    if (generate)
      generate(memory.get());
    generate = nullptr;
    data = std::move(memory);
  }
  return data.get();
}

std::shared_ptr<char> allocate(size_t bytes) {
  constexpr std::align_val_t alignment{64};
  return std::shared_ptr<char>(static_cast<char *>(::operator new(bytes ? bytes : 1, alignment)),
                               [](char *memory) { ::operator delete(memory, std::align_val_t(64)); });
}

Location makeLocation(SourceLocation here) {
  Location line = FileLineColLoc::get(&context(), here.file, here.line, 0);
  std::string path = currentModulePath();
  return path.empty() ? line : NameLoc::get(StringAttr::get(&context(), path), line);
}

void requireOpen(const NodePtr &node, SourceLocation here) {
  if (!node->traced || isOpen(node->scope))
    return;
  if (isCallee(node->scope))
    throw Error("a tensor is used that a function of tenon::cond or tenon::loop made, outside of that function: let the "
                "function return it",
                here);
  throw Error("a tensor of another trace is used: what depends on inputs lives only while they are traced", here);
}

NodePtr makeOp(llvm::StringRef name, ArrayRef<NodePtr> operands, ArrayRef<NamedAttribute> attributes,
               graph::Shape sizes, ScalarType dtype, SourceLocation here) {
  auto node = std::make_shared<Node>(Node::Kind::Op, dtype, std::move(sizes), makeLocation(here));
  node->opName = name;
  node->traced = llvm::any_of(node->sizes, [](AffineExpr size) { return !graph::constantSize(size); });
  for (const NodePtr &operand : operands) {
    requireOpen(operand, here);
    if (operand->depth >= longestChain && !operand->traced)
      evaluate({operand}, here);
    node->traced |= operand->traced;
    node->depth = std::max(node->depth, operand->depth + 1);
    node->operands.push_back(operand);
  }
  node->attributes = DictionaryAttr::get(&context(), attributes);
  return node;
}

llvm::SmallVector<NodePtr, 2> makeOps(llvm::StringRef name, ArrayRef<NodePtr> operands,
                                      ArrayRef<NamedAttribute> attributes,
                                      ArrayRef<std::pair<ScalarType, graph::Shape>> results, SourceLocation here) {
  NodePtr op = makeOp(name, operands, attributes, results.front().second, results.front().first, here);
  op->resultTypes.assign(results.begin(), results.end());
  llvm::SmallVector<NodePtr, 2> nodes;
  for (auto &[dtype, sizes] : results) {
    auto node = std::make_shared<Node>(Node::Kind::Result, dtype, sizes, op->location);
    node->index = static_cast<int>(nodes.size());
    node->traced = op->traced;
    node->depth = op->depth;
    node->operands.push_back(op);
    op->results.push_back(node);
    nodes.push_back(std::move(node));
  }
  return nodes;
}

NodePtr makeNumber(const Scalar &value, ScalarType dtype, SourceLocation here) {
  auto node = std::make_shared<Node>(Node::Kind::Number, dtype, graph::Shape(), makeLocation(here));
  node->number = value;
  return node;
}

NodePtr makeInput(int index, ScalarType dtype, graph::Shape sizes, SourceLocation here) {
  auto node = std::make_shared<Node>(Node::Kind::Input, dtype, std::move(sizes), makeLocation(here));
  node->traced = true;
  node->index = index;
  return node;
}

NodePtr makeData(ScalarType dtype, graph::Shape sizes, std::shared_ptr<char> data, SourceLocation here) {
  auto node = std::make_shared<Node>(Node::Kind::Data, dtype, std::move(sizes), makeLocation(here));
  node->data = std::move(data);
  return node;
}

NodePtr makeGenerated(ScalarType dtype, graph::Shape sizes, std::function<void(char *)> generate,
                      SourceLocation here) {
  NodePtr node = makeData(dtype, std::move(sizes), nullptr, here);
  node->generate = std::move(generate);
  return node;
}

//===----------------------------------------------------------------------===//
// Tensors and views
//===----------------------------------------------------------------------===//

TensorImpl &baseOf(const TensorImpl &view) {
  TensorImpl &base = *view.base;
  return view.baseEpoch < base.former.size() ? *base.former[view.baseEpoch] : base;
}

void replaceByView(TensorImpl &impl, const TensorImpl &view) {
  auto before = std::make_shared<TensorImpl>();
  before->node = impl.node;
  before->base = impl.base;
  before->baseEpoch = impl.baseEpoch;
  before->read = std::move(impl.read);
  before->write = std::move(impl.write);
  before->strides = std::move(impl.strides);
  before->version = impl.version;
  before->seen = impl.seen;
  impl.node = view.node;
  impl.base = before;
  impl.baseEpoch = 0;
  impl.read = view.read;
  impl.write = view.write;
  impl.strides = view.strides;
  impl.seen = view.seen;
  impl.former.push_back(std::move(before));
}

namespace {

std::atomic<uint64_t> tensorCount{0};

TensorImpl &rootOf(TensorImpl &impl) { return impl.base ? rootOf(baseOf(impl)) : impl; }

const NodePtr &currentNode(TensorImpl &impl) {
  if (impl.deferred) {
    impl.node = impl.deferred();
    impl.deferred = nullptr;
  }
  if (!impl.base)
    return impl.node;
  uint64_t version = rootOf(impl).version;
  if (impl.seen != version || !impl.node) {
    // A view may outlive the function that happens to look at it first.
    ScopeSwitch recordBeside(impl.scope);
    impl.node = impl.read(currentNode(baseOf(impl)));
    impl.seen = version;
  }
  return impl.node;
}

void writeNode(TensorImpl &impl, NodePtr node, SourceLocation here) {
  if (!impl.base) {
    impl.node = std::move(node);
    ++impl.version;
    return;
  }
  if (!impl.write)
    throw Error("a tensor whose elements repeat (expand) cannot be written to: write to a clone()", here);
  TensorImpl &base = baseOf(impl);
  writeNode(base, impl.write(currentNode(base), node), here);
  impl.node = std::move(node);
  impl.seen = rootOf(impl).version;
}

} // namespace

uint64_t TensorImpl::nextNumber() { return ++tensorCount; }

const NodePtr &nodeOf(const Tensor &tensor, SourceLocation here) {
  if (!tensor.defined())
    throw Error("an undefined tensor is used", here);
  return currentNode(*tensor.implementation());
}

Tensor makeTensor(NodePtr node) {
  auto impl = std::make_shared<TensorImpl>();
  impl->node = std::move(node);
  return Tensor(std::move(impl));
}

Tensor makeDeferred(std::function<NodePtr()> make) {
  auto impl = std::make_shared<TensorImpl>();
  impl->deferred = std::move(make);
  return Tensor(std::move(impl));
}

Tensor makeView(const Tensor &base, std::function<NodePtr(const NodePtr &)> read,
                std::function<NodePtr(const NodePtr &, const NodePtr &)> write,
                std::function<graph::Shape(const graph::Shape &)> strides, SourceLocation here) {
  auto impl = std::make_shared<TensorImpl>();
  impl->node = read(nodeOf(base, here));
  impl->base = base.implementation();
  impl->baseEpoch = impl->base->former.size();
  impl->read = std::move(read);
  impl->write = std::move(write);
  impl->strides = std::move(strides);
  impl->seen = rootOf(*impl).version;
  return Tensor(std::move(impl));
}

void setNode(const Tensor &tensor, NodePtr node, SourceLocation here) {
  nodeOf(tensor, here);
  if (isCallee(currentScope()) && rootOf(*tensor.implementation()).scope != currentScope())
    throw Error("a function of tenon::cond or tenon::loop writes into a tensor that was made outside of it, which would "
                "not be seen there: let the function return the new value",
                here);
  WriteRecorder::record(tensor.implementation(), here);
  writeNode(*tensor.implementation(), std::move(node), here);
}

void requireValue(const char *op, const NodePtr &node, SourceLocation here) {
  if (node->traced)
    fail(op, "this value depends on an input of the trace and is not known yet: choose between tensors with "
             "tenon::where, branch with tenon::cond, repeat with tenon::loop, or read it outside of forward",
         here);
}

void materialize(const char *op, const NodePtr &node, SourceLocation here) {
  requireValue(op, node, here);
  if (node->kind != Node::Kind::Data)
    evaluate({node}, here);
  node->bytes();
}

void fail(const char *op, const std::string &message, SourceLocation here) {
  throw Error(std::string(op) + ": " + message, here);
}

} // namespace tenon::frontend

namespace tenon {

static std::string messageOf(const std::string &text, SourceLocation here) {
  std::string path = frontend::currentModulePath();
  std::string place = *here.file ? std::string(here.file) + ":" + std::to_string(here.line) + ": " : "";
  return place + (path.empty() ? "" : "in " + path + ": ") + text;
}

Error::Error(const std::string &message, SourceLocation here)
    : std::runtime_error(messageOf(message, here)), text(message) {}

} // namespace tenon
