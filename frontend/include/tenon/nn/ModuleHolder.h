//===- ModuleHolder.h - Shared handles of modules ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_MODULEHOLDER_H
#define TENON_NN_MODULEHOLDER_H

#include "tenon/Error.h"
#include <concepts>
#include <iosfwd>
#include <memory>
#include <string_view>
#include <type_traits>

namespace tenon::nn {

class Module;
TENON_API std::ostream &operator<<(std::ostream &stream, const Module &module);

namespace detail {

/// While it lives, operations are recorded as this module's.
class TENON_API ModuleScope {
public:
  explicit ModuleScope(const Module &module);
  ~ModuleScope();
  ModuleScope(const ModuleScope &) = delete;
  ModuleScope &operator=(const ModuleScope &) = delete;

private:
  const Module *outer;
};

/// A user's module as its holder's `->` and `as` show it: `forward` runs in the
/// scope of the module, and only that: what else stands in the same expression
/// belongs to whoever writes it. Holders make objects of this class; an object
/// that was made as an Impl is seen as one, which it may be: there are no
/// members beside those of Impl.
template <typename Impl> struct CalledModule : Impl {
  using Impl::Impl;

  template <typename... Arguments>
    requires requires(Impl &impl, Arguments &&...arguments) { impl.forward(std::forward<Arguments>(arguments)...); }
  decltype(auto) forward(Arguments &&...arguments) {
    ModuleScope scope(*this);
    return Impl::forward(std::forward<Arguments>(arguments)...);
  }
  template <typename... Arguments>
    requires requires(const Impl &impl, Arguments &&...arguments) { impl.forward(std::forward<Arguments>(arguments)...); }
  decltype(auto) forward(Arguments &&...arguments) const {
    ModuleScope scope(*this);
    return Impl::forward(std::forward<Arguments>(arguments)...);
  }
};

/// The same for a `forward` that is one function: braces become its parameters too.
template <typename Impl, typename Result, typename... Parameters> struct CalledAs : CalledModule<Impl> {
  using CalledModule<Impl>::CalledModule;
  using CalledModule<Impl>::forward;

  Result forward(Parameters... arguments) {
    ModuleScope scope(*this);
    return Impl::forward(std::forward<Parameters>(arguments)...);
  }
};

/// Tenon's own modules open their scope themselves, and are told where they are called.
template <typename Called> constexpr bool opensScope() {
  constexpr std::string_view name = __PRETTY_FUNCTION__, parameter = "Called = ";
  return name.substr(name.find(parameter) + parameter.size()).starts_with("tenon::nn::");
}
template <typename... Parameters>
inline constexpr bool takesLocation = (std::is_same_v<Parameters, SourceLocation> || ...);

template <typename Impl, typename C, typename R, typename... P>
std::conditional_t<takesLocation<P...>, Impl, CalledAs<Impl, R, P...>> calledAs(R (C::*)(P...));
template <typename Impl, typename C, typename R, typename... P>
std::conditional_t<takesLocation<P...>, Impl, CalledAs<Impl, R, P...>> calledAs(R (C::*)(P...) const);

/// What `->` shows of a module.
template <typename Impl> constexpr auto calledType() {
  if constexpr (std::is_final_v<Impl> || opensScope<Impl>())
    return std::type_identity<Impl>();
  else if constexpr (requires { calledAs<Impl>(&Impl::forward); })
    return std::type_identity<decltype(calledAs<Impl>(&Impl::forward))>();
  else
    return std::type_identity<CalledModule<Impl>>();
}
template <typename Impl> using Called = typename decltype(calledType<Impl>())::type;

template <typename Impl, typename... Arguments> std::shared_ptr<Impl> makeModule(Arguments &&...arguments) {
  if constexpr (std::is_constructible_v<Called<Impl>, Arguments...>)
    return std::make_shared<Called<Impl>>(std::forward<Arguments>(arguments)...);
  else
    return std::make_shared<Impl>(std::forward<Arguments>(arguments)...);
}

[[noreturn]] TENON_API void failEmptyHolder();

/// Calls `forward`. Tenon's own modules are told where they are called; the user's are not.
template <typename Impl, typename... Arguments>
decltype(auto) callForward(Impl &module, SourceLocation here, Arguments &&...arguments) {
  ModuleScope scope(module);
  if constexpr (requires { module.forward(std::forward<Arguments>(arguments)..., here); })
    return module.forward(std::forward<Arguments>(arguments)..., here);
  else
    return module.forward(std::forward<Arguments>(arguments)...);
}

} // namespace detail

/// A shared handle of a module: `Linear fc{nullptr}` is none, `Linear fc(2, 3)`
/// makes one. `fc->forward(x)` and `fc(x)` are the same.
template <typename Impl_> class ModuleHolder {
public:
  using ContainedType = Impl_;

  ModuleHolder() : module(detail::makeModule<Impl_>()) {
    static_assert(std::is_default_constructible_v<Impl_>,
                  "this module has no default constructor; make an empty holder with {nullptr}");
  }
  ModuleHolder(std::nullptr_t) {}
  ModuleHolder(std::shared_ptr<Impl_> module) : module(std::move(module)) {}
  template <typename Head, typename... Tail>
    requires std::is_constructible_v<Impl_, Head, Tail...> &&
             (sizeof...(Tail) > 0 || !std::derived_from<std::remove_cvref_t<Head>, ModuleHolder>)
  explicit ModuleHolder(Head &&head, Tail &&...tail)
      : module(detail::makeModule<Impl_>(std::forward<Head>(head), std::forward<Tail>(tail)...)) {}

  explicit operator bool() const { return module != nullptr; }
  bool is_empty() const { return module == nullptr; }
  operator std::shared_ptr<Impl_>() const { return module; }
  auto operator->() const { return static_cast<detail::Called<Impl_> *>(get()); }
  Impl_ &operator*() const { return *get(); }
  const std::shared_ptr<Impl_> &ptr() const { return module; }
  /// Throws for an empty holder.
  Impl_ *get() const {
    if (!module)
      detail::failEmptyHolder();
    return module.get();
  }

  /// A part of a container: `list[0]`.
  template <typename Index> decltype(auto) operator[](Index &&index) const {
    return (*get())[std::forward<Index>(index)];
  }

  // Calls of `forward`, with up to eight arguments: what follows them is where the call stands.
#define TENON_CALL(typenames, parameters, arguments)                                                                   \
  template <TENON_LIST typenames> decltype(auto) operator()(TENON_LIST parameters, TENON_HERE) const {                 \
    return detail::callForward(*get(), here, TENON_LIST arguments);                                                    \
  }
#define TENON_LIST(...) __VA_ARGS__
#define TENON_GIVE(Letter) std::forward<Letter>(Letter##_)
  TENON_CALL((typename A), (A &&A_), (TENON_GIVE(A)))
  TENON_CALL((typename A, typename B), (A &&A_, B &&B_), (TENON_GIVE(A), TENON_GIVE(B)))
  TENON_CALL((typename A, typename B, typename C), (A &&A_, B &&B_, C &&C_),
             (TENON_GIVE(A), TENON_GIVE(B), TENON_GIVE(C)))
  TENON_CALL((typename A, typename B, typename C, typename D), (A &&A_, B &&B_, C &&C_, D &&D_),
             (TENON_GIVE(A), TENON_GIVE(B), TENON_GIVE(C), TENON_GIVE(D)))
  TENON_CALL((typename A, typename B, typename C, typename D, typename E), (A &&A_, B &&B_, C &&C_, D &&D_, E &&E_),
             (TENON_GIVE(A), TENON_GIVE(B), TENON_GIVE(C), TENON_GIVE(D), TENON_GIVE(E)))
  TENON_CALL((typename A, typename B, typename C, typename D, typename E, typename F),
             (A &&A_, B &&B_, C &&C_, D &&D_, E &&E_, F &&F_),
             (TENON_GIVE(A), TENON_GIVE(B), TENON_GIVE(C), TENON_GIVE(D), TENON_GIVE(E), TENON_GIVE(F)))
  TENON_CALL((typename A, typename B, typename C, typename D, typename E, typename F, typename G),
             (A &&A_, B &&B_, C &&C_, D &&D_, E &&E_, F &&F_, G &&G_),
             (TENON_GIVE(A), TENON_GIVE(B), TENON_GIVE(C), TENON_GIVE(D), TENON_GIVE(E), TENON_GIVE(F), TENON_GIVE(G)))
  TENON_CALL((typename A, typename B, typename C, typename D, typename E, typename F, typename G, typename H),
             (A &&A_, B &&B_, C &&C_, D &&D_, E &&E_, F &&F_, G &&G_, H &&H_),
             (TENON_GIVE(A), TENON_GIVE(B), TENON_GIVE(C), TENON_GIVE(D), TENON_GIVE(E), TENON_GIVE(F), TENON_GIVE(G),
              TENON_GIVE(H)))
#undef TENON_CALL
#undef TENON_LIST
#undef TENON_GIVE

protected:
  std::shared_ptr<Impl_> module;
};

template <typename Impl> std::ostream &operator<<(std::ostream &stream, const ModuleHolder<Impl> &holder) {
  return stream << static_cast<const Module &>(*holder);
}

} // namespace tenon::nn

/// `TENON_MODULE(Net);` after `struct NetImpl : nn::Module` makes the holder Net.
#define TENON_MODULE(Name) TENON_MODULE_IMPL(Name, Name##Impl)
#define TENON_MODULE_IMPL(Name, ImplType)                                                                              \
  class Name : public ::tenon::nn::ModuleHolder<ImplType> {                                                            \
  public:                                                                                                              \
    using ::tenon::nn::ModuleHolder<ImplType>::ModuleHolder;                                                           \
    using Impl = ImplType;                                                                                             \
  }
#define TORCH_MODULE(Name) TENON_MODULE(Name)
#define TORCH_MODULE_IMPL(Name, ImplType) TENON_MODULE_IMPL(Name, ImplType)

#endif
