//===- Cloneable.h - Modules that can be cloned ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_CLONEABLE_H
#define TENON_NN_CLONEABLE_H

#include "tenon/nn/Module.h"

namespace tenon::nn {

/// The base of modules that know how they are made anew: `reset` registers
/// every parameter, buffer and submodule. A constructor calls it.
///
///   struct NetImpl : nn::Cloneable<NetImpl> {
///     NetImpl() { reset(); }
///     void reset() override { fc = register_module("fc", nn::Linear(2, 3)); }
template <typename Derived> class Cloneable : public Module {
public:
  using Module::Module;

  virtual void reset() = 0;

  std::shared_ptr<Module> clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const override {
    // What needs no class of its own is done elsewhere: instantiated for every module, it is most of what headers cost.
    return finishClone(
        new Derived(static_cast<const Derived &>(*this)), [](Module &made) { static_cast<Cloneable &>(made).reset(); },
        device, here);
  }

private:
  void becomeClone(const Module &original, SourceLocation here) final {
    std::shared_ptr<Module> clone = original.clone(std::nullopt, here);
    auto *same = dynamic_cast<Derived *>(clone.get());
    if (!same)
      failOtherClass(original, here);
    static_cast<Derived &>(*this) = *same;
  }
};

} // namespace tenon::nn

#endif
