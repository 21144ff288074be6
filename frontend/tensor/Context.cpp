//===- Context.cpp - What all tensors of a process share ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Context.h"
#include "compiler/Compile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/Builders.h"
#include <mutex>

using namespace mlir;

namespace tenon::frontend {

MLIRContext &context() {
  static MLIRContext *context = compiler::makeContext().release();
  return *context;
}

Type elementType(ScalarType type) {
  Builder builder(&context());
  switch (type) {
  case kByte:
    return builder.getIntegerType(8, false);
  case kChar:
    return builder.getIntegerType(8);
  case kShort:
    return builder.getIntegerType(16);
  case kInt:
    return builder.getIntegerType(32);
  case kLong:
    return builder.getIntegerType(64);
  case kHalf:
    return builder.getF16Type();
  case kFloat:
    return builder.getF32Type();
  case kDouble:
    return builder.getF64Type();
  case kBool:
    return builder.getI1Type();
  case kBFloat16:
    return builder.getBF16Type();
  case kUInt16:
    return builder.getIntegerType(16, false);
  case kUInt32:
    return builder.getIntegerType(32, false);
  case kUInt64:
    return builder.getIntegerType(64, false);
  }
  llvm_unreachable("all element types are handled");
}

AffineExpr constantExpression(int64_t number) { return getAffineConstantExpr(number, &context()); }

AffineExpr toExpression(const Size &size) {
  if (size.is_symbolic())
    return AffineExpr(static_cast<AffineExpr::ImplType *>(const_cast<void *>(size.opaque())));
  return constantExpression(size.expect_int());
}

graph::Shape toShape(const SizeList &sizes) {
  graph::Shape shape;
  for (const Size &size : sizes)
    shape.push_back(toExpression(size));
  return shape;
}

Size toSize(AffineExpr size, SourceLocation here) {
  AffineExpr normal = graph::normalizeSize(size);
  if (std::optional<int64_t> number = graph::constantSize(normal))
    return Size(*number, here);
  return Size(normal.getImpl(), 0, here);
}

SizeList toSizes(graph::ShapeRef shape, SourceLocation here) {
  std::vector<Size> sizes;
  for (AffineExpr size : shape)
    sizes.push_back(toSize(size, here));
  return SizeList(std::move(sizes));
}

namespace {

std::mutex symbolMutex;

std::vector<std::string> &symbols() {
  static auto *names = new std::vector<std::string>;
  return *names;
}

AffineExpr symbolOf(std::string_view name) {
  std::lock_guard lock(symbolMutex);
  auto &names = symbols();
  auto found = llvm::find(names, name);
  size_t position = found - names.begin();
  if (found == names.end())
    names.emplace_back(name);
  return getAffineSymbolExpr(position, &context());
}

void print(llvm::raw_ostream &stream, AffineExpr size, const std::vector<std::string> &names, bool nested) {
  if (auto symbol = dyn_cast<AffineSymbolExpr>(size)) {
    stream << names[symbol.getPosition()];
    return;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(size);
  if (!binary) {
    stream << size;
    return;
  }
  const char *sign = size.getKind() == AffineExprKind::Add   ? " + "
                     : size.getKind() == AffineExprKind::Mul ? " * "
                     : size.getKind() == AffineExprKind::Mod ? " % "
                                                             : " / ";
  if (nested)
    stream << '(';
  print(stream, binary.getLHS(), names, true);
  stream << sign;
  print(stream, binary.getRHS(), names, true);
  if (nested)
    stream << ')';
}

} // namespace

std::vector<std::string> symbolNames() {
  std::lock_guard lock(symbolMutex);
  return symbols();
}

std::string toText(AffineExpr size) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  print(stream, size, symbolNames(), false);
  return text;
}

std::string toText(graph::ShapeRef shape) {
  return "[" + llvm::join(llvm::map_range(shape, [](AffineExpr size) { return toText(size); }), ", ") + "]";
}

} // namespace tenon::frontend

namespace tenon {

using namespace frontend;

Dim::Dim(std::string_view name, SourceLocation here) : Size(nullptr, 0, here) {
  bool valid = !name.empty() && !llvm::isDigit(name.front()) &&
               llvm::all_of(name, [](char c) { return llvm::isAlnum(c) || c == '_'; });
  if (!valid)
    throw Error("Dim: '" + std::string(name) + "' is no name for a size: use letters, digits and underscores", here);
  static_cast<Size &>(*this) = Size(symbolOf(name).getImpl(), 0, here);
}

int64_t Size::expect_int() const {
  if (expression)
    throw Error("the size '" + str() + "' is symbolic while tracing and has no value to convert, compare or branch " +
                    "on: use it in arithmetic and shapes, choose between tensors with tenon::where, branch with " +
                    "tenon::cond, repeat with tenon::loop, or trace with a number for it",
                here);
  return number;
}

std::string Size::str() const { return expression ? toText(toExpression(*this)) : std::to_string(number); }

#define TENON_SIZE_ARITHMETIC(op, numbers, expressions)                                                                \
  Size operator op(const Size &a, const Size &b) {                                                                     \
    if (!a.is_symbolic() && !b.is_symbolic()) {                                                                        \
      int64_t x = a.number, y = b.number;                                                                              \
      return Size(numbers, a.here);                                                                                    \
    }                                                                                                                  \
    mlir::AffineExpr x = toExpression(a), y = toExpression(b);                                                         \
    return toSize(expressions, a.is_symbolic() ? a.here : b.here);                                                     \
  }

static void checkDivisor(const Size &divisor) {
  if (!divisor.is_symbolic() && divisor.expect_int() == 0)
    throw Error("a size is divided by 0", divisor.location());
}

TENON_SIZE_ARITHMETIC(+, x + y, x + y)
TENON_SIZE_ARITHMETIC(-, x - y, x - y)
TENON_SIZE_ARITHMETIC(*, x *y, x *y)
TENON_SIZE_ARITHMETIC(/, (checkDivisor(b), llvm::divideFloorSigned(x, y)), (checkDivisor(b), x.floorDiv(y)))
TENON_SIZE_ARITHMETIC(%, (checkDivisor(b), x - y * llvm::divideFloorSigned(x, y)), (checkDivisor(b), x % y))

int compare(const Size &a, const Size &b) {
  mlir::AffineExpr difference = graph::normalizeSize(toExpression(a) - toExpression(b));
  if (std::optional<int64_t> number = graph::constantSize(difference))
    return *number < 0 ? -1 : *number > 0;
  throw Error("the comparison of the sizes '" + a.str() + "' and '" + b.str() +
                  "' depends on the value of a symbol: while tracing, choose between tensors with tenon::where, branch " +
                  "with tenon::cond, repeat with tenon::loop, or trace with numbers",
              a.is_symbolic() ? a.location() : b.location());
}

bool operator==(const Size &a, const Size &b) {
  if (!a.is_symbolic() && !b.is_symbolic())
    return a.number == b.number;
  // A symbol is never negative.
  if ((a.is_symbolic() ? b : a).is_symbolic() == false && (a.is_symbolic() ? b : a).number < 0)
    return false;
  return compare(a, b) == 0;
}

std::ostream &operator<<(std::ostream &stream, const Size &size) { return stream << size.str(); }

std::ostream &operator<<(std::ostream &stream, const SizeList &sizes) {
  stream << '[';
  for (size_t i = 0; i < sizes.size(); ++i)
    stream << (i ? ", " : "") << sizes[i];
  return stream << ']';
}

} // namespace tenon
