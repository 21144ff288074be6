//===- IndexingOps.td - Ops that read by computed index ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_GatherOp : Graph_Op<"gather"> {
  let summary = "Slices of a tensor at given indices of one axis (embedding, index_select)";
  let description = [{
    The result's sizes are the operand's with `axis` replaced by the sizes of
    `indices`. A negative index counts from the end; one out of range is
    clamped into it.

    ```mlir
    %2 = graph.gather %table, %ids axis = 0
       : tensor<30522x384xf32>, tensor<1x128xi64> -> tensor<1x128x384xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$operand, AnyRankedTensor:$indices, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `,` $indices `axis` `=` $axis attr-dict `:` type($operand) `,` type($indices) `->` type($result)";
  let hasVerifier = 1;
}

def Graph_TakeAlongOp : Graph_Op<"take_along"> {
  let summary = "Element by element along an axis (torch.gather, GatherElements)";
  let description = [{
    result[i, j] = operand[indices[i, j], j] for axis 0. `indices` has the
    result's sizes. Indices as in `graph.gather`.
  }];
  let arguments = (ins AnyRankedTensor:$operand, AnyRankedTensor:$indices, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `,` $indices `axis` `=` $axis attr-dict `:` type($operand) `,` type($indices) `->` type($result)";
  let hasVerifier = 1;
}
