//===- Module.h - Modules ----------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_MODULE_H
#define TENON_NN_MODULE_H

#include "tenon/Tensor.h"
#include "tenon/nn/ModuleHolder.h"
#include "tenon/nn/OrderedDict.h"
#include <functional>

namespace tenon::serialize {
class InputArchive;
class OutputArchive;
} // namespace tenon::serialize

namespace tenon::nn {

/// A part of a network: parameters, buffers and submodules under names. A
/// class of the user's derives from it, registers what it has in its
/// constructor, and has a method `forward`.
class TENON_API Module : public std::enable_shared_from_this<Module> {
public:
  Module();
  explicit Module(std::string name);
  /// A copy shares tensors and submodules with the original; clone() does not.
  Module(const Module &other);
  Module &operator=(const Module &other);
  virtual ~Module();

  /// A tensor that training changes. An undefined one has a name and no value: it is no parameter yet. Throws for a
  /// name that is taken, empty or has a dot.
  Tensor &register_parameter(std::string name, Tensor tensor, bool requires_grad = true, TENON_HERE);
  /// A tensor that belongs to the module and is saved with it, but not trained.
  Tensor &register_buffer(std::string name, Tensor tensor, TENON_HERE);
  /// A submodule: a holder, or a shared pointer. Throws for an empty one and for one that contains this module.
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
  /// Puts another module in the place of a registered one. Throws where there is none of this name.
  template <typename Impl>
    requires std::derived_from<Impl, Module>
  std::shared_ptr<Impl> replace_module(const std::string &name, std::shared_ptr<Impl> module, TENON_HERE) {
    exchange(name, module, here);
    return module;
  }
  template <typename Holder>
    requires requires(Holder holder) { holder.ptr(); }
  Holder replace_module(const std::string &name, Holder holder, TENON_HERE) {
    exchange(name, holder.ptr(), here);
    return holder;
  }
  /// Throws where there is no submodule of this name.
  void unregister_module(const std::string &name, TENON_HERE);

  // Parameters and buffers, those of submodules too where `recurse`; their names have the submodules' before them:
  // `encoder.layer.0.weight`.

  std::vector<Tensor> parameters(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_parameters(bool recurse = true) const;
  std::vector<Tensor> buffers(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_buffers(bool recurse = true) const;
  /// Parameters and buffers. What is written to these tensors is written to the module's.
  OrderedDict<std::string, Tensor> state_dict() const;
  /// Copies tensors to the parameters and buffers of the same names, converted to their types. Throws with every
  /// missing, unexpected and misshapen tensor in one message, and then changes nothing; where not `strict`, missing
  /// and unexpected ones are passed over.
  void load_state_dict(const OrderedDict<std::string, Tensor> &state, bool strict = true, TENON_HERE);
  /// The number of elements of all parameters; one that is registered several times counts once.
  int64_t parameter_count(bool recurse = true) const;

  std::vector<std::shared_ptr<Module>> children() const;
  OrderedDict<std::string, std::shared_ptr<Module>> named_children() const;
  /// This module, unless `include_self` is false, and all below it, a module before its submodules. Throws where
  /// this module is to be included and is held by no shared pointer.
  std::vector<std::shared_ptr<Module>> modules(bool include_self = true, TENON_HERE) const;
  /// Their names begin with `prefix`.
  OrderedDict<std::string, std::shared_ptr<Module>> named_modules(const std::string &prefix = "",
                                                                  bool include_self = true, TENON_HERE) const;

  using ModuleApplyFunction = std::function<void(Module &)>;
  using ConstModuleApplyFunction = std::function<void(const Module &)>;
  using NamedModuleApplyFunction = std::function<void(const std::string &, Module &)>;
  using ConstNamedModuleApplyFunction = std::function<void(const std::string &, const Module &)>;
  using ModulePointerApplyFunction = std::function<void(const std::shared_ptr<Module> &)>;
  using NamedModulePointerApplyFunction = std::function<void(const std::string &, const std::shared_ptr<Module> &)>;

  /// Calls a function with this module and all below it, a module before its submodules.
  void apply(const ModuleApplyFunction &function);
  void apply(const ConstModuleApplyFunction &function) const;
  /// With their names.
  void apply(const NamedModuleApplyFunction &function, const std::string &prefix = "");
  void apply(const ConstNamedModuleApplyFunction &function, const std::string &prefix = "") const;
  /// As shared pointers. Throw where this module is held by none.
  void apply(const ModulePointerApplyFunction &function) const;
  void apply(const NamedModulePointerApplyFunction &function, const std::string &prefix = "") const;

  /// The module as the class it has, or null: `module->as<nn::Linear>()->weight`.
  template <typename T> auto *as() {
    if constexpr (requires { typename T::ContainedType; })
      return as<typename T::ContainedType>();
    else
      return static_cast<detail::Called<T> *>(dynamic_cast<T *>(this));
  }
  template <typename T> const auto *as() const { return const_cast<Module *>(this)->as<T>(); }

  /// A module of the same kind with the same values, which shares nothing with this one. Throws unless the class
  /// derives from Cloneable, and for another device than the CPU.
  virtual std::shared_ptr<Module> clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const;

  /// What differs between training and use (dropout, batch norm), in all submodules.
  virtual void train(bool on = true);
  void eval() { train(false); }
  virtual bool is_training() const { return training; }

  /// Converts parameters and buffers of float types; others keep their types. Throws for another type, and for another
  /// device than the CPU.
  virtual void to(ScalarType dtype, bool non_blocking = false, TENON_HERE);
  virtual void to(Device device, bool non_blocking = false, TENON_HERE);
  virtual void to(Device device, ScalarType dtype, bool non_blocking = false, TENON_HERE);
  void to(DeviceType device, TENON_HERE) { to(Device(device), false, here); }

  /// Writes what belongs to the module and its submodules to an archive, and reads it back.
  virtual void save(serialize::OutputArchive &archive) const;
  virtual void load(serialize::InputArchive &archive);
  virtual bool is_serializable() const { return true; }

  /// The name of the class.
  const std::string &name() const;
  /// The names from the outermost module to this one: `encoder.layer.0`.
  std::string path() const;
  /// One line about this module, without its submodules: `Linear(in_features=2, ...)`.
  virtual void pretty_print(std::ostream &stream) const;

protected:
  OrderedDict<std::string, Tensor> parameters_{"parameter"}, buffers_{"buffer"};
  OrderedDict<std::string, std::shared_ptr<Module>> children_{"submodule"};

private:
  template <typename Derived> friend class Cloneable;

  void takeIn(const std::string &name, const std::shared_ptr<Module> &module, SourceLocation here);
  void adopt(std::string name, std::shared_ptr<Module> module, SourceLocation here);
  void exchange(const std::string &name, std::shared_ptr<Module> module, SourceLocation here);
  void checkName(const std::string &name, SourceLocation here) const;

  // Of Cloneable.

  /// `copy`, a copy of this module as it is, owned from here on and made a clone: it registers its own by `reset`.
  std::shared_ptr<Module> finishClone(Module *copy, void (*reset)(Module &made), const std::optional<Device> &device,
                                      SourceLocation here) const;
  /// Forgets all that is registered.
  void forget();
  /// Takes the values of `original`, which has registered the same.
  void takeFrom(const Module &original, const std::optional<Device> &device, SourceLocation here);
  /// Becomes what a clone of `original` is.
  virtual void becomeClone(const Module &original, SourceLocation here);
  [[noreturn]] void failOtherClass(const Module &original, SourceLocation here) const;

  mutable std::string className;
  std::string ownName;
  Module *parent = nullptr;
  bool training = true;
};

/// The tree of modules, with the numbers of their parameters.
TENON_API std::ostream &operator<<(std::ostream &stream, const Module &module);

} // namespace tenon::nn

#endif
