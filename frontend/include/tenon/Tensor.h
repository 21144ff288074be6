//===- Tensor.h - Tensors ----------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_H
#define TENON_TENSOR_H

#include "tenon/ops/Creation.h"
#include "tenon/ops/Elementwise.h"
#include "tenon/ops/Products.h"
#include "tenon/ops/Reductions.h"
#include "tenon/ops/Shapes.h"
#include <memory>

namespace tenon {

namespace frontend {
struct TensorImpl;
} // namespace frontend

template <typename T, size_t N> class TensorAccessor;

/// A handle of a tensor: copies share it, and see what is written through
/// another copy or through a view (`a[0]`, `a.view(...)`, `a.t()`).
///
/// Operations are recorded, not computed; reading a value (`item`, `data_ptr`,
/// printing) compiles and runs what it depends on. Methods do what the free
/// functions of the same name do, with the tensor as the first argument; those
/// that end in `_` write the result into the tensor, which keeps its sizes and
/// type. Errors are thrown where the operation is written.
class TENON_API Tensor {
public:
  /// No tensor: everything but `defined` throws.
  Tensor() = default;

  Tensor(const Tensor &) = default;
  Tensor(Tensor &&) = default;
  Tensor &operator=(const Tensor &) & = default;
  Tensor &operator=(Tensor &&) & = default;
  /// `a[0] = 1`, `a[0] = b`: writes into what the left side is a view of.
  Tensor &operator=(const Operand &value) &&;

  bool defined() const { return impl != nullptr; }
  /// Whether two handles share one tensor.
  bool is_same(const Tensor &other) const { return impl == other.impl; }

  /// The sizes; numbers, or while tracing expressions.
  SizeList sizes(TENON_HERE) const;
  Size size(int64_t dim, TENON_HERE) const;
  int64_t dim(TENON_HERE) const;
  int64_t ndimension(TENON_HERE) const { return dim(here); }
  /// The number of elements.
  Size numel(TENON_HERE) const;
  ScalarType dtype(TENON_HERE) const;
  ScalarType scalar_type(TENON_HERE) const { return dtype(here); }
  Device device() const { return kCPU; }
  TensorOptions options(TENON_HERE) const { return TensorOptions(dtype(here)).device(kCPU); }
  int64_t element_size(TENON_HERE) const { return elementSize(dtype(here)); }
  int64_t itemsize(TENON_HERE) const { return elementSize(dtype(here)); }
  Size nbytes(TENON_HERE) const { return numel(here) * element_size(here); }
  bool is_floating_point(TENON_HERE) const { return isFloatingType(dtype(here)); }
  /// Whether the elements lie densely in row-major order, and the strides in elements: those that PyTorch would have.
  bool is_contiguous(TENON_HERE) const;
  std::vector<Size> strides(TENON_HERE) const;
  Size stride(int64_t dim, TENON_HERE) const { return strides(here).at(dim < 0 ? dim + this->dim(here) : dim); }
  bool is_cuda() const { return false; }
  /// `CPUFloatType`
  std::string toString(TENON_HERE) const;

  // Values. Throw while tracing where the value depends on an input.

  /// The only element. Throws for more than one.
  template <typename T> T item(TENON_HERE) const { return item(here).template to<T>(); }
  Scalar item(TENON_HERE) const;
  /// The elements, dense and row-major; valid while the tensor lives and is not written to by other means. What is
  /// written through a view's pointer is not seen by the tensor that it views. Throws for another type than the
  /// tensor's.
  template <typename T> T *data_ptr(TENON_HERE) const {
    return static_cast<T *>(dataOf(CppTypeToScalarType<std::remove_const_t<T>>::value, /*writable=*/true, here));
  }
  template <typename T> const T *const_data_ptr(TENON_HERE) const {
    return static_cast<const T *>(dataOf(CppTypeToScalarType<T>::value, /*writable=*/false, here));
  }
  void *data_ptr(TENON_HERE) const { return dataOf(dtype(here), true, here); }
  /// The elements by index: `a.accessor<float, 2>()[i][j]`. Throws for another type or number of dims.
  template <typename T, size_t N> TensorAccessor<T, N> accessor(TENON_HERE) const;
  /// Writes it as PyTorch does: the values, then `[ CPUFloatType{2,3} ]`.
  void print(TENON_HERE) const;

  // Types and copies.

  /// Converts the elements. Throws for another device than the CPU.
  Tensor to(ScalarType dtype, TENON_HERE) const;
  Tensor to(const TensorOptions &options, TENON_HERE) const;
  Tensor to(Device device, TENON_HERE) const { return to(TensorOptions(device), here); }
  Tensor to(DeviceType device, TENON_HERE) const { return to(TensorOptions(device), here); }
  Tensor to(Device device, ScalarType dtype, TENON_HERE) const { return to(TensorOptions(dtype).device(device), here); }
  Tensor type_as(const Tensor &other, TENON_HERE) const { return to(other.dtype(here), here); }
  Tensor cpu() const { return *this; }
  /// The same values, no longer shared.
  Tensor clone(TENON_HERE) const;
  Tensor detach() const { return *this; }
  /// The tensor itself, or a clone where a view reorders its elements.
  Tensor contiguous(TENON_HERE) const;

  // Indexing.

  /// `a[1]`, `a[1][2]`, `a[mask]` for a tensor of indices.
  Tensor operator[](const LocatedIndex &index) const { return tenon::index(*this, {index.index}, index.here); }
  /// `a.index({Slice(1, 3), Ellipsis, 0})`
  Tensor index(const std::vector<indexing::TensorIndex> &indices, TENON_HERE) const {
    return tenon::index(*this, indices, here);
  }
  /// Writes `value`, which broadcasts, to the elements that `indices` (numbers, slices) select.
  Tensor &index_put_(const std::vector<indexing::TensorIndex> &indices, const Operand &value, TENON_HERE);

  // Arithmetic.

  friend Tensor operator+(Located a, const Operand &b) { return tenon::add(a.tensor, b, 1, a.here); }
  friend Tensor operator-(Located a, const Operand &b) { return tenon::sub(a.tensor, b, 1, a.here); }
  friend Tensor operator*(Located a, const Operand &b) { return tenon::mul(a.tensor, b, a.here); }
  friend Tensor operator/(Located a, const Operand &b) { return tenon::div(a.tensor, b, a.here); }
  friend Tensor operator%(Located a, const Operand &b) { return tenon::remainder(a.tensor, b, a.here); }
  friend Tensor operator&(Located a, const Operand &b) { return tenon::bitwise_and(a.tensor, b, a.here); }
  friend Tensor operator|(Located a, const Operand &b) { return tenon::bitwise_or(a.tensor, b, a.here); }
  friend Tensor operator^(Located a, const Operand &b) { return tenon::bitwise_xor(a.tensor, b, a.here); }
  friend Tensor operator<<(Located a, const Operand &b) { return tenon::bitwise_left_shift(a.tensor, b, a.here); }
  friend Tensor operator>>(Located a, const Operand &b) { return tenon::bitwise_right_shift(a.tensor, b, a.here); }
  friend Tensor operator==(Located a, const Operand &b) { return tenon::eq(a.tensor, b, a.here); }
  friend Tensor operator!=(Located a, const Operand &b) { return tenon::ne(a.tensor, b, a.here); }
  friend Tensor operator<(Located a, const Operand &b) { return tenon::lt(a.tensor, b, a.here); }
  friend Tensor operator<=(Located a, const Operand &b) { return tenon::le(a.tensor, b, a.here); }
  friend Tensor operator>(Located a, const Operand &b) { return tenon::gt(a.tensor, b, a.here); }
  friend Tensor operator>=(Located a, const Operand &b) { return tenon::ge(a.tensor, b, a.here); }
  friend Tensor operator+(const Scalar &a, Located b) { return tenon::add(b.tensor, a, 1, b.here); }
  friend Tensor operator-(const Scalar &a, Located b) { return tenon::rsub(b.tensor, a, 1, b.here); }
  friend Tensor operator*(const Scalar &a, Located b) { return tenon::mul(b.tensor, a, b.here); }
  friend TENON_API Tensor operator/(const Scalar &a, Located b);
  friend Tensor operator==(const Scalar &a, Located b) { return tenon::eq(b.tensor, a, b.here); }
  friend Tensor operator!=(const Scalar &a, Located b) { return tenon::ne(b.tensor, a, b.here); }
  friend Tensor operator<(const Scalar &a, Located b) { return tenon::gt(b.tensor, a, b.here); }
  friend Tensor operator<=(const Scalar &a, Located b) { return tenon::ge(b.tensor, a, b.here); }
  friend Tensor operator>(const Scalar &a, Located b) { return tenon::lt(b.tensor, a, b.here); }
  friend Tensor operator>=(const Scalar &a, Located b) { return tenon::le(b.tensor, a, b.here); }
  friend Tensor operator-(Located a) { return tenon::neg(a.tensor, a.here); }
  friend Tensor operator~(Located a) { return tenon::bitwise_not(a.tensor, a.here); }
  friend Tensor operator!(Located a) { return tenon::logical_not(a.tensor, a.here); }
  Tensor &operator+=(const Operand &b) { return add_(b, 1, b.here); }
  Tensor &operator-=(const Operand &b) { return sub_(b, 1, b.here); }
  Tensor &operator*=(const Operand &b) { return mul_(b, b.here); }
  Tensor &operator/=(const Operand &b) { return div_(b, b.here); }

  // Functions of each element.

#define TENON_METHOD(name)                                                                                             \
  Tensor name(TENON_HERE) const { return tenon::name(*this, here); }
#define TENON_METHOD_AND_IN_PLACE(name)                                                                                \
  TENON_METHOD(name)                                                                                                   \
  Tensor &name##_(TENON_HERE) { return assign(tenon::name(*this, here), here); }
  TENON_METHOD_AND_IN_PLACE(abs) TENON_METHOD_AND_IN_PLACE(neg) TENON_METHOD_AND_IN_PLACE(sign)
  TENON_METHOD_AND_IN_PLACE(square) TENON_METHOD_AND_IN_PLACE(exp) TENON_METHOD_AND_IN_PLACE(exp2)
  TENON_METHOD_AND_IN_PLACE(expm1) TENON_METHOD_AND_IN_PLACE(log) TENON_METHOD_AND_IN_PLACE(log2)
  TENON_METHOD_AND_IN_PLACE(log10) TENON_METHOD_AND_IN_PLACE(log1p) TENON_METHOD_AND_IN_PLACE(sqrt)
  TENON_METHOD_AND_IN_PLACE(rsqrt) TENON_METHOD_AND_IN_PLACE(reciprocal) TENON_METHOD_AND_IN_PLACE(sin)
  TENON_METHOD_AND_IN_PLACE(cos) TENON_METHOD_AND_IN_PLACE(tan) TENON_METHOD_AND_IN_PLACE(asin)
  TENON_METHOD_AND_IN_PLACE(acos) TENON_METHOD_AND_IN_PLACE(atan) TENON_METHOD_AND_IN_PLACE(sinh)
  TENON_METHOD_AND_IN_PLACE(cosh) TENON_METHOD_AND_IN_PLACE(tanh) TENON_METHOD_AND_IN_PLACE(erf)
  TENON_METHOD_AND_IN_PLACE(erfc) TENON_METHOD_AND_IN_PLACE(sigmoid) TENON_METHOD_AND_IN_PLACE(floor)
  TENON_METHOD_AND_IN_PLACE(ceil) TENON_METHOD_AND_IN_PLACE(round) TENON_METHOD_AND_IN_PLACE(trunc)
  TENON_METHOD_AND_IN_PLACE(frac) TENON_METHOD_AND_IN_PLACE(relu) TENON_METHOD_AND_IN_PLACE(logical_not)
  TENON_METHOD_AND_IN_PLACE(bitwise_not)
  TENON_METHOD(isnan) TENON_METHOD(isinf) TENON_METHOD(isfinite) TENON_METHOD(t)
#undef TENON_METHOD_AND_IN_PLACE
#undef TENON_METHOD

#define TENON_METHOD(name)                                                                                             \
  Tensor name(const Operand &other, TENON_HERE) const { return tenon::name(*this, other, here); }
#define TENON_METHOD_AND_IN_PLACE(name)                                                                                \
  TENON_METHOD(name)                                                                                                   \
  Tensor &name##_(const Operand &other, TENON_HERE) { return assign(tenon::name(*this, other, here), here); }
  TENON_METHOD_AND_IN_PLACE(mul) TENON_METHOD_AND_IN_PLACE(div) TENON_METHOD_AND_IN_PLACE(floor_divide)
  TENON_METHOD_AND_IN_PLACE(remainder) TENON_METHOD_AND_IN_PLACE(fmod) TENON_METHOD_AND_IN_PLACE(pow)
  TENON_METHOD_AND_IN_PLACE(eq) TENON_METHOD_AND_IN_PLACE(ne) TENON_METHOD_AND_IN_PLACE(lt)
  TENON_METHOD_AND_IN_PLACE(le) TENON_METHOD_AND_IN_PLACE(gt) TENON_METHOD_AND_IN_PLACE(ge)
  TENON_METHOD_AND_IN_PLACE(logical_and) TENON_METHOD_AND_IN_PLACE(logical_or) TENON_METHOD_AND_IN_PLACE(logical_xor)
  TENON_METHOD_AND_IN_PLACE(bitwise_and) TENON_METHOD_AND_IN_PLACE(bitwise_or) TENON_METHOD_AND_IN_PLACE(bitwise_xor)
  TENON_METHOD_AND_IN_PLACE(bitwise_left_shift) TENON_METHOD_AND_IN_PLACE(bitwise_right_shift)
  TENON_METHOD_AND_IN_PLACE(atan2) TENON_METHOD_AND_IN_PLACE(clamp_min) TENON_METHOD_AND_IN_PLACE(clamp_max)
  TENON_METHOD(maximum) TENON_METHOD(minimum)
#undef TENON_METHOD_AND_IN_PLACE
#undef TENON_METHOD

  Tensor add(const Operand &other, const Scalar &alpha = 1, TENON_HERE) const {
    return tenon::add(*this, other, alpha, here);
  }
  Tensor &add_(const Operand &other, const Scalar &alpha = 1, TENON_HERE) {
    return assign(tenon::add(*this, other, alpha, here), here);
  }
  Tensor sub(const Operand &other, const Scalar &alpha = 1, TENON_HERE) const {
    return tenon::sub(*this, other, alpha, here);
  }
  Tensor &sub_(const Operand &other, const Scalar &alpha = 1, TENON_HERE) {
    return assign(tenon::sub(*this, other, alpha, here), here);
  }
  Tensor div(const Operand &other, const std::string &rounding_mode, TENON_HERE) const {
    return tenon::div(*this, other, rounding_mode, here);
  }
  Tensor clamp(const std::optional<Scalar> &min = std::nullopt, const std::optional<Scalar> &max = std::nullopt,
               TENON_HERE) const {
    return tenon::clamp(*this, min, max, here);
  }
  Tensor &clamp_(const std::optional<Scalar> &min = std::nullopt, const std::optional<Scalar> &max = std::nullopt,
                 TENON_HERE) {
    return assign(tenon::clamp(*this, min, max, here), here);
  }
  Tensor where(const Tensor &condition, const Operand &other, TENON_HERE) const {
    return tenon::where(condition, *this, other, here);
  }
  Tensor masked_fill(const Tensor &mask, const Operand &value, TENON_HERE) const {
    return tenon::masked_fill(*this, mask, value, here);
  }
  Tensor &masked_fill_(const Tensor &mask, const Operand &value, TENON_HERE) {
    return assign(tenon::masked_fill(*this, mask, value, here), here);
  }
  Tensor lerp(const Tensor &end, const Operand &weight, TENON_HERE) const {
    return tenon::lerp(*this, end, weight, here);
  }
  Tensor isclose(const Tensor &other, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false,
                 TENON_HERE) const {
    return tenon::isclose(*this, other, rtol, atol, equal_nan, here);
  }
  bool allclose(const Tensor &other, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false,
                TENON_HERE) const {
    return tenon::allclose(*this, other, rtol, atol, equal_nan, here);
  }
  bool equal(const Tensor &other, TENON_HERE) const { return tenon::equal(*this, other, here); }

  // Writing.

  /// The values of `src`, which is converted and broadcast.
  Tensor &copy_(const Tensor &src, TENON_HERE);
  Tensor &fill_(const Operand &value, TENON_HERE);
  Tensor &zero_(TENON_HERE) { return fill_(0, here); }
  /// Uniform in [from, to).
  Tensor &uniform_(double from = 0, double to = 1, TENON_HERE);
  Tensor &normal_(double mean = 0, double std = 1, TENON_HERE);

  // Functions of many elements.

  Tensor sum(std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) const { return tenon::sum(*this, dtype, here); }
  Tensor sum(const IntArrayRef &dim, bool keepdim = false, std::optional<ScalarType> dtype = std::nullopt,
             TENON_HERE) const {
    return tenon::sum(*this, dim, keepdim, dtype, here);
  }
  Tensor mean(std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) const {
    return tenon::mean(*this, dtype, here);
  }
  Tensor mean(const IntArrayRef &dim, bool keepdim = false, std::optional<ScalarType> dtype = std::nullopt,
              TENON_HERE) const {
    return tenon::mean(*this, dim, keepdim, dtype, here);
  }
  Tensor prod(std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) const {
    return tenon::prod(*this, dtype, here);
  }
  Tensor prod(int64_t dim, bool keepdim = false, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) const {
    return tenon::prod(*this, dim, keepdim, dtype, here);
  }
  Tensor var(Unbiased unbiased = true, TENON_HERE) const { return tenon::var(*this, unbiased, here); }
  Tensor var(const IntArrayRef &dim, bool unbiased = true, bool keepdim = false, TENON_HERE) const {
    return tenon::var(*this, dim, unbiased, keepdim, here);
  }
  Tensor std(Unbiased unbiased = true, TENON_HERE) const { return tenon::std(*this, unbiased, here); }
  Tensor std(const IntArrayRef &dim, bool unbiased = true, bool keepdim = false, TENON_HERE) const {
    return tenon::std(*this, dim, unbiased, keepdim, here);
  }
  Tensor max(TENON_HERE) const { return tenon::max(*this, here); }
  std::tuple<Tensor, Tensor> max(int64_t dim, bool keepdim = false, TENON_HERE) const;
  Tensor max(const Tensor &other, TENON_HERE) const { return tenon::max(*this, other, here); }
  Tensor min(TENON_HERE) const { return tenon::min(*this, here); }
  std::tuple<Tensor, Tensor> min(int64_t dim, bool keepdim = false, TENON_HERE) const;
  Tensor min(const Tensor &other, TENON_HERE) const { return tenon::min(*this, other, here); }
  Tensor amax(const IntArrayRef &dim = {}, bool keepdim = false, TENON_HERE) const {
    return tenon::amax(*this, dim, keepdim, here);
  }
  Tensor amin(const IntArrayRef &dim = {}, bool keepdim = false, TENON_HERE) const {
    return tenon::amin(*this, dim, keepdim, here);
  }
  Tensor argmax(std::optional<int64_t> dim = std::nullopt, bool keepdim = false, TENON_HERE) const {
    return tenon::argmax(*this, dim, keepdim, here);
  }
  Tensor argmin(std::optional<int64_t> dim = std::nullopt, bool keepdim = false, TENON_HERE) const {
    return tenon::argmin(*this, dim, keepdim, here);
  }
  Tensor any(TENON_HERE) const { return tenon::any(*this, here); }
  Tensor any(int64_t dim, bool keepdim = false, TENON_HERE) const { return tenon::any(*this, dim, keepdim, here); }
  Tensor all(TENON_HERE) const { return tenon::all(*this, here); }
  Tensor all(int64_t dim, bool keepdim = false, TENON_HERE) const { return tenon::all(*this, dim, keepdim, here); }
  Tensor count_nonzero(const IntArrayRef &dim = {}, TENON_HERE) const { return tenon::count_nonzero(*this, dim, here); }
  Tensor logsumexp(const IntArrayRef &dim, bool keepdim = false, TENON_HERE) const {
    return tenon::logsumexp(*this, dim, keepdim, here);
  }
  Tensor norm(const Scalar &p = 2, TENON_HERE) const { return tenon::norm(*this, p, here); }
  Tensor norm(const Scalar &p, const IntArrayRef &dim, bool keepdim = false, TENON_HERE) const {
    return tenon::norm(*this, p, dim, keepdim, here);
  }
  Tensor softmax(int64_t dim, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) const {
    return tenon::softmax(*this, dim, dtype, here);
  }
  Tensor log_softmax(int64_t dim, std::optional<ScalarType> dtype = std::nullopt, TENON_HERE) const {
    return tenon::log_softmax(*this, dim, dtype, here);
  }

  // Products.

  Tensor matmul(const Tensor &other, TENON_HERE) const { return tenon::matmul(*this, other, here); }
  Tensor mm(const Tensor &mat2, TENON_HERE) const { return tenon::mm(*this, mat2, here); }
  Tensor bmm(const Tensor &mat2, TENON_HERE) const { return tenon::bmm(*this, mat2, here); }
  Tensor mv(const Tensor &vec, TENON_HERE) const { return tenon::mv(*this, vec, here); }
  Tensor dot(const Tensor &other, TENON_HERE) const { return tenon::dot(*this, other, here); }
  Tensor outer(const Tensor &vec2, TENON_HERE) const { return tenon::outer(*this, vec2, here); }

  // Shapes.

  Tensor reshape(const SizeList &shape, TENON_HERE) const { return tenon::reshape(*this, shape, here); }
  Tensor reshape_as(const Tensor &other, TENON_HERE) const { return tenon::reshape(*this, other.sizes(here), here); }
  /// As reshape, but always shares the elements. Throws where a copy would be needed.
  Tensor view(const SizeList &size, TENON_HERE) const;
  Tensor view_as(const Tensor &other, TENON_HERE) const { return view(other.sizes(here), here); }
  Tensor flatten(int64_t start_dim = 0, int64_t end_dim = -1, TENON_HERE) const {
    return tenon::flatten(*this, start_dim, end_dim, here);
  }
  Tensor unflatten(int64_t dim, const SizeList &sizes, TENON_HERE) const {
    return tenon::unflatten(*this, dim, sizes, here);
  }
  Tensor squeeze(TENON_HERE) const { return tenon::squeeze(*this, here); }
  Tensor squeeze(const IntArrayRef &dim, TENON_HERE) const { return tenon::squeeze(*this, dim, here); }
  Tensor unsqueeze(int64_t dim, TENON_HERE) const { return tenon::unsqueeze(*this, dim, here); }
  Tensor permute(const IntArrayRef &dims, TENON_HERE) const { return tenon::permute(*this, dims, here); }
  Tensor transpose(int64_t dim0, int64_t dim1, TENON_HERE) const { return tenon::transpose(*this, dim0, dim1, here); }
  Tensor swapaxes(int64_t dim0, int64_t dim1, TENON_HERE) const { return tenon::transpose(*this, dim0, dim1, here); }
  Tensor expand(const SizeList &size, TENON_HERE) const { return tenon::expand(*this, size, here); }
  Tensor expand_as(const Tensor &other, TENON_HERE) const { return tenon::expand(*this, other.sizes(here), here); }
  Tensor broadcast_to(const SizeList &size, TENON_HERE) const { return tenon::expand(*this, size, here); }
  Tensor repeat(const IntArrayRef &repeats, TENON_HERE) const { return tenon::repeat(*this, repeats, here); }
  Tensor flip(const IntArrayRef &dims, TENON_HERE) const { return tenon::flip(*this, dims, here); }
  Tensor roll(int64_t shifts, int64_t dim, TENON_HERE) const { return tenon::roll(*this, shifts, dim, here); }
  TensorList split(int64_t split_size, int64_t dim = 0, TENON_HERE) const;
  TensorList split_with_sizes(const SizeList &split_sizes, int64_t dim = 0, TENON_HERE) const;
  TensorList chunk(int64_t chunks, int64_t dim = 0, TENON_HERE) const;
  TensorList unbind(int64_t dim = 0, TENON_HERE) const;
  Tensor select(int64_t dim, const Size &index, TENON_HERE) const { return tenon::select(*this, dim, index, here); }
  Tensor narrow(int64_t dim, const Size &start, const Size &length, TENON_HERE) const {
    return tenon::narrow(*this, dim, start, length, here);
  }
  Tensor slice(int64_t dim = 0, const std::optional<Size> &start = std::nullopt,
               const std::optional<Size> &end = std::nullopt, int64_t step = 1, TENON_HERE) const {
    return tenon::slice(*this, dim, start, end, step, here);
  }
  Tensor gather(int64_t dim, const Tensor &index, TENON_HERE) const { return tenon::gather(*this, dim, index, here); }
  Tensor index_select(int64_t dim, const Tensor &index, TENON_HERE) const {
    return tenon::index_select(*this, dim, index, here);
  }
  Tensor tril(int64_t diagonal = 0, TENON_HERE) const { return tenon::tril(*this, diagonal, here); }
  Tensor triu(int64_t diagonal = 0, TENON_HERE) const { return tenon::triu(*this, diagonal, here); }

  /// Writes `value` into this tensor, converted to its type; the sizes must be the same.
  Tensor &assign(const Tensor &value, SourceLocation here);

  /// For the implementation.
  explicit Tensor(std::shared_ptr<frontend::TensorImpl> impl) : impl(std::move(impl)) {}
  const std::shared_ptr<frontend::TensorImpl> &implementation() const { return impl; }

private:
  void *dataOf(ScalarType type, bool writable, SourceLocation here) const;

  std::shared_ptr<frontend::TensorImpl> impl;
};

/// Reads the values.
TENON_API std::ostream &operator<<(std::ostream &stream, Located tensor);

inline TensorList Tensor::split(int64_t split_size, int64_t dim, SourceLocation here) const {
  return tenon::split(*this, split_size, dim, here);
}
inline TensorList Tensor::split_with_sizes(const SizeList &split_sizes, int64_t dim, SourceLocation here) const {
  return tenon::split_with_sizes(*this, split_sizes, dim, here);
}
inline TensorList Tensor::chunk(int64_t chunks, int64_t dim, SourceLocation here) const {
  return tenon::chunk(*this, chunks, dim, here);
}
inline TensorList Tensor::unbind(int64_t dim, SourceLocation here) const { return tenon::unbind(*this, dim, here); }
inline std::tuple<Tensor, Tensor> Tensor::max(int64_t dim, bool keepdim, SourceLocation here) const {
  return tenon::max(*this, dim, keepdim, here);
}
inline std::tuple<Tensor, Tensor> Tensor::min(int64_t dim, bool keepdim, SourceLocation here) const {
  return tenon::min(*this, dim, keepdim, here);
}

/// The elements of a tensor by index, without a check of bounds.
template <typename T, size_t N> class TensorAccessor {
public:
  TensorAccessor(T *data, const int64_t *sizes, const int64_t *strides, std::shared_ptr<const void> owner = nullptr)
      : elements(data), lengths(sizes), steps(strides), owner(std::move(owner)) {}

  decltype(auto) operator[](int64_t i) const {
    if constexpr (N == 1)
      return (elements[i]);
    else
      return TensorAccessor<T, N - 1>(elements + i * steps[0], lengths + 1, steps + 1, owner);
  }
  int64_t size(int64_t dim) const { return lengths[dim]; }
  T *data() const { return elements; }

private:
  T *elements;
  const int64_t *lengths, *steps;
  std::shared_ptr<const void> owner; // of sizes and strides
};

template <typename T, size_t N> TensorAccessor<T, N> Tensor::accessor(SourceLocation here) const {
  if (dim(here) != static_cast<int64_t>(N))
    throw Error("accessor of " + std::to_string(N) + " dims for a tensor of " + std::to_string(dim(here)), here);
  T *data = data_ptr<T>(here);
  auto layout = std::make_shared<std::vector<int64_t>>(sizes(here).vec());
  layout->resize(2 * N, 1);
  for (size_t i = N; i-- > 1;)
    (*layout)[N + i - 1] = (*layout)[N + i] * (*layout)[i];
  return TensorAccessor<T, N>(data, layout->data(), layout->data() + N, layout);
}

} // namespace tenon

#endif
