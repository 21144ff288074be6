//===- ShapeOps.td - Ops that move elements ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_BroadcastOp : Graph_Op<"broadcast"> {
  let summary = "Repeats a tensor along new axes and axes of size 1";
  let description = [{
    `axes` gives for each dimension of the operand the result's dimension that
    it becomes, in increasing order. A dimension of size 1 may become any size.

    ```mlir
    %1 = graph.broadcast %0 axes = [1] : tensor<384xf32> -> tensor<128x384xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$operand, DenseI64ArrayAttr:$axes);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `axes` `=` $axes attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Graph_TransposeOp : Graph_Op<"transpose"> {
  let summary = "Reorders the axes: the result's axis i is the operand's axis permutation[i]";
  let arguments = (ins AnyRankedTensor:$operand, DenseI64ArrayAttr:$permutation);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `permutation` `=` $permutation attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Graph_ReshapeOp : Graph_Op<"reshape"> {
  let summary = "The same elements in the same row-major order under other sizes";
  let description = [{
    Where the sizes do not say that the number of elements stays, and some
    depend on data, a run in which it does not is an error.
  }];
  let arguments = (ins AnyRankedTensor:$operand);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Graph_SliceOp : Graph_Op<"slice"> {
  let summary = "Part of a tensor: starts and steps per axis, sizes from the result's type";
  let description = [{
    `starts` are size expressions, one an axis; steps may be negative.

    ```mlir
    %1 = graph.slice %0 starts = #graph.sizes<0, 384> steps = [1, 1]
       : tensor<128x1152xf32> -> tensor<128x384xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$operand, Graph_SizesAttr:$starts, DenseI64ArrayAttr:$steps);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `starts` `=` $starts `steps` `=` $steps attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Graph_UnfoldOp : Graph_Op<"unfold"> {
  let summary = "The windows along an axis, which may overlap (Tensor.unfold)";
  let description = [{
    The axis becomes the number of the window, of which there are as many as
    fit; the elements of a window lie along a new last axis of size `size`:

        result[..., i, ..., j] = operand[..., i * step + j * dilation, ...]

    ```mlir
    %1 = graph.unfold %0 axis = 1 size = 3 step = 2 dilation = 1 : tensor<1x9x64xf32> -> tensor<1x4x64x3xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$operand, I64Attr:$axis, I64Attr:$size, I64Attr:$step, I64Attr:$dilation);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $operand `axis` `=` $axis `size` `=` $size `step` `=` $step `dilation` `=` $dilation
    attr-dict `:` type($operand) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Graph_ConcatOp : Graph_Op<"concat"> {
  let summary = "Tensors one after the other along an axis";
  let arguments = (ins Variadic<AnyRankedTensor>:$operands, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operands `axis` `=` $axis attr-dict `:` type($operands) `->` type($result)";
  let hasVerifier = 1;
}

def Graph_PadOp : Graph_Op<"pad"> {
  let summary = "A tensor set into a larger one that holds `value` elsewhere";
  let description = [{
    `low` counts the elements before the operand on each axis; how many follow
    it comes from the result's type. `value` is a scalar tensor.
  }];
  let arguments = (ins AnyRankedTensor:$operand, AnyRankedTensor:$value, DenseI64ArrayAttr:$low);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `,` $value `low` `=` $low attr-dict `:` type($operand) `,` type($value) `->` type($result)";
  let hasVerifier = 1;
}
