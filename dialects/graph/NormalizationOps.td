//===- NormalizationOps.td - Softmax, normalization and attention, kept whole ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_SoftmaxOp : Graph_Op<"softmax"> {
  let summary = "exp(x - max) / sum(exp(x - max)) along an axis; `log` gives its logarithm";
  let arguments = (ins AnyRankedTensor:$operand, I64Attr:$axis, UnitAttr:$log);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `axis` `=` $axis (`log` $log^)? attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}

def Graph_LayerNormOp : Graph_Op<"layer_norm", [AttrSizedOperandSegments]> {
  let summary = "(x - mean) / sqrt(variance + epsilon) over the axes from `axis` on, scaled and shifted";
  let description = [{
    `scale` and `bias` have the sizes of the normalized axes. With `rms` the
    mean is not subtracted and the mean square takes the variance's place.
  }];
  let arguments = (ins AnyRankedTensor:$operand, Optional<AnyRankedTensor>:$scale, Optional<AnyRankedTensor>:$bias,
                       I64Attr:$axis, F64Attr:$epsilon, UnitAttr:$rms);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $operand (`scale` `=` $scale^ `:` type($scale))? (`bias` `=` $bias^ `:` type($bias))?
    `axis` `=` $axis `epsilon` `=` $epsilon (`rms` $rms^)? attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Graph_AttentionOp : Graph_Op<"attention"> {
  let summary = "softmax(scale Q K^T + mask) V";
  let description = [{
    query [B..., L, E], key [B..., S, E], value [B..., S, V], with one batch
    shape (heads are a batch axis). The optional mask is broadcast to
    [B..., L, S]: f32 is added to the scores, i1 lets through where it is true.
    With `causal`, position i of the query sees positions up to i of the key
    (aligned at the start, as in PyTorch). A row that sees nothing is NaN.
  }];
  let arguments = (ins AnyRankedTensor:$query, AnyRankedTensor:$key, AnyRankedTensor:$value,
                       Optional<AnyRankedTensor>:$mask, F64Attr:$scale, UnitAttr:$causal);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $query `,` $key `,` $value (`mask` `=` $mask^ `:` type($mask))? `scale` `=` $scale (`causal` $causal^)?
    attr-dict `:` type($query) `,` type($key) `,` type($value) `->` type($result)
  }];
  let hasVerifier = 1;
}
