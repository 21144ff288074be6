//===- SizeSymbols.cpp - Sizes of a model that only a run knows ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Importer.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/Support.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

SmallVector<StringRef> namesOf(ArrayRef<SizeSymbol> symbols) {
  return llvm::map_to_vector(symbols, [](const SizeSymbol &symbol) { return StringRef(symbol.name); });
}

AffineExpr Importer::symbolNamed(StringRef name) {
  auto found = llvm::find_if(symbols, [&](const SizeSymbol &symbol) { return symbol.name == name; });
  if (found == symbols.end())
    found = symbols.insert(symbols.end(), SizeSymbol{name.str()});
  return builder.getAffineSymbolExpr(found - symbols.begin());
}

AffineExpr Importer::newSymbol() {
  std::string name;
  do
    name = "size_" + std::to_string(unnamed++);
  while (llvm::any_of(symbols, [&](const SizeSymbol &symbol) { return symbol.name == name; }));
  return symbolNamed(name);
}

AffineExpr Importer::defineSize(Value scalar) {
  AffineExpr symbol = newSymbol();
  builder.create<DefineSizeOp>(builder.reshape(builder.cast(scalar, builder.getI64Type()), {}), symbols.size() - 1);
  return symbol;
}

AffineExpr Importer::extremum(SizeSymbol::Kind kind, AffineExpr a, AffineExpr b) {
  bool isMinimum = kind == SizeSymbol::Minimum;
  if (isAtLeast(a, b))
    return isMinimum ? b : a;
  if (isAtLeast(b, a))
    return isMinimum ? a : b;
  // Normal forms that are the same are one expression.
  a = normalizeSize(a);
  b = normalizeSize(b);
  for (auto [i, symbol] : llvm::enumerate(symbols))
    if (symbol.kind == kind && ((symbol.a == a && symbol.b == b) || (symbol.a == b && symbol.b == a)))
      return builder.getAffineSymbolExpr(i);
  Value x = builder.size(a), y = builder.size(b);
  AffineExpr result = defineSize(isMinimum ? builder.elementwise<MinOp>(x, y) : builder.elementwise<MaxOp>(x, y));
  SizeSymbol &symbol = symbols.back();
  symbol.kind = kind;
  symbol.a = a;
  symbol.b = b;
  return result;
}

/// A minimum is at most what it is of, and a maximum at least: puts these in the symbol's place where a difference gets
/// smaller by that, and is never negative even so.
static bool isNeverNegative(AffineExpr difference, ArrayRef<SizeSymbol> symbols, int depth) {
  if (isNeverNegative(difference))
    return true;
  constexpr int mostReplaced = 4;
  if (depth == mostReplaced)
    return false;
  llvm::SmallBitVector mentioned(symbols.size());
  difference.walk([&](AffineExpr part) {
    if (auto symbol = dyn_cast<AffineSymbolExpr>(part); symbol && symbol.getPosition() < symbols.size())
      mentioned.set(symbol.getPosition());
  });
  for (unsigned i : mentioned.set_bits()) {
    const SizeSymbol &known = symbols[i];
    AffineExpr symbol = getAffineSymbolExpr(i, difference.getContext());
    if (known.kind == SizeSymbol::Free)
      continue;
    std::optional<int64_t> slope = constantSize(normalizeSize(difference.replace(symbol, symbol + 1) - difference));
    if (!slope || (known.kind == SizeSymbol::Minimum ? *slope >= 0 : *slope <= 0))
      continue;
    for (AffineExpr bound : {known.a, known.b})
      if (isNeverNegative(normalizeSize(difference.replace(symbol, bound)), symbols, depth + 1))
        return true;
  }
  return false;
}

bool Importer::isAtLeast(AffineExpr a, AffineExpr b) const { return onnx::isNeverNegative(normalizeSize(a - b), symbols, 0); }

RankedTensorType Importer::typeOf(const file::ValueInfo &info) {
  const file::TypeDescription::TensorType &tensor = info.type().tensor_type();
  auto type = static_cast<DataType>(tensor.elem_type());
  Type element = elementTypeOf(type, builder.getContext());
  if (!info.type().has_tensor_type() || !element)
    throw ImportError("its type is not one of numbers or strings: " + describeType(info.type()));
  if (!tensor.has_shape())
    throw ImportError("the model does not say how many dimensions it has: give a shape when the model is exported");
  Shape sizes;
  for (const auto &[axis, dimension] : llvm::enumerate(tensor.shape().dim())) {
    if (dimension.has_dim_value()) {
      if (dimension.dim_value() < 0)
        throw ImportError("it has the negative size " + Twine(dimension.dim_value()) + " in dimension " + Twine(axis));
      sizes.push_back(builder.constant(dimension.dim_value()));
      continue;
    }
    std::string name = dimension.dim_param();
    if (name.empty())
      name = info.name() + "_" + std::to_string(axis);
    sizes.push_back(symbolNamed(printableName(name)));
  }
  // Checks the product, too.
  SmallVector<int64_t> numbers;
  for (AffineExpr size : sizes)
    numbers.push_back(constantSize(size).value_or(1));
  checkedElementCount(numbers);
  return tensorType(sizes, element);
}

} // namespace tenon::onnx
