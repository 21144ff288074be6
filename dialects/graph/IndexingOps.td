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

class Graph_Scatter<string mnemonic> : Graph_Op<mnemonic> {
  let arguments = (ins Graph_ScatterKind:$kind, AnyRankedTensor:$dest, AnyRankedTensor:$indices,
                       AnyRankedTensor:$updates, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $kind $dest `,` $indices `,` $updates `axis` `=` $axis attr-dict `:`
    type($dest) `,` type($indices) `,` type($updates) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Graph_ScatterOp : Graph_Scatter<"scatter"> {
  let summary = "A tensor with slices of one axis changed at given indices (index_copy, index_add)";
  let description = [{
    The mirror of `graph.gather`: `updates` has the sizes of `dest` with `axis`
    replaced by the sizes of `indices`. A negative index counts from the end;
    an update whose index is out of range is left out. Where several updates
    meet one element they are taken in the order of the indices, so that the
    last one stays with `replace`. Of i1, `sum` and `max` are "or", `product`
    and `min` are "and". Max and min of NaN are NaN.

    ```mlir
    %3 = graph.scatter sum %table, %ids, %gradients axis = 0
       : tensor<30522x384xf32>, tensor<1x128xi64>, tensor<1x128x384xf32> -> tensor<30522x384xf32>
    ```
  }];
}

def Graph_ScatterAlongOp : Graph_Scatter<"scatter_along"> {
  let summary = "A tensor changed element by element along an axis (torch.scatter, ScatterElements)";
  let description = [{
    The mirror of `graph.take_along`: result[indices[i, j], j] changes by
    updates[i, j] for axis 0. `indices` and `updates` have the same sizes, on
    the other axes at most those of `dest`. Indices and order as in
    `graph.scatter`.
  }];
}
