//===- Size.h - Sizes of tensors, numbers or expressions ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_SIZE_H
#define TENON_SIZE_H

#include "tenon/Types.h"
#include <initializer_list>
#include <string_view>
#include <vector>

namespace tenon {

/// A size of a tensor: a number, or while tracing an expression over symbols
/// such as `batch`. Arithmetic keeps it symbolic; using it as a number (a
/// conversion to an integer, a comparison that depends on it, a branch) is an
/// Error that says which line took the size.
class TENON_API Size {
public:
  Size() : Size(0) {}
  template <std::integral T>
  Size(T value, TENON_HERE) : number(static_cast<int64_t>(value)), here(here) {}

  bool is_symbolic() const { return expression != nullptr; }

  /// The number. Throws where the size is symbolic.
  int64_t expect_int() const;
  operator int64_t() const { return expect_int(); }

  /// `128`, or an expression such as `2 * batch`.
  std::string str() const;

  friend TENON_API Size operator+(const Size &a, const Size &b);
  friend TENON_API Size operator-(const Size &a, const Size &b);
  friend TENON_API Size operator*(const Size &a, const Size &b);
  /// Rounds towards minus infinity, which for sizes is C's division.
  friend TENON_API Size operator/(const Size &a, const Size &b);
  friend TENON_API Size operator%(const Size &a, const Size &b);
  Size operator-() const { return Size(0) - *this; }
  Size &operator+=(const Size &other) { return *this = *this + other; }
  Size &operator-=(const Size &other) { return *this = *this - other; }
  Size &operator*=(const Size &other) { return *this = *this * other; }
  Size &operator/=(const Size &other) { return *this = *this / other; }

  /// Negative, 0 or positive. Throws where it depends on the value of a symbol.
  friend TENON_API int compare(const Size &a, const Size &b);
  /// Throws where it depends on the value of a symbol.
  friend TENON_API bool operator==(const Size &a, const Size &b);

  /// An expression behind its opaque pointer, for the implementation.
  Size(const void *expression, int64_t number, SourceLocation here)
      : expression(expression), number(number), here(here) {}
  const void *opaque() const { return expression; }
  SourceLocation location() const { return here; }

private:
  const void *expression = nullptr;
  int64_t number;
  SourceLocation here;
};

TENON_API int compare(const Size &a, const Size &b);
TENON_API std::ostream &operator<<(std::ostream &stream, const Size &size);

inline bool operator<(const Size &a, const Size &b) { return compare(a, b) < 0; }
inline bool operator<=(const Size &a, const Size &b) { return compare(a, b) <= 0; }
inline bool operator>(const Size &a, const Size &b) { return compare(a, b) > 0; }
inline bool operator>=(const Size &a, const Size &b) { return compare(a, b) >= 0; }

// With a plain integer on one side; without these the built-in operators would compete.
#define TENON_SIZE_OPERATOR(op, type)                                                                                  \
  template <std::integral T> type operator op(const Size &a, T b) { return a op Size(b, a.location()); }               \
  template <std::integral T> type operator op(T a, const Size &b) { return Size(a, b.location()) op b; }
TENON_SIZE_OPERATOR(+, Size)
TENON_SIZE_OPERATOR(-, Size)
TENON_SIZE_OPERATOR(*, Size)
TENON_SIZE_OPERATOR(/, Size)
TENON_SIZE_OPERATOR(%, Size)
TENON_SIZE_OPERATOR(==, bool)
TENON_SIZE_OPERATOR(<, bool)
TENON_SIZE_OPERATOR(<=, bool)
TENON_SIZE_OPERATOR(>, bool)
TENON_SIZE_OPERATOR(>=, bool)
#undef TENON_SIZE_OPERATOR

using SymInt = Size;

/// A symbolic size: `Dim("batch")`. One name is one symbol everywhere.
struct TENON_API Dim : Size {
  /// Throws where the name is no identifier.
  explicit Dim(std::string_view name, TENON_HERE);
};

/// The sizes of a tensor: `{x.size(0), -1}`, a vector, or one number.
class TENON_API SizeList {
public:
  SizeList() = default;
  SizeList(std::initializer_list<Size> sizes) : sizes(sizes) {}
  SizeList(std::vector<Size> sizes) : sizes(std::move(sizes)) {}
  SizeList(const std::vector<int64_t> &sizes) : sizes(sizes.begin(), sizes.end()) {}
  SizeList(const Size &size) : sizes{size} {}
  template <std::integral T> SizeList(T size) : sizes{Size(size)} {}

  size_t size() const { return sizes.size(); }
  bool empty() const { return sizes.empty(); }
  const Size &operator[](size_t i) const { return sizes[i]; }
  const Size &at(size_t i) const { return sizes.at(i); }
  const Size &front() const { return sizes.front(); }
  const Size &back() const { return sizes.back(); }
  auto begin() const { return sizes.begin(); }
  auto end() const { return sizes.end(); }

  /// As numbers. Throws where one is symbolic.
  std::vector<int64_t> vec() const { return std::vector<int64_t>(sizes.begin(), sizes.end()); }

  bool operator==(const SizeList &other) const { return sizes == other.sizes; }

private:
  std::vector<Size> sizes;
};
/// `[2, 3]`
TENON_API std::ostream &operator<<(std::ostream &stream, const SizeList &sizes);

/// Numbers of dimensions and the like: `{0, 1}`, a vector, or one number.
class IntArrayRef {
public:
  IntArrayRef() = default;
  IntArrayRef(std::initializer_list<int64_t> numbers) : numbers(numbers) {}
  IntArrayRef(std::vector<int64_t> numbers) : numbers(std::move(numbers)) {}
  template <std::integral T>
    requires(!std::is_same_v<T, bool>)
  IntArrayRef(T number) : numbers{static_cast<int64_t>(number)} {}
  operator SizeList() const { return SizeList(numbers); }

  size_t size() const { return numbers.size(); }
  bool empty() const { return numbers.empty(); }
  int64_t operator[](size_t i) const { return numbers[i]; }
  auto begin() const { return numbers.begin(); }
  auto end() const { return numbers.end(); }
  const std::vector<int64_t> &vec() const { return numbers; }

private:
  std::vector<int64_t> numbers;
};

} // namespace tenon

namespace std {
/// `std::sqrt(x.size(-1))`, as attention is often written; a Size could become any of the types that sqrt takes.
inline double sqrt(const tenon::Size &size) { return __builtin_sqrt(static_cast<double>(size.expect_int())); }
} // namespace std

#endif
