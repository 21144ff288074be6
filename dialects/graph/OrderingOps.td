//===- OrderingOps.td - Ops whose elements depend on those before them ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_ScanKind : I64EnumAttr<"ScanKind", "How a scan combines elements", [
    I64EnumAttrCase<"sum", 0>, I64EnumAttrCase<"product", 1>, I64EnumAttrCase<"max", 2>,
    I64EnumAttrCase<"min", 3>, I64EnumAttrCase<"logsumexp", 4>]> {
  let cppNamespace = "::tenon::graph";
}

def Graph_ScanOp : Graph_Op<"scan"> {
  let summary = "What the elements up to each one combine to, along an axis (cumsum)";
  let description = [{
    With `exclusive` without the element itself: the first one is the kind's
    neutral element. With `reverse` from the end of the axis. Sums and products
    of narrow floats are rounded once, for the result. Of i1, `sum` and `max`
    are "or", `product` and `min` are "and". Max and min after NaN are NaN.
    `logsumexp` is the logarithm of the sum of the exponentials, of floats.

    ```mlir
    %1 = graph.scan sum %0 axis = 1 : tensor<4x8xf32> -> tensor<4x8xf32>
    ```
  }];
  let arguments = (ins Graph_ScanKind:$kind, AnyRankedTensor:$operand, I64Attr:$axis, UnitAttr:$exclusive,
                       UnitAttr:$reverse);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $kind $operand `axis` `=` $axis (`exclusive` $exclusive^)? (`reverse` $reverse^)? attr-dict `:`
    type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Graph_ArgScanOp : Graph_Op<"arg_scan"> {
  let summary = "The index (i64) of the last largest or smallest element up to each one, along an axis (cummax)";
  let description = [{
    `kind` is max or min. NaN wins against anything, a later one against an
    earlier one.
  }];
  let arguments = (ins Graph_ScanKind:$kind, AnyRankedTensor:$operand, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$kind $operand `axis` `=` $axis attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}

def Graph_SortOp : Graph_Op<"sort"> {
  let summary = "The elements along an axis in increasing order, and where they were (i64)";
  let description = [{
    Equal elements keep their order, 0 and -0 are equal. NaN is larger than
    anything; `descending` puts it first.

    ```mlir
    %values, %indices = graph.sort %0 axis = 1 descending : tensor<4x8xf32> -> tensor<4x8xf32>, tensor<4x8xi64>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$operand, I64Attr:$axis, UnitAttr:$descending);
  let results = (outs AnyRankedTensor:$values, AnyRankedTensor:$indices);
  let assemblyFormat = [{
    $operand `axis` `=` $axis (`descending` $descending^)? attr-dict `:`
    type($operand) `->` type($values) `,` type($indices)
  }];
  let hasVerifier = 1;
}
