//===- GroupOps.td - What becomes one kernel --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_GroupOp : Graph_Op<"group", [IsolatedFromAbove, SingleBlockImplicitTerminator<"YieldOp">]> {
  let summary = "Ops that fusion decided to compute in one kernel";
  let description = [{
    At most one op of the body is an anchor (contraction, attention, reduction,
    softmax, normalization); the others are elementwise ops and ops that move
    elements. Every operand is a tensor in memory, every result becomes one.

    ```mlir
    %1 = graph.group(%a = %0 : tensor<4xf32>) -> tensor<4xf32> {
      %2 = graph.exp %a : tensor<4xf32> -> tensor<4xf32>
      graph.yield %2 : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Graph_YieldOp : Graph_Op<"yield", [Terminator, ReturnLike, HasParent<"GroupOp">]> {
  let summary = "The results of a group";
  let arguments = (ins Variadic<AnyRankedTensor>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
  let builders = [OpBuilder<(ins), [{ (void)$_builder; }]>];
}
