//===- TensorMethods.cpp - Properties, values and writes of tensors ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Locations.h"
#include "frontend/tensor/Build.h"
#include "frontend/tensor/Elements.h"
#include <cstring>
#include <iostream>

namespace tenon {

using namespace frontend;

SizeList Tensor::sizes(SourceLocation here) const { return toSizes(nodeOf(*this, here)->sizes, here); }
int64_t Tensor::dim(SourceLocation here) const { return nodeOf(*this, here)->sizes.size(); }
ScalarType Tensor::dtype(SourceLocation here) const { return nodeOf(*this, here)->dtype; }
Size Tensor::size(int64_t dim, SourceLocation here) const {
  const NodePtr &node = nodeOf(*this, here);
  if (node->sizes.empty())
    fail("size", "a scalar tensor has no dims", here);
  return toSize(node->sizes[wrapDim(dim, node->sizes.size(), "size", here)], here);
}
Size Tensor::numel(SourceLocation here) const {
  return toSize(graph::elementCount(&context(), nodeOf(*this, here)->sizes), here);
}
std::string Tensor::toString(SourceLocation here) const {
  return std::string("CPU") + tenon::toString(dtype(here)) + "Type";
}

Scalar Tensor::item(SourceLocation here) const {
  const NodePtr &node = nodeOf(*this, here);
  if (!node->traced && node->elementCount() != 1)
    fail("item", node->describe() + " has not one element: choose one first, as in a[0][1]", here);
  materialize("item", node, here);
  return readElement(node->bytes(), node->dtype, 0);
}

/// The user's line that recorded a node, for operators that cannot know their own.
static SourceLocation placeOf(const NodePtr &node) {
  graph::Origin origin = graph::originOf(node->location);
  // The context keeps the name of the file.
  const char *file = mlir::StringAttr::get(&context(), origin.file).data();
  return SourceLocation::of(file, static_cast<int>(origin.line));
}

Tensor operator!(const Tensor &a) { return logical_not(a, placeOf(nodeOf(a, SourceLocation::unknown()))); }

Tensor::operator bool() const {
  const NodePtr &node = nodeOf(*this, SourceLocation::unknown());
  SourceLocation here = placeOf(node);
  if (!node->traced && node->elementCount() != 1)
    fail("bool", node->describe() + " has not one element: reduce it first, with any() or all()", here);
  materialize("bool", node, here);
  return readElement(node->bytes(), node->dtype, 0).to<bool>();
}

void *Tensor::dataOf(ScalarType type, bool writable, SourceLocation here) const {
  NodePtr node = nodeOf(*this, here);
  if (node->dtype != type)
    fail("data_ptr", std::string("asked for ") + tenon::toString(type) + ", the tensor is " + node->describe(), here);
  materialize("data_ptr", node, here);
  // Others that read this node must not see what is written: held by this tensor and here are two.
  if (writable && (node->readOnly || node.use_count() > 2)) {
    std::shared_ptr<char> copy = allocate(node->byteCount());
    std::memcpy(copy.get(), node->bytes(), node->byteCount());
    node = makeData(node->dtype, node->sizes, std::move(copy), here);
    impl->node = node;
  }
  return node->bytes();
}

Tensor Tensor::to(ScalarType dtype, SourceLocation here) const {
  const NodePtr &node = nodeOf(*this, here);
  return node->dtype == dtype ? *this : makeTensor(cast(node, dtype, here));
}
Tensor Tensor::to(const TensorOptions &options, SourceLocation here) const {
  return to(typeOf(options, dtype(here), here), here);
}
Tensor Tensor::clone(SourceLocation here) const { return makeTensor(nodeOf(*this, here)); }

bool Tensor::requires_grad(SourceLocation here) const {
  nodeOf(*this, here);
  return impl->requiresGradient;
}
const Tensor &Tensor::set_requires_grad(bool requires_grad, SourceLocation here) const {
  const NodePtr &node = nodeOf(*this, here);
  if (requires_grad && !isFloatingType(node->dtype))
    fail("requires_grad_", "only floats have derivatives, not " + node->describe(), here);
  impl->requiresGradient = requires_grad;
  return *this;
}
Tensor &Tensor::requires_grad_(bool requires_grad, SourceLocation here) {
  set_requires_grad(requires_grad, here);
  return *this;
}
static const char *noTraining = "derivatives come with training, which this version of Tenon does not have";
Tensor Tensor::grad(SourceLocation here) const { fail("grad", noTraining, here); }
void Tensor::backward(SourceLocation here) const { fail("backward", noTraining, here); }

Tensor &Tensor::assign(const Tensor &value, SourceLocation here) {
  const NodePtr &now = nodeOf(*this, here), &next = nodeOf(value, here);
  if (!sameSizes(now->sizes, next->sizes))
    fail("in-place", "the result " + next->describe() + " does not fit into " + now->describe(), here);
  if (!canCast(next->dtype, now->dtype))
    fail("in-place", "the result " + next->describe() + " cannot be written into " + now->describe(), here);
  setNode(*this, cast(next, now->dtype, here), here);
  return *this;
}

Tensor &Tensor::copy_(const Tensor &src, SourceLocation here) {
  NodePtr now = nodeOf(*this, here), from = nodeOf(src, here);
  if (!sameSizes(broadcastSizes(now->sizes, from->sizes, "copy_", here), now->sizes))
    fail("copy_", from->describe() + " does not broadcast to " + now->describe(), here);
  setNode(*this, broadcast(cast(from, now->dtype, here), now->sizes, here), here);
  return *this;
}

Tensor &Tensor::fill_(const Operand &value, SourceLocation here) {
  NodePtr now = nodeOf(*this, here), filling = toNode(value, now->dtype, here);
  if (!filling->sizes.empty())
    fail("fill_", "the value must be a number or a scalar tensor, got " + filling->describe(), here);
  setNode(*this, broadcast(filling, now->sizes, here), here);
  return *this;
}

Tensor &Tensor::operator=(const Operand &value) && {
  if (defined() && impl->assigned && impl->assigned(value))
    return *this;
  return value.tensor ? copy_(*value.tensor, value.here) : fill_(value, value.here);
}

void Tensor::print(SourceLocation here) const {
  std::cout << Located(*this, here) << std::endl;
}

} // namespace tenon
