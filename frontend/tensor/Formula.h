//===- Formula.h - Functions of tensors as formulas --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_FORMULA_H
#define TENON_TENSOR_FORMULA_H

#include "frontend/tensor/Build.h"

namespace tenon {
TENON_API Tensor operator/(const Scalar &a, Located b);
} // namespace tenon

namespace tenon::frontend {

/// A tensor in a formula such as `1 / (1 + exp(-x))`, where operators and
/// functions record the place of the user's call, not their own.
struct Term {
  Term(Tensor tensor, SourceLocation here) : tensor(std::move(tensor)), here(here) {}
  operator Tensor() const { return tensor; }
  operator Operand() const { return Operand(tensor, here); }

  Term to(ScalarType type) const { return {tensor.to(type, here), here}; }

  Tensor tensor;
  SourceLocation here;
};

template <typename T>
concept Number = std::is_arithmetic_v<T> || std::same_as<T, Scalar>;

#define TENON_TERM_OPERATOR(op, function, swapped)                                                                     \
  inline Term operator op(const Term &a, const Term &b) {                                                              \
    return {tenon::function(a.tensor, Operand(b.tensor, a.here) TENON_TERM_ALPHA, a.here), a.here};                    \
  }                                                                                                                    \
  template <Number T> Term operator op(const Term &a, T b) {                                                           \
    return {tenon::function(a.tensor, Operand(b, a.here) TENON_TERM_ALPHA, a.here), a.here};                           \
  }                                                                                                                    \
  template <Number T> Term operator op(T a, const Term &b) {                                                           \
    return {tenon::swapped(b.tensor, Operand(a, b.here) TENON_TERM_ALPHA, b.here), b.here};                            \
  }
#define TENON_TERM_ALPHA , 1
TENON_TERM_OPERATOR(+, add, add)
TENON_TERM_OPERATOR(-, sub, rsub)
#undef TENON_TERM_ALPHA
#define TENON_TERM_ALPHA
TENON_TERM_OPERATOR(*, mul, mul)
TENON_TERM_OPERATOR(==, eq, eq)
TENON_TERM_OPERATOR(!=, ne, ne)
TENON_TERM_OPERATOR(<, lt, gt)
TENON_TERM_OPERATOR(<=, le, ge)
TENON_TERM_OPERATOR(>, gt, lt)
TENON_TERM_OPERATOR(>=, ge, le)
TENON_TERM_OPERATOR(&, bitwise_and, bitwise_and)
TENON_TERM_OPERATOR(|, bitwise_or, bitwise_or)
TENON_TERM_OPERATOR(^, bitwise_xor, bitwise_xor)
#undef TENON_TERM_ALPHA
#undef TENON_TERM_OPERATOR

inline Term operator/(const Term &a, const Term &b) {
  return {tenon::div(a.tensor, Operand(b.tensor, a.here), a.here), a.here};
}
template <Number T> Term operator/(const Term &a, T b) {
  return {tenon::div(a.tensor, Operand(b, a.here), a.here), a.here};
}
template <Number T> Term operator/(T a, const Term &b) {
  return {tenon::operator/(Scalar(a), Located(b.tensor, b.here)), b.here};
}
inline Term operator-(const Term &x) { return {tenon::neg(x.tensor, x.here), x.here}; }
inline Term operator!(const Term &x) { return {tenon::logical_not(x.tensor, x.here), x.here}; }

#define TENON_TERM_FUNCTION(name)                                                                                      \
  inline Term name(const Term &x) { return {tenon::name(x.tensor, x.here), x.here}; }
TENON_TERM_FUNCTION(abs)
TENON_TERM_FUNCTION(sign)
TENON_TERM_FUNCTION(square)
TENON_TERM_FUNCTION(exp)
TENON_TERM_FUNCTION(exp2)
TENON_TERM_FUNCTION(expm1)
TENON_TERM_FUNCTION(log)
TENON_TERM_FUNCTION(log1p)
TENON_TERM_FUNCTION(sqrt)
TENON_TERM_FUNCTION(rsqrt)
TENON_TERM_FUNCTION(sin)
TENON_TERM_FUNCTION(cos)
TENON_TERM_FUNCTION(tan)
TENON_TERM_FUNCTION(tanh)
TENON_TERM_FUNCTION(erf)
TENON_TERM_FUNCTION(erfc)
TENON_TERM_FUNCTION(sigmoid)
TENON_TERM_FUNCTION(floor)
TENON_TERM_FUNCTION(trunc)
TENON_TERM_FUNCTION(round)
TENON_TERM_FUNCTION(isnan)
TENON_TERM_FUNCTION(isinf)
TENON_TERM_FUNCTION(isfinite)
#undef TENON_TERM_FUNCTION

inline Operand operandOf(const Term &x, SourceLocation here) { return Operand(x.tensor, here); }
inline Operand operandOf(const Tensor &x, SourceLocation here) { return Operand(x, here); }
template <Number T> Operand operandOf(T x, SourceLocation here) { return Operand(x, here); }

/// A number in the type of a term: two numbers by themselves would be of the default type.
inline Term number(const Term &like, const Scalar &value) {
  return {makeTensor(makeNumber(value, like.tensor.dtype(like.here), like.here)), like.here};
}

/// One of two, by a condition; numbers or terms.
template <typename A, typename B> Term choose(const Term &condition, const A &a, const B &b) {
  SourceLocation here = condition.here;
  return {tenon::where(condition.tensor, operandOf(a, here), operandOf(b, here), here), here};
}
template <typename B> Term larger(const Term &a, const B &b) {
  return {tenon::maximum(a.tensor, operandOf(b, a.here), a.here), a.here};
}
template <typename B> Term smaller(const Term &a, const B &b) {
  return {tenon::minimum(a.tensor, operandOf(b, a.here), a.here), a.here};
}
template <typename B> Term power(const Term &a, const B &b) {
  return {tenon::pow(a.tensor, operandOf(b, a.here), a.here), a.here};
}
inline Term sum(const Term &x, const IntArrayRef &dim = {}, bool keepdim = false) {
  return {tenon::sum(x.tensor, dim, keepdim, std::nullopt, x.here), x.here};
}
inline Term mean(const Term &x, const IntArrayRef &dim = {}, bool keepdim = false) {
  return {tenon::mean(x.tensor, dim, keepdim, std::nullopt, x.here), x.here};
}

/// c[0] + x * (c[1] + x * ...).
inline Term polynomial(const Term &x, llvm::ArrayRef<double> c) {
  Term result = x * c.back();
  for (double coefficient : llvm::reverse(c.drop_front().drop_back()))
    result = (result + coefficient) * x;
  return result + c.front();
}

/// The type in which a formula on floats of 16 bits, and of the others their own, is computed.
inline ScalarType formulaType(ScalarType type) { return type == kDouble ? kDouble : kFloat; }

/// A function on floats by its formula: 16-bit floats are computed as float32 and rounded once, integers and bools
/// become float32.
template <typename F> Tensor byFormula(const Tensor &self, SourceLocation here, F formula) {
  ScalarType type = self.dtype(here);
  Term result = formula(Term(self.to(formulaType(type), here), here));
  return result.tensor.to(toFloatType(type), here);
}

/// In float64 always, where the formula loses digits.
template <typename F> Tensor byWideFormula(const Tensor &self, SourceLocation here, F formula) {
  Term result = formula(Term(self.to(kDouble, here), here));
  return result.tensor.to(toFloatType(self.dtype(here)), here);
}

/// Of two operands, which are promoted to a common float type and broadcast by the formula's operators.
template <typename F> Tensor byFormula(const Operand &a, const Operand &b, SourceLocation here, F formula) {
  ScalarType type = toFloatType(resultType({&a, &b}, here)), inner = formulaType(type);
  Term result = formula(Term(makeTensor(toNode(a, inner, here)), here), Term(makeTensor(toNode(b, inner, here)), here));
  return result.tensor.to(type, here);
}
template <typename F> Tensor byWideFormula(const Operand &a, const Operand &b, SourceLocation here, F formula) {
  ScalarType type = toFloatType(resultType({&a, &b}, here));
  Term result =
      formula(Term(makeTensor(toNode(a, kDouble, here)), here), Term(makeTensor(toNode(b, kDouble, here)), here));
  return result.tensor.to(type, here);
}

} // namespace tenon::frontend

#endif
