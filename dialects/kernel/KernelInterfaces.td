//===- KernelInterfaces.td - The interface of kernels -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_KERNEL_INTERFACES
#define TENON_KERNEL_INTERFACES

include "mlir/IR/OpBase.td"

def KernelOpInterface : OpInterface<"KernelOpInterface"> {
  let cppNamespace = "::tenon::kernel";
  let description = [{
    An op that becomes one step of the program: a kernel, or a call. `buffers` (set by the memory plan) has one
    entry a result: the number of an arena buffer, or -1 - k for where result k of the function lies, which is an
    output or the state that it becomes.
  }];
  let methods = [
    InterfaceMethod<"The tensors that the kernel reads.", "::mlir::OperandRange", "getInputs">,
    InterfaceMethod<"The tensors that the kernel writes.", "::mlir::ResultRange", "getOutputs">,
    InterfaceMethod<"Where the results lie.", "::std::optional<::llvm::ArrayRef<int64_t>>", "getBuffers">,
    InterfaceMethod<"Says where the results lie.", "void", "setBuffers", (ins "::std::optional<::llvm::ArrayRef<int64_t>>":$buffers)>,
    InterfaceMethod<"The number of the input that result 0 has to lie in, where the kernel changes it in place.",
      "::std::optional<unsigned>", "getChangedInput", (ins), "", [{ return ::std::nullopt; }]>
  ];
}

#endif // TENON_KERNEL_INTERFACES
