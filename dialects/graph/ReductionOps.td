//===- ReductionOps.td - Reductions -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_ReduceOp : Graph_Op<"reduce"> {
  let summary = "Combines all elements along some axes, which the result lacks";
  let description = [{
    Accumulates in the result's element type. `any` and `all` take and give i1.
    Max and min of NaN are NaN.

    ```mlir
    %1 = graph.reduce sum %0 axes = [1] : tensor<4x8xf32> -> tensor<4xf32>
    ```
  }];
  let arguments = (ins Graph_ReductionKind:$kind, AnyRankedTensor:$operand, DenseI64ArrayAttr:$axes);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$kind $operand `axes` `=` $axes attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}

def Graph_ArgReduceOp : Graph_Op<"arg_reduce"> {
  let summary = "The index (i64) of the first largest or smallest element along an axis";
  let description = [{
    `kind` is max or min; the result lacks `axis`. NaN wins against anything.
  }];
  let arguments = (ins Graph_ReductionKind:$kind, AnyRankedTensor:$operand, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$kind $operand `axis` `=` $axis attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}
