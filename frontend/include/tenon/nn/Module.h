//===- Module.h - Modules and their holders ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_MODULE_H
#define TENON_NN_MODULE_H

#include "tenon/Tensor.h"
#include "tenon/nn/OrderedDict.h"
#include <functional>

namespace tenon::nn {

class Module;

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

/// What `holder->` gives: the module, entered until the end of the expression.
template <typename Impl> class Entered {
public:
  explicit Entered(Impl &module) : module(module), scope(module) {}
  Impl *operator->() const { return &module; }

private:
  Impl &module;
  ModuleScope scope;
};
} // namespace detail

/// A part of a network: parameters, buffers and submodules under names. A
/// class of the user's derives from it, registers what it has in its
/// constructor, and has a method `forward`.
class TENON_API Module : public std::enable_shared_from_this<Module> {
public:
  Module();
  explicit Module(std::string name);
  Module(const Module &) = delete;
  Module &operator=(const Module &) = delete;
  virtual ~Module();

  /// A tensor that training changes. Throws for a name that is taken, empty or has a dot.
  Tensor &register_parameter(std::string name, Tensor tensor, bool requires_grad = true, TENON_HERE);
  /// A tensor that belongs to the module and is saved with it, but not trained.
  Tensor &register_buffer(std::string name, Tensor tensor, TENON_HERE);
  /// A submodule: a holder, or a shared pointer.
  template <typename Impl>
    requires std::derived_from<Impl, Module>
  std::shared_ptr<Impl> register_module(std::string name, std::shared_ptr<Impl> module, TENON_HERE) {
    adopt(std::move(name), module, here);
    return module;
  }
  template <typename Holder>
    requires requires(Holder holder) { holder.ptr(); }
  Holder register_module(std::string name, Holder holder, TENON_HERE) {
    adopt(std::move(name), holder.ptr(), here);
    return holder;
  }
  /// Puts another module in the place of a registered one.
  template <typename Holder> Holder replace_module(const std::string &name, Holder holder, TENON_HERE) {
    disown(name, here);
    adopt(name, holder.ptr(), here);
    return holder;
  }

  // Parameters and buffers, those of submodules too where `recurse`; their names have the submodules' before them:
  // `encoder.layer.0.weight`.

  std::vector<Tensor> parameters(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_parameters(bool recurse = true) const;
  std::vector<Tensor> buffers(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_buffers(bool recurse = true) const;
  /// Parameters and buffers.
  OrderedDict<std::string, Tensor> state_dict() const;
  std::vector<std::shared_ptr<Module>> children() const;
  OrderedDict<std::string, std::shared_ptr<Module>> named_children() const;
  /// This module and all below it.
  std::vector<const Module *> modules() const;
  OrderedDict<std::string, const Module *> named_modules(const std::string &prefix = "") const;

  /// What differs between training and use (dropout, batch norm), in all submodules.
  virtual void train(bool on = true);
  void eval() { train(false); }
  bool is_training() const { return training; }

  /// Converts parameters and buffers of float types. Throws for another device than the CPU.
  virtual void to(ScalarType dtype, TENON_HERE);
  virtual void to(Device device, TENON_HERE);
  void to(DeviceType device, TENON_HERE) { to(Device(device), here); }

  /// The name of the class.
  std::string name() const;
  /// The names from the outermost module to this one: `encoder.layer.0`.
  std::string path() const;
  /// One line about this module, without its submodules: `Linear(in_features=2, ...)`.
  virtual void pretty_print(std::ostream &stream) const;

  /// For the implementation.
  void apply(const std::function<void(Module &)> &function);

private:
  void adopt(std::string name, std::shared_ptr<Module> module, SourceLocation here);
  void disown(const std::string &name, SourceLocation here);
  void checkName(const std::string &name, SourceLocation here) const;

  mutable std::string className;
  std::string ownName;
  Module *parent = nullptr;
  bool training = true;
  OrderedDict<std::string, Tensor> ownParameters, ownBuffers;
  OrderedDict<std::string, std::shared_ptr<Module>> ownChildren;
};

/// The tree of modules, with the numbers of their parameters.
TENON_API std::ostream &operator<<(std::ostream &stream, const Module &module);

/// A shared handle of a module: `Linear fc{nullptr}` is none, `Linear fc(2, 3)`
/// makes one. `fc->forward(x)` and `fc(x)` are the same.
template <typename Impl_> class ModuleHolder {
public:
  using ContainedType = Impl_;

  ModuleHolder() : module(std::make_shared<Impl_>()) {
    static_assert(std::is_default_constructible_v<Impl_>,
                  "this module has no default constructor; make an empty holder with {nullptr}");
  }
  ModuleHolder(std::nullptr_t) {}
  ModuleHolder(std::shared_ptr<Impl_> module) : module(std::move(module)) {}
  template <typename Head, typename... Tail>
    requires std::is_constructible_v<Impl_, Head, Tail...> && (!std::derived_from<std::remove_cvref_t<Head>, ModuleHolder>)
  explicit ModuleHolder(Head &&head, Tail &&...tail)
      : module(std::make_shared<Impl_>(std::forward<Head>(head), std::forward<Tail>(tail)...)) {}

  explicit operator bool() const { return module != nullptr; }
  bool is_empty() const { return module == nullptr; }
  detail::Entered<Impl_> operator->() const { return detail::Entered<Impl_>(*get()); }
  Impl_ &operator*() const { return *get(); }
  const std::shared_ptr<Impl_> &ptr() const { return module; }
  /// Throws for an empty holder.
  Impl_ *get() const {
    if (!module)
      throw Error("an empty module is used: make it before, with register_module(name, Module(...))",
                  SourceLocation::unknown());
    return module.get();
  }

  /// Calls `forward`, with up to six arguments.
  template <typename A> auto operator()(A &&a, TENON_HERE) const { return call(here, std::forward<A>(a)); }
  template <typename A, typename B> auto operator()(A &&a, B &&b, TENON_HERE) const {
    return call(here, std::forward<A>(a), std::forward<B>(b));
  }
  template <typename A, typename B, typename C> auto operator()(A &&a, B &&b, C &&c, TENON_HERE) const {
    return call(here, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c));
  }
  template <typename A, typename B, typename C, typename D>
  auto operator()(A &&a, B &&b, C &&c, D &&d, TENON_HERE) const {
    return call(here, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c), std::forward<D>(d));
  }
  template <typename A, typename B, typename C, typename D, typename E>
  auto operator()(A &&a, B &&b, C &&c, D &&d, E &&e, TENON_HERE) const {
    return call(here, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c), std::forward<D>(d),
                std::forward<E>(e));
  }
  template <typename A, typename B, typename C, typename D, typename E, typename F>
  auto operator()(A &&a, B &&b, C &&c, D &&d, E &&e, F &&f, TENON_HERE) const {
    return call(here, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c), std::forward<D>(d),
                std::forward<E>(e), std::forward<F>(f));
  }

private:
  /// Tenon's own modules are told where they are called; the user's are not.
  template <typename... Arguments> auto call(SourceLocation here, Arguments &&...arguments) const {
    Impl_ &called = *get();
    detail::ModuleScope scope(called);
    if constexpr (requires { called.forward(std::forward<Arguments>(arguments)..., here); })
      return called.forward(std::forward<Arguments>(arguments)..., here);
    else
      return called.forward(std::forward<Arguments>(arguments)...);
  }

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
