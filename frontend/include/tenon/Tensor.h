//===- Tensor.h - Tensors ----------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_H
#define TENON_TENSOR_H

#include "tenon/ops/Convolution.h"
#include "tenon/ops/Creation.h"
#include "tenon/ops/Dropout.h"
#include "tenon/ops/Elementwise.h"
#include "tenon/ops/Indexing.h"
#include "tenon/ops/Normalization.h"
#include "tenon/ops/Pooling.h"
#include "tenon/ops/Losses.h"
#include "tenon/ops/Products.h"
#include "tenon/ops/Properties.h"
#include "tenon/ops/Random.h"
#include "tenon/ops/Recurrence.h"
#include "tenon/ops/Reductions.h"
#include "tenon/ops/Resampling.h"
#include "tenon/ops/Shapes.h"
#include "tenon/ops/Sorting.h"
#include "tenon/ops/Special.h"
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
/// printing) compiles and runs what it depends on; a chain of 256 operations
/// that is never read is computed before it grows further. Methods do what the free
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
  /// `a[0] = 1`, `a.index({mask}) = b`: writes into what the left side is a view, or a selection, of.
  Tensor &operator=(const Operand &value) &&;

  bool defined() const { return impl != nullptr; }
  /// Lets go of the tensor: this handle is undefined then.
  void reset() { impl.reset(); }
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
  bool is_signed(TENON_HERE) const { return isSignedType(dtype(here)); }
  bool is_complex() const { return false; }
  bool is_conj() const { return false; }
  bool is_neg() const { return false; }
  bool is_same_size(const Tensor &other, TENON_HERE) const { return sizes(here) == other.sizes(here); }
  /// Whether the only element is not 0. Reads it; throws for more than one.
  bool is_nonzero(TENON_HERE) const;
  /// Whether the elements lie densely in row-major order, and the strides in elements: those that PyTorch would have.
  bool is_contiguous(TENON_HERE) const;
  std::vector<Size> strides(TENON_HERE) const;
  Size stride(int64_t dim, TENON_HERE) const { return strides(here).at(dim < 0 ? dim + this->dim(here) : dim); }
  bool is_cpu() const { return true; }
  bool is_cuda() const { return false; }
  bool is_sparse() const { return false; }
  bool is_quantized() const { return false; }
  /// `CPUFloatType`
  std::string toString(TENON_HERE) const;

  // Values. Throw while tracing where the value depends on an input.

  /// The only element. Throws for more than one.
  template <typename T> T item(TENON_HERE) const { return item(here).template to<T>(); }
  Scalar item(TENON_HERE) const;
  /// Whether the only element is not zero, as in `if (a.sum() > b)`. Throws for more than one. The error's line is where
  /// the tensor was made: a conversion cannot know where it stands.
  explicit operator bool() const;
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
  template <typename T> T *mutable_data_ptr(TENON_HERE) const { return data_ptr<T>(here); }
  void *mutable_data_ptr(TENON_HERE) const { return data_ptr(here); }
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
  Tensor to(const Tensor &other, TENON_HERE) const { return to(other.dtype(here), here); }
  /// With `copy` the result is a tensor of its own even where nothing changes; there is nothing to block.
  Tensor to(ScalarType dtype, bool non_blocking, bool copy = false, TENON_HERE) const;
  Tensor to(const TensorOptions &options, bool non_blocking, bool copy = false, TENON_HERE) const;
  Tensor to(Device device, ScalarType dtype, bool non_blocking, bool copy = false, TENON_HERE) const {
    return to(TensorOptions(dtype).device(device), non_blocking, copy, here);
  }
  Tensor toType(ScalarType type, TENON_HERE) const { return to(type, here); }
  Tensor type_as(const Tensor &other, TENON_HERE) const { return to(other.dtype(here), here); }
  Tensor cpu() const { return *this; }
  /// The bits as another type of the same width, shared. Throws for another width.
  Tensor view(ScalarType dtype, TENON_HERE) const;
  /// The tensor itself: numbers are real, and nothing is conjugated or negated later.
  Tensor alias(TENON_HERE) const;
  Tensor conj() const { return *this; }
  Tensor conj_physical() const { return *this; }
  Tensor resolve_conj() const { return *this; }
  Tensor resolve_neg() const { return *this; }
  Tensor data() const { return detach(); }
  Tensor tensor_data() const { return detach(); }
  Tensor variable_data() const { return detach(); }
  /// The same values, no longer shared.
  Tensor clone(TENON_HERE) const;
  Tensor detach() const { return *this; }

  // Derivatives, which come with training: whether they are wanted is kept for then; the others throw until then.

  bool requires_grad(TENON_HERE) const;
  Tensor &requires_grad_(bool requires_grad = true, TENON_HERE);
  const Tensor &set_requires_grad(bool requires_grad, TENON_HERE) const;
  Tensor grad(TENON_HERE) const;
  void backward(TENON_HERE) const;

  /// The tensor itself, or a clone where a view reorders its elements.
  Tensor contiguous(TENON_HERE) const;

  // Indexing.

  /// `a[1]`, `a[1][2]`, `a[mask]` for a tensor of indices.
  Tensor operator[](const LocatedIndex &index) const { return tenon::index(*this, {index.index}, index.here); }

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
  // Takes the tensor itself: the conversion to bool would be as good as one to Located. Recorded where `a` was.
  friend TENON_API Tensor operator!(const Tensor &a);
  Tensor &operator+=(const Operand &b) { return add_(b, 1, b.here); }
  Tensor &operator-=(const Operand &b) { return sub_(b, 1, b.here); }
  Tensor &operator*=(const Operand &b) { return mul_(b, b.here); }
  Tensor &operator/=(const Operand &b) { return div_(b, b.here); }

  // Writing.

  /// The values of `src`, which is converted and broadcast.
  Tensor &copy_(const Tensor &src, TENON_HERE);
  Tensor &fill_(const Operand &value, TENON_HERE);
  Tensor &zero_(TENON_HERE) { return fill_(0, here); }
  /// `value` on the diagonal; with `wrap`, in a tall matrix again after its end.
  Tensor &fill_diagonal_(const Scalar &fill_value, bool wrap = false, TENON_HERE);
  /// Uniform in [from, to).
  Tensor &uniform_(double from = 0, double to = 1, TENON_HERE);
  Tensor &normal_(double mean = 0, double std = 1, TENON_HERE);
  Tensor &log_normal_(double mean = 1, double std = 2, TENON_HERE);
  /// Integers of [from, to), or of all that the type has.
  Tensor &random_(TENON_HERE);
  Tensor &random_(int64_t to, TENON_HERE);
  Tensor &random_(int64_t from, std::optional<int64_t> to, TENON_HERE);
  /// 1 with probability p, else 0.
  Tensor &bernoulli_(double p = 0.5, TENON_HERE);
  Tensor &bernoulli_(const Tensor &p, TENON_HERE);
  Tensor &exponential_(double lambd = 1, TENON_HERE);
  /// How many tries the first success takes.
  Tensor &geometric_(double p, TENON_HERE);
  Tensor &cauchy_(double median = 0, double sigma = 1, TENON_HERE);

  // New tensors of this one's type, where `options` names none.

  Tensor new_empty(const SizeList &size, const TensorOptions &options = {}, TENON_HERE) const;
  Tensor new_zeros(const SizeList &size, const TensorOptions &options = {}, TENON_HERE) const;
  Tensor new_ones(const SizeList &size, const TensorOptions &options = {}, TENON_HERE) const;
  Tensor new_full(const SizeList &size, const Scalar &fill_value, const TensorOptions &options = {}, TENON_HERE) const;

  // Other sizes for the tensor itself, seen by its copies; views of it stay as they are.

  Tensor &squeeze_(TENON_HERE) { return become(tenon::squeeze(*this, here), here); }
  Tensor &squeeze_(const IntArrayRef &dim, TENON_HERE) { return become(tenon::squeeze(*this, dim, here), here); }
  Tensor &unsqueeze_(int64_t dim, TENON_HERE) { return become(tenon::unsqueeze(*this, dim, here), here); }
  Tensor &transpose_(int64_t dim0, int64_t dim1, TENON_HERE) {
    return become(tenon::transpose(*this, dim0, dim1, here), here);
  }
  Tensor &swapaxes_(int64_t axis0, int64_t axis1, TENON_HERE) { return transpose_(axis0, axis1, here); }
  Tensor &swapdims_(int64_t dim0, int64_t dim1, TENON_HERE) { return transpose_(dim0, dim1, here); }
  Tensor &t_(TENON_HERE) { return become(tenon::t(*this, here), here); }

  // Functions of tensors, and their forms in place.

#include "tenon/methods/AsMethods.inc"

#include "tenon/methods/Activations.inc"
#include "tenon/methods/Elementwise.inc"
#include "tenon/methods/Indexing.inc"
#include "tenon/methods/Products.inc"
#include "tenon/methods/Random.inc"
#include "tenon/methods/Reductions.inc"
#include "tenon/methods/Scans.inc"
#include "tenon/methods/Shapes.inc"
#include "tenon/methods/Sorting.inc"
#include "tenon/methods/Special.inc"
#include "tenon/methods/End.inc"

  Tensor where(const Tensor &condition, const Operand &other, TENON_HERE) const {
    return tenon::where(condition, *this, other, here);
  }
  Tensor reshape_as(const Tensor &other, TENON_HERE) const { return tenon::reshape(*this, other.sizes(here), here); }
  /// As reshape, but always shares the elements. Throws where a copy would be needed.
  Tensor view(const SizeList &size, TENON_HERE) const;
  Tensor view_as(const Tensor &other, TENON_HERE) const { return view(other.sizes(here), here); }
  Tensor expand_as(const Tensor &other, TENON_HERE) const { return tenon::expand(*this, other.sizes(here), here); }
  /// Matrices transposed; the whole tensor with its dims reversed.
  Tensor mT(TENON_HERE) const;
  Tensor mH(TENON_HERE) const;
  Tensor matrix_H(TENON_HERE) const;
  Tensor numpy_T(TENON_HERE) const;
  /// Windows of `size` elements, `step` apart, along a dim: the windows take its place, their elements are a new last
  /// dim. What is written is not shared.
  Tensor unfold(int64_t dimension, int64_t size, int64_t step, TENON_HERE) const;

  /// Writes `value` into this tensor, converted to its type; the sizes must be the same.
  Tensor &assign(const Tensor &value, SourceLocation here);

  /// For the implementation.
  explicit Tensor(std::shared_ptr<frontend::TensorImpl> impl) : impl(std::move(impl)) {}
  const std::shared_ptr<frontend::TensorImpl> &implementation() const { return impl; }

private:
  void *dataOf(ScalarType type, bool writable, SourceLocation here) const;
  /// Takes the sizes of `view`, which is one of this tensor.
  Tensor &become(const Tensor &view, SourceLocation here);

  std::shared_ptr<frontend::TensorImpl> impl;
};

/// Reads the values.
TENON_API std::ostream &operator<<(std::ostream &stream, Located tensor);

#include "tenon/methods/AsInPlace.inc"

#include "tenon/methods/Activations.inc"
#include "tenon/methods/Elementwise.inc"
#include "tenon/methods/Indexing.inc"
#include "tenon/methods/Products.inc"
#include "tenon/methods/Random.inc"
#include "tenon/methods/Reductions.inc"
#include "tenon/methods/Scans.inc"
#include "tenon/methods/Shapes.inc"
#include "tenon/methods/Sorting.inc"
#include "tenon/methods/Special.inc"
#include "tenon/methods/End.inc"

inline Tensor &zero_(Tensor &self, TENON_HERE) { return self.zero_(here); }
inline Tensor &fill_(Tensor &self, const Operand &value, TENON_HERE) { return self.fill_(value, here); }

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
