//===- Options.h - How options of modules are written ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_OPTIONS_H
#define TENON_NN_OPTIONS_H

#include "tenon/nn/Cloneable.h"

/// A member of an options struct: `name(value)` sets it and gives the struct, so that calls chain, on temporaries too;
/// `name()` reads it. A default may follow: `TENON_ARG(double, eps) = 1e-5;`
#define TENON_ARG(Type, name)                                                                                          \
public:                                                                                                                \
  auto name(Type value) -> decltype(*this) {                                                                           \
    this->name##_ = std::move(value);                                                                                  \
    return *this;                                                                                                      \
  }                                                                                                                    \
  const Type &name() const { return this->name##_; }                                                                   \
  Type &name() { return this->name##_; }                                                                               \
                                                                                                                       \
private:                                                                                                               \
  Type name##_
#define TORCH_ARG(Type, name) TENON_ARG(Type, name)

/// The module Name of one tensor with NameOptions, whose default may follow: `TENON_UNARY_MODULE(ELU, = {});`
#define TENON_UNARY_MODULE(Name, ...)                                                                                  \
  class TENON_API Name##Impl : public Cloneable<Name##Impl> {                                                          \
  public:                                                                                                              \
    explicit Name##Impl(const Name##Options &options __VA_ARGS__);                                                     \
    void reset() override;                                                                                             \
    Tensor forward(const Tensor &input, TENON_HERE);                                                                   \
    void pretty_print(std::ostream &stream) const override;                                                            \
                                                                                                                       \
    Name##Options options;                                                                                             \
  };                                                                                                                   \
  TENON_MODULE(Name)

/// The module Name of one tensor without options.
#define TENON_PLAIN_MODULE(Name)                                                                                       \
  class TENON_API Name##Impl : public Cloneable<Name##Impl> {                                                          \
  public:                                                                                                              \
    Name##Impl();                                                                                                      \
    void reset() override;                                                                                             \
    Tensor forward(const Tensor &input, TENON_HERE);                                                                   \
    void pretty_print(std::ostream &stream) const override;                                                            \
  };                                                                                                                   \
  TENON_MODULE(Name)

#endif
