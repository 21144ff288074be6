//===- WindowOps.td - Convolutions and reductions over windows --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_ConvolutionOp : Graph_Op<"convolution"> {
  let summary = "Weighted sums over windows of the spatial axes, by groups of channels";
  let description = [{
    input [N, C, d...] and weight [O, C / groups, k...] make [N, O, e...], with
    one or more spatial axes:

        result[n, o, i...] = sum over c, j... of
            weight[o, c, j...] * input[n, o / (O / groups) * (C / groups) + c, p...]
        p = (i * strides + j * dilations - low) / input_dilations

    where a product counts only if every p is a whole number within the input:
    what lies beyond the input's ends and between its elements is zero. (Whether
    zero times an infinite weight or NaN counts is not said.) `low` and `high` elements lie beyond the ends; where
    negative, that many of the input's own are left out. Hence

        e = floor((d' + low + high - k') / strides) + 1
        d' = (d - 1) * input_dilations + 1,  k' = (k - 1) * dilations + 1

    A transposed convolution is one with `input_dilations`, its weight reversed
    and its channels swapped. Sums of 16-bit floats are kept in f32, integers
    wrap.

    ```mlir
    %1 = graph.convolution %x, %w strides = [2] low = [1] high = [1] dilations = [1] input_dilations = [1] groups = 1
       : tensor<1x3x32xf32>, tensor<8x3x3xf32> -> tensor<1x8x16xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$input, AnyRankedTensor:$weight, DenseI64ArrayAttr:$strides,
                       DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high, DenseI64ArrayAttr:$dilations,
                       DenseI64ArrayAttr:$inputDilations, I64Attr:$groups);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $input `,` $weight `strides` `=` $strides `low` `=` $low `high` `=` $high `dilations` `=` $dilations
    `input_dilations` `=` $inputDilations `groups` `=` $groups
    attr-dict `:` type($input) `,` type($weight) `->` type($result)
  }];
  let hasVerifier = 1;
}

class Graph_WindowOp<string mnemonic> : Graph_Op<mnemonic> {
  let results = (outs AnyRankedTensor:$result);
  let hasVerifier = 1;
}

def Graph_WindowReduceOp : Graph_WindowOp<"window_reduce"> {
  let summary = "Combines the elements of each window (pooling)";
  let description = [{
    Every axis has a window, of size 1 where nothing is combined:

        result[i...] = operand[p...] for all j below window, combined
        p = i * strides + j * dilations - low

    Elements beyond the operand's ends are the kind's neutral element; sizes
    follow as in `graph.convolution`. `kind` is sum, product, max or min. Sums
    and products of 16-bit floats are kept in f32.

    ```mlir
    %1 = graph.window_reduce max %x window = [1, 1, 3] strides = [1, 1, 2] low = [0, 0, 1] high = [0, 0, 1] dilations = [1, 1, 1]
       : tensor<1x8x32xf32> -> tensor<1x8x16xf32>
    ```
  }];
  let arguments = (ins Graph_ReductionKind:$kind, AnyRankedTensor:$operand, DenseI64ArrayAttr:$window,
                       DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
                       DenseI64ArrayAttr:$dilations);
  let assemblyFormat = [{
    $kind $operand `window` `=` $window `strides` `=` $strides `low` `=` $low `high` `=` $high `dilations` `=` $dilations
    attr-dict `:` type($operand) `->` type($result)
  }];
}

def Graph_WindowArgReduceOp : Graph_WindowOp<"window_arg_reduce"> {
  let summary = "Where in the operand each window's first largest or smallest element lies (i64)";
  let description = [{
    Windows as in `graph.window_reduce`; those of the axes before `axis` are 1.
    The result is the row-major number of the element among the operand's axes
    from `axis` on, or -1 where a window holds no element of the operand.
    `kind` is max or min. NaN wins against anything.
  }];
  let arguments = (ins Graph_ReductionKind:$kind, AnyRankedTensor:$operand, I64Attr:$axis, DenseI64ArrayAttr:$window,
                       DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
                       DenseI64ArrayAttr:$dilations);
  let assemblyFormat = [{
    $kind $operand `axis` `=` $axis `window` `=` $window `strides` `=` $strides `low` `=` $low `high` `=` $high
    `dilations` `=` $dilations attr-dict `:` type($operand) `->` type($result)
  }];
}

def Graph_TileTransformOp : Graph_Op<"tile_transform"> {
  let summary = "A matrix applied to the rows and the columns of tiles";
  let description = [{
    operand [p, p, d...] and the matrix M [m, p] make [m, m, d...]:

        result[i, j, n...] = sum over k of M[i, k] * sum over l of M[j, l] * operand[k, l, n...]

    with f32 or f64 elements: what fast convolutions (S. Winograd) do to tiles of
    the input, of the weight, and of their products.

    ```mlir
    %1 = graph.tile_transform %0 matrix = dense<[[1.0, 1.0, 1.0], [0.0, 1.0, -1.0]]> : tensor<2x3xf64>
       : tensor<3x3x64xf32> -> tensor<2x2x64xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$operand, ElementsAttr:$matrix);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand `matrix` `=` $matrix attr-dict `:` type($operand) `->` type($result)";
  let extraClassDeclaration = [{
    /// Sizes of the matrix: [m, p].
    int64_t getRows() { return getMatrix().getShapedType().getDimSize(0); }
    int64_t getColumns() { return getMatrix().getShapedType().getDimSize(1); }
    /// Its elements, row by row.
    ::llvm::SmallVector<double> getNumbers() { return ::llvm::to_vector(getMatrix().getValues<double>()); }
  }];
  let hasVerifier = 1;
}
