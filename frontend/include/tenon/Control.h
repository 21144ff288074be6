//===- Control.h - Branches and loops that may be traced ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `if` and `for` decide when they run: while tracing there are no values yet
// to decide by. These decide when the graph runs; outside of a trace they do
// what `if` and `for` do.
//
// The functions given here are called once while tracing, to record what they
// do. They read tensors of the outside by capturing them, and what they make
// comes back as their result: writing into a tensor of the outside is an Error.

#ifndef TENON_CONTROL_H
#define TENON_CONTROL_H

#include "tenon/Tensor.h"
#include <functional>

namespace tenon {

namespace detail {

inline TensorList toList(Tensor result) { return {std::move(result)}; }
inline TensorList toList(TensorList result) { return result; }
template <typename... Tensors> TensorList toList(std::tuple<Tensors...> result) {
  return std::apply([](auto &...tensors) { return TensorList{tensors...}; }, result);
}
template <typename A, typename B> TensorList toList(std::pair<A, B> result) { return {result.first, result.second}; }

/// The tensors of a list as a tensor, a list, a tuple or a pair.
template <typename Values> Values fromList(TensorList list) {
  if constexpr (std::is_same_v<Values, Tensor>)
    return std::move(list.front());
  else if constexpr (std::is_same_v<Values, TensorList>)
    return list;
  else
    return [&]<size_t... I>(std::index_sequence<I...>) {
      return Values{list[I]...};
    }(std::make_index_sequence<std::tuple_size_v<Values>>());
}

/// Calls a function of tensors: with the parts of a tuple, else with the values as they are.
template <typename Function, typename Values> decltype(auto) applyTo(Function &function, Values values) {
  if constexpr (std::is_same_v<Values, Tensor> || std::is_same_v<Values, TensorList>)
    return function(values);
  else
    return std::apply(function, values);
}

/// Calls a loop's body, which may take the number of the iteration first.
template <typename Values, typename Body> TensorList callBody(Body &body, const Tensor &number, TensorList list) {
  Values values = fromList<Values>(std::move(list));
  if constexpr (std::is_same_v<Values, Tensor> || std::is_same_v<Values, TensorList>) {
    if constexpr (requires { body(number, values); })
      return toList(body(number, values));
    else
      return toList(body(values));
  } else {
    return std::apply(
        [&](const auto &...each) {
          if constexpr (requires { body(number, each...); })
            return toList(body(number, each...));
          else
            return toList(body(each...));
        },
        values);
  }
}

using Branch = std::function<TensorList()>;
using Body = std::function<TensorList(const Tensor &number, const TensorList &values)>;
using Condition = std::function<Tensor(const TensorList &values)>;

TENON_API TensorList branch(const Operand &predicate, const Branch &then, const Branch &otherwise, SourceLocation here);
/// By `count`, or by `condition` where that is null.
TENON_API TensorList repeat(const Operand *count, const Condition &condition, TensorList initial, const Body &body,
                            SourceLocation here);

} // namespace detail

/// What `then` gives where the predicate, one element, is not zero, else what
/// `otherwise` gives: functions without arguments that return a tensor, a
/// list, a tuple or a pair.
///
///   Tensor y = cond(x.sum() > 0, [&] { return layer(x); }, [&] { return x; });
///
/// While tracing, where the predicate depends on an input, both are recorded.
/// Throws where they then give different numbers of tensors, types or sizes,
/// and where the predicate has more than one element.
template <typename Then, typename Otherwise>
auto cond(const Operand &predicate, Then then, Otherwise otherwise, TENON_HERE) -> std::invoke_result_t<Then &> {
  using Values = std::invoke_result_t<Then &>;
  static_assert(std::is_convertible_v<std::invoke_result_t<Otherwise &>, Values>,
                "both functions of cond return the same: a tensor, a list, or a tuple of as many tensors");
  return detail::fromList<Values>(detail::branch(
      predicate, [&] { return detail::toList(then()); },
      [&] { return detail::toList(static_cast<Values>(otherwise())); }, here));
}

/// Calls `body` so many times, each time with what it returned before; with
/// `initial` at first: a tensor, a list, a tuple or a pair. The count is a
/// number, a size, or a tensor with one integer; a body may take the number of
/// the iteration, a scalar int64 tensor, before the values.
///
///   Tensor x = loop(3, start, [&](const Tensor &x) { return layer(x); });
///   auto [a, b] = loop(n, std::tuple(x, y), [&](const Tensor &i, const Tensor &a, const Tensor &b) {
///     return std::tuple(b, a + b * i);
///   });
///
/// The values keep their types and sizes: throws where the body changes them.
/// While tracing, the body is recorded once.
template <typename Values, typename Body>
Values loop(const Operand &count, Values initial, Body body, TENON_HERE) {
  return detail::fromList<Values>(detail::repeat(
      &count, nullptr, detail::toList(std::move(initial)),
      [&](const Tensor &number, const TensorList &values) { return detail::callBody<Values>(body, number, values); },
      here));
}
template <typename Body> TensorList loop(const Operand &count, TensorList initial, Body body, TENON_HERE) {
  return loop<TensorList, Body>(count, std::move(initial), std::move(body), here);
}

/// The same while `condition`, a function of the values to a tensor of one
/// element, gives one that is not zero. It is asked before each iteration.
///
///   Tensor x = loop([](const Tensor &x) { return x.norm() > 1; }, start, [](const Tensor &x) { return x / 2; });
template <typename Condition, typename Values, typename Body>
  requires(!std::convertible_to<const Condition &, Operand>)
Values loop(Condition condition, Values initial, Body body, TENON_HERE) {
  return detail::fromList<Values>(detail::repeat(
      nullptr,
      [&](const TensorList &values) -> Tensor { return detail::applyTo(condition, detail::fromList<Values>(values)); },
      detail::toList(std::move(initial)),
      [&](const Tensor &number, const TensorList &values) { return detail::callBody<Values>(body, number, values); },
      here));
}
template <typename Condition, typename Body>
  requires(!std::convertible_to<const Condition &, Operand>)
TensorList loop(Condition condition, TensorList initial, Body body, TENON_HERE) {
  return loop<Condition, TensorList, Body>(std::move(condition), std::move(initial), std::move(body), here);
}

} // namespace tenon

#endif
