//===- ContractionOps.td - Matrix products ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_MatmulOp : Graph_Op<"matmul"> {
  let summary = "Batched matrix product";
  let description = [{
    [B..., M, K] times [B..., K, N] is [B..., M, N]; the batch sizes are the
    same on both sides. A transposed operand is a `graph.transpose` before it.
  }];
  let arguments = (ins AnyRankedTensor:$lhs, AnyRankedTensor:$rhs);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)";
  let hasVerifier = 1;
}

def Graph_PackOp : Graph_Op<"pack"> {
  let summary = "The right operand of a product, laid out for the kernels";
  let description = [{
    [B..., K, N] becomes panels of 16 columns, [B..., ceil(N/16), K, 16]; the
    columns beyond N are zero. Registers of 512 bits take four panels at once, those
    of 256 bits one. Of a constant operand this is done once, before
    the first run.
  }];
  let arguments = (ins AnyRankedTensor:$operand);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The columns of one panel, the same for every CPU version.
    static constexpr int64_t panelColumns = 16;
  }];
}

def Graph_PackedMatmulOp : Graph_Op<"packed_matmul"> {
  let summary = "Batched matrix product with a right operand that graph.pack made";
  let description = [{
    [B..., M, K] times [B..., ceil(N/16), K, 16] is [B..., M, N].
  }];
  let arguments = (ins AnyRankedTensor:$lhs, AnyRankedTensor:$rhs);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)";
  let hasVerifier = 1;
}
