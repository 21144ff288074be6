//===- Passes.td - All passes, in the order in which they run -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES
#define TENON_PASSES

include "mlir/Pass/PassBase.td"

// Passes keep no statistics: the layout of mlir::Pass::Statistic depends on
// whether assertions were on where it was compiled, and libMLIR has them off.

//===----------------------------------------------------------------------===//
// simplify/
//===----------------------------------------------------------------------===//

def InlineCalls : Pass<"inline-calls", "mlir::ModuleOp"> {
  let summary = "Puts the function that is called in the place of branches and loops that are known";
  let description = [{
    ```mlir
    func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
      %c = graph.constant dense<true> : tensor<i1> : tensor<i1>
      %0 = graph.if %c (@then, @otherwise) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
      return %0 : tensor<4xf32>
    }
    func.func private @then(%x: tensor<4xf32>) -> tensor<4xf32> {
      %0 = graph.exp %x : tensor<4xf32> -> tensor<4xf32>
      return %0 : tensor<4xf32>
    }
    ```
    becomes
    ```mlir
    func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
      %0 = graph.exp %x : tensor<4xf32> -> tensor<4xf32>
      return %0 : tensor<4xf32>
    }
    ```
    So do loops of one iteration; one of no iteration is its initial values.
    Private functions that nothing calls are removed.

    Runs first: what comes in is simplified and fused with what stands around
    it, and no work is spent on functions that nobody calls.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def SinkWeights : Pass<"sink-weights", "mlir::ModuleOp"> {
  let summary = "Lets branches and loops read weights themselves";
  let description = [{
    ```mlir
    %w = graph.weight "w" : tensor<4x4xf32>
    %t = graph.transpose %w permutation = [1, 0] : tensor<4x4xf32> -> tensor<4x4xf32>
    %0 = graph.loop @body (%x : tensor<1x4xf32>) invariants (%t : tensor<4x4xf32>) count = <8> -> tensor<1x4xf32>
    ```
    becomes a loop without invariants, and the weight and what is made of it
    stand in `@body`. Only functions that one op calls are changed.

    Runs after calls are inlined, which leaves fewer of them, and before
    anything looks at weights: what a callee makes of its weights is then made
    once, before the first run, like elsewhere.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def StoreNarrowTypes : Pass<"store-narrow-types", "mlir::ModuleOp"> {
  let summary = "Makes elements of eight bits and fewer bytes";
  let description = [{
    ```mlir
    func.func @main(%x: tensor<4xf8E4M3FN>) -> tensor<4xf4E2M1FN> {
      %0 = graph.neg %x : tensor<4xf8E4M3FN> -> tensor<4xf8E4M3FN>
      %1 = graph.cast %0 : tensor<4xf8E4M3FN> -> tensor<4xf4E2M1FN>
      return %1 : tensor<4xf4E2M1FN>
    }
    ```
    becomes
    ```mlir
    func.func @main(%x: tensor<4xui8> {graph.element_type = f8E4M3FN})
        -> (tensor<4xui8> {graph.element_type = f4E2M1FN}) {
      %0 = graph.cast %x {source = f8E4M3FN} : tensor<4xui8> -> tensor<4xf32>
      %1 = graph.neg %0 : tensor<4xf32> -> tensor<4xf32>
      %2 = graph.cast %1 {target = f8E4M3FN} : tensor<4xf32> -> tensor<4xui8>
      %3 = graph.cast %2 {source = f8E4M3FN, target = f4E2M1FN} : tensor<4xui8> -> tensor<4xui8>
      return %3 : tensor<4xui8>
    }
    ```
    A float is its code in the low bits of an ui8, an integer its value in an
    i8 or ui8.

    Runs before all passes that look at element types: after it there are only
    types that code generation knows.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def Simplify : Pass<"simplify", "mlir::func::FuncOp"> {
  let summary = "Removes ops that do nothing and joins chains of ops that move elements";
  let description = [{
    ```mlir
    %1 = graph.transpose %0 permutation = [1, 0] : tensor<4x8xf32> -> tensor<8x4xf32>
    %2 = graph.transpose %1 permutation = [1, 0] : tensor<8x4xf32> -> tensor<4x8xf32>
    %3 = graph.mul %2, %ones : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
    ```
    becomes `%0`. An op with a user keeps its name: a replaced op's location
    goes to what replaces it where that is new.

    Runs early: front ends write what the model says, and every later pass
    matches on the short form. Run CSE after it, which makes the left operands
    of sibling products one value.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

//===----------------------------------------------------------------------===//
// raise/
//===----------------------------------------------------------------------===//

def RaiseAttention : Pass<"raise-attention", "mlir::func::FuncOp"> {
  let summary = "Finds attention in products and softmax";
  let description = [{
    ```mlir
    %0 = graph.matmul %q, %kt : tensor<8x64x32xf32>, tensor<8x32x64xf32> -> tensor<8x64x64xf32>
    %1 = graph.mul %0, %scale : tensor<8x64x64xf32>, tensor<8x64x64xf32> -> tensor<8x64x64xf32>
    %2 = graph.add %1, %mask : tensor<8x64x64xf32>, tensor<8x64x64xf32> -> tensor<8x64x64xf32>
    %3 = graph.softmax %2 axis = 2 : tensor<8x64x64xf32> -> tensor<8x64x64xf32>
    %4 = graph.matmul %3, %v : tensor<8x64x64xf32>, tensor<8x64x32xf32> -> tensor<8x64x32xf32>
    ```
    becomes
    ```mlir
    %k = graph.transpose %kt permutation = [0, 2, 1] : tensor<8x32x64xf32> -> tensor<8x64x32xf32>
    %4 = graph.attention %q, %k, %v mask = %mask : tensor<8x64x64xf32> scale = 1.250000e-01
       : tensor<8x64x32xf32>, tensor<8x64x32xf32>, tensor<8x64x32xf32> -> tensor<8x64x32xf32>
    ```
    Numbers that queries or keys are multiplied by join the scale, and masks
    that choose instead of adding are added.

    Runs after simplify, which leaves one form of views, and before passes that
    give products another form.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

//===----------------------------------------------------------------------===//
// layout/
//===----------------------------------------------------------------------===//

def SplitTransposedConvolutions : Pass<"split-transposed-convolutions", "mlir::func::FuncOp"> {
  let summary = "Makes plain convolutions of those with gaps in their input";
  let description = [{
    ```mlir
    %1 = graph.convolution %x, %w strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [2] groups = 1
       : tensor<1x8x16xf32>, tensor<4x8x2xf32> -> tensor<1x4x32xf32>
    ```
    becomes
    ```mlir
    %0 = graph.slice %w starts = <0, 0, 1> steps = [1, 1, 2] : tensor<4x8x2xf32> -> tensor<4x8x1xf32>
    %1 = graph.slice %w starts = <0, 0, 0> steps = [1, 1, 2] : tensor<4x8x2xf32> -> tensor<4x8x1xf32>
    %2 = graph.concat %0, %1 axis = 0 : tensor<4x8x1xf32>, tensor<4x8x1xf32> -> tensor<8x8x1xf32>
    %3 = graph.convolution %x, %2 strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = 1
       : tensor<1x8x16xf32>, tensor<8x8x1xf32> -> tensor<1x8x16xf32>
    ```
    and views and a transpose that put both halves of the channels side by side.

    Runs before the passes on plain convolutions.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def WinogradConvolutions : Pass<"winograd-convolutions", "mlir::func::FuncOp"> {
  let summary = "Transforms the tiles of 3 x 3 convolutions, so that they take fewer products";
  let description = [{
    ```mlir
    %1 = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
       : tensor<1x64x56x56xf32>, tensor<64x64x3x3xf32> -> tensor<1x64x56x56xf32>
    ```
    becomes, but for views,
    ```mlir
    %1 = graph.pad %x, %zero ... : tensor<1x56x56x64xf32>, tensor<f32> -> tensor<1x58x58x64xf32>
    %2 = graph.tile_transform %1 matrix = ... : tensor<6x6x1x14x14x64xf32> -> tensor<6x6x1x14x14x64xf32>
    %3 = graph.tile_transform %w matrix = ... : tensor<3x3x64x64xf32> -> tensor<6x6x64x64xf32>
    %4 = graph.matmul %2, %3 : tensor<36x196x64xf32>, tensor<36x64x64xf32> -> tensor<36x196x64xf32>
    %5 = graph.tile_transform %4 matrix = ... : tensor<6x6x1x14x14x64xf32> -> tensor<4x4x1x14x14x64xf32>
    ```
    where that is faster by a cost model of three numbers. Runs before
    unfold-convolutions, which takes the other convolutions.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def UnfoldConvolutions : Pass<"unfold-convolutions", "mlir::func::FuncOp"> {
  let summary = "Writes convolutions as products with the channels last";
  let description = [{
    ```mlir
    %1 = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
       : tensor<1x16x8x8xf32>, tensor<32x16x3x3xf32> -> tensor<1x32x6x6xf32>
    ```
    becomes
    ```mlir
    %1 = graph.transpose %x permutation = [0, 2, 3, 1] : tensor<1x16x8x8xf32> -> tensor<1x8x8x16xf32>
    %2 = graph.unfold %1 axis = 1 size = 3 step = 1 dilation = 1 : tensor<1x8x8x16xf32> -> tensor<1x6x8x16x3xf32>
    %3 = graph.unfold %2 axis = 2 size = 3 step = 1 dilation = 1 : tensor<1x6x8x16x3xf32> -> tensor<1x6x6x16x3x3xf32>
    %4 = graph.transpose %3 permutation = [0, 1, 2, 4, 5, 3] : tensor<1x6x6x16x3x3xf32> -> tensor<1x6x6x3x3x16xf32>
    %5 = graph.reshape %4 : tensor<1x6x6x3x3x16xf32> -> tensor<36x144xf32>
    %6 = graph.transpose %w permutation = [2, 3, 1, 0] : tensor<32x16x3x3xf32> -> tensor<3x3x16x32xf32>
    %7 = graph.reshape %6 : tensor<3x3x16x32xf32> -> tensor<144x32xf32>
    %8 = graph.matmul %5, %7 : tensor<36x144xf32>, tensor<144x32xf32> -> tensor<36x32xf32>
    %9 = graph.reshape %8 : tensor<36x32xf32> -> tensor<1x6x6x32xf32>
    %10 = graph.transpose %9 permutation = [0, 3, 1, 2] : tensor<1x6x6x32xf32> -> tensor<1x32x6x6xf32>
    ```
    of which all but %7 and %8 are views. Depthwise convolutions become sums
    over windows. Runs before sink-transposes and the passes over products.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def SinkTransposes : Pass<"sink-transposes", "mlir::func::FuncOp"> {
  let summary = "Moves transposes to the channels-first order towards the readers";
  let description = [{
    ```mlir
    %1 = graph.transpose %0 permutation = [0, 3, 1, 2] : tensor<1x6x6x32xf32> -> tensor<1x32x6x6xf32>
    %2 = graph.relu %1 : tensor<1x32x6x6xf32> -> tensor<1x32x6x6xf32>
    ```
    becomes
    ```mlir
    %1 = graph.relu %0 : tensor<1x6x6x32xf32> -> tensor<1x6x6x32xf32>
    %2 = graph.transpose %1 permutation = [0, 3, 1, 2] : tensor<1x6x6x32xf32> -> tensor<1x32x6x6xf32>
    ```
    Runs after unfold-convolutions, which makes these transposes, and before
    simplify, which joins them with those of the next convolution.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def FlattenContractions : Pass<"flatten-contractions", "mlir::func::FuncOp"> {
  let summary = "Makes products with one right operand for the whole batch two-dimensional";
  let description = [{
    ```mlir
    %1 = graph.broadcast %w axes = [1, 2] : tensor<384x64xf32> -> tensor<8x384x64xf32>
    %2 = graph.matmul %x, %1 : tensor<8x128x384xf32>, tensor<8x384x64xf32> -> tensor<8x128x64xf32>
    ```
    becomes
    ```mlir
    %1 = graph.reshape %x : tensor<8x128x384xf32> -> tensor<1024x384xf32>
    %2 = graph.matmul %1, %w : tensor<1024x384xf32>, tensor<384x64xf32> -> tensor<1024x64xf32>
    %3 = graph.reshape %2 : tensor<1024x64xf32> -> tensor<8x128x64xf32>
    ```
    One product of many rows reads its right operand once and fills register
    tiles whatever the batch. Runs after simplify, which has joined chains of
    broadcasts, and before merge-sibling-contractions and pack-contractions,
    which see weights as matrices only.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def MergeSiblingContractions : Pass<"merge-sibling-contractions", "mlir::func::FuncOp"> {
  let summary = "Computes products of one left operand with several weights as one product";
  let description = [{
    ```mlir
    %q = graph.matmul %x, %wq : tensor<128x384xf32>, tensor<384x384xf32> -> tensor<128x384xf32>
    %k = graph.matmul %x, %wk : tensor<128x384xf32>, tensor<384x384xf32> -> tensor<128x384xf32>
    ```
    becomes
    ```mlir
    %w = graph.concat %wq, %wk axis = 1 : tensor<384x384xf32>, tensor<384x384xf32> -> tensor<384x768xf32>
    %m = graph.matmul %x, %w : tensor<128x384xf32>, tensor<384x768xf32> -> tensor<128x768xf32>
    %q = graph.slice %m starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<128x768xf32> -> tensor<128x384xf32>
    %k = graph.slice %m starts = #graph.sizes<0, 384> steps = [1, 1] : tensor<128x768xf32> -> tensor<128x384xf32>
    ```
    Where every product is followed by its bias, the biases are merged, too.
    The left operand is read once and one kernel has more columns to share out.
    The weights' concat is computed before the first run by outline-prepare.

    Only products whose results reach attention through views are merged:
    attention reads the slices in place, elementwise ops lose their place in
    the product's epilogue otherwise.

    Runs after simplify, flatten-contractions and CSE, which make the shared
    left operand one value, and before pack-contractions, which hides weights.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def PackContractions : Pass<"pack-contractions", "mlir::func::FuncOp"> {
  let summary = "Lays out the right operands of products for the kernels";
  let description = [{
    ```mlir
    %1 = graph.matmul %x, %w : tensor<128x384xf32>, tensor<384x96xf32> -> tensor<128x96xf32>
    ```
    becomes
    ```mlir
    %0 = graph.pack %w : tensor<384x96xf32> -> tensor<2x384x64xf32>
    %1 = graph.packed_matmul %x, %0 : tensor<128x384xf32>, tensor<2x384x64xf32> -> tensor<128x96xf32>
    ```
    A right operand that is repeated over some batch axes is packed before it
    is repeated. Products of other types than f32 and f64 stay as they are and
    are computed element by element.

    Runs after the passes that rewrite products by their weights, and before
    outline-prepare, which moves the packing of weights out of the run.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def OutlinePrepare : Pass<"outline-prepare", "mlir::ModuleOp"> {
  let summary = "Moves what depends on weights only into functions that run once";
  let description = [{
    ```mlir
    func.func @main(%x: tensor<?x4xf32, #graph.sizes<s0, 4>>) -> ... {
      %w = graph.weight "w" : tensor<64x4xf32>
      %0 = graph.transpose %w permutation = [1, 0] : tensor<64x4xf32> -> tensor<4x64xf32>
      %1 = graph.pack %0 : tensor<4x64xf32> -> tensor<1x4x64xf32>
    ```
    becomes
    ```mlir
    func.func @main(%x: tensor<?x4xf32, #graph.sizes<s0, 4>>) -> ... {
      %1 = graph.weight "prepare_0" : tensor<1x4x64xf32>
      ...
    func.func private @prepare_0(%w: tensor<64x4xf32> {graph.weight = "w"}) -> tensor<1x4x64xf32> {
      %0 = graph.transpose %w permutation = [1, 0] : tensor<64x4xf32> -> tensor<4x64xf32>
      %1 = graph.pack %0 : tensor<4x64xf32> -> tensor<1x4x64xf32>
      return %1 : tensor<1x4x64xf32>
    }
    ```
    Equal computations share one function. Weights by themselves, and ops that
    only repeat or view them, stay: they cost nothing in a kernel.

    Runs after the layout passes, which make most of this work, and before
    fusion, which must not draw it into kernels.
  }];
  let dependentDialects = ["mlir::func::FuncDialect", "tenon::graph::GraphDialect"];
}

//===----------------------------------------------------------------------===//
// fusion/
//===----------------------------------------------------------------------===//

def MarkSizeRegions : Pass<"mark-size-regions", "mlir::func::FuncOp"> {
  let summary = "Says which ops wait for sizes that depend on data";
  let description = [{
    ```mlir
    graph.define_size %count symbol = 0 : tensor<i64>
    %0 = graph.iota 0 : tensor<?xi64, #graph.sizes<s0>>
    ```
    becomes
    ```mlir
    graph.define_size %count symbol = 0 : tensor<i64>
    %0 = graph.iota 0 {graph.size_region = 1 : i64} : tensor<?xi64, #graph.sizes<s0>>
    ```
    Runs before the fusion passes, which keep regions apart.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def FuseContractions : Pass<"fuse-contractions", "mlir::func::FuncOp"> {
  let summary = "Groups products with the elementwise ops that follow them";
  let description = [{
    ```mlir
    %1 = graph.packed_matmul %x, %w : tensor<128x384xf32>, tensor<1x384x64xf32> -> tensor<128x64xf32>
    %2 = graph.broadcast %b axes = [1] : tensor<64xf32> -> tensor<128x64xf32>
    %3 = graph.add %1, %2 : tensor<128x64xf32>, tensor<128x64xf32> -> tensor<128x64xf32>
    ```
    becomes
    ```mlir
    %3 = graph.group(%a = %x : tensor<128x384xf32>, %p = %w : tensor<1x384x64xf32>, %c = %b : tensor<64xf32>) -> tensor<128x64xf32> {
      %1 = graph.packed_matmul %a, %p : tensor<128x384xf32>, tensor<1x384x64xf32> -> tensor<128x64xf32>
      %2 = graph.broadcast %c axes = [1] : tensor<64xf32> -> tensor<128x64xf32>
      %4 = graph.add %1, %2 : tensor<128x64xf32>, tensor<128x64xf32> -> tensor<128x64xf32>
      graph.yield %4 : tensor<128x64xf32>
    }
    ```
    Runs before the other fusion passes: an op in a product's epilogue saves
    a whole pass over memory, in a reduction's prologue only a part of one.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def FuseConvolutions : Pass<"fuse-convolutions", "mlir::func::FuncOp"> {
  let summary = "Groups convolutions with the elementwise ops that follow them";
  let description = [{
    ```mlir
    %1 = graph.convolution %x, %w strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [1] groups = 1
       : tensor<1x3x32xf32>, tensor<8x3x3xf32> -> tensor<1x8x32xf32>
    %2 = graph.broadcast %b axes = [1] : tensor<8xf32> -> tensor<1x8x32xf32>
    %3 = graph.add %1, %2 : tensor<1x8x32xf32>, tensor<1x8x32xf32> -> tensor<1x8x32xf32>
    %4 = graph.relu %3 : tensor<1x8x32xf32> -> tensor<1x8x32xf32>
    ```
    becomes one group that gives %4: bias, batch norm, residual and activation
    are computed from each sum while it is in a register. Views of the operands
    join where the kernel reads them with one distance between elements.

    Runs before fuse-reductions and fuse-elementwise: a pool or a mean over the
    result would else compute these ops once more for each window.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def FuseAttention : Pass<"fuse-attention", "mlir::func::FuncOp"> {
  let summary = "Groups attention with the views around it";
  let description = [{
    ```mlir
    %1 = graph.transpose %0 permutation = [0, 2, 1, 3] : tensor<1x128x12x32xf32> -> tensor<1x12x128x32xf32>
    %2 = graph.attention %1, %k, %v scale = 0.1767 : ... -> tensor<1x12x128x32xf32>
    %3 = graph.transpose %2 permutation = [0, 2, 1, 3] : tensor<1x12x128x32xf32> -> tensor<1x128x12x32xf32>
    ```
    becomes one group that reads %0 and gives %3: the transposes are strides of
    the kernel's loads and stores.

    Runs after fuse-contractions, so that the products around it are tensors in
    memory, and before fuse-reductions and fuse-elementwise, which would copy
    the transposed tensors.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def FuseReductions : Pass<"fuse-reductions", "mlir::func::FuncOp"> {
  let summary = "Groups reductions along rows with what makes the rows and what follows";
  let description = [{
    ```mlir
    %1 = graph.add %x, %y : tensor<128x384xf32>, tensor<128x384xf32> -> tensor<128x384xf32>
    %2 = graph.layer_norm %1 axis = 1 epsilon = 1.0e-5 : tensor<128x384xf32> -> tensor<128x384xf32>
    ```
    becomes one group; where %1 has other users, it is a second result. Softmax
    and arg_reduce over an axis that is not the last one work on a transposed
    operand.

    Runs after fuse-contractions, which has the first choice of residual adds,
    and before fuse-elementwise, which would take the prologues for itself.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def FuseLines : Pass<"fuse-lines", "mlir::func::FuncOp"> {
  let summary = "Groups scatters, scans and sorts with what makes the elements that they read";
  let description = [{
    ```mlir
    %1 = graph.mul %x, %y : tensor<5x64xf32>, tensor<5x64xf32> -> tensor<5x64xf32>
    %2 = graph.scatter sum %t, %i, %1 axis = 0 : tensor<9x64xf32>, tensor<5xi64>, tensor<5x64xf32> -> tensor<9x64xf32>
    ```
    becomes
    ```mlir
    %2 = graph.group(%a = %x : tensor<5x64xf32>, %b = %y : tensor<5x64xf32>, %c = %t : tensor<9x64xf32>, %d = %i : tensor<5xi64>) -> tensor<9x64xf32> {
      %1 = graph.mul %a, %b : tensor<5x64xf32>, tensor<5x64xf32> -> tensor<5x64xf32>
      %3 = graph.scatter sum %c, %d, %1 axis = 0 : tensor<9x64xf32>, tensor<5xi64>, tensor<5x64xf32> -> tensor<9x64xf32>
      graph.yield %3 : tensor<9x64xf32>
    }
    ```
    What the scatter changes is read from memory.

    Runs after fuse-reductions, which saves more by the same ops, and before
    fuse-elementwise, which would take them for itself.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

def FuseElementwise : Pass<"fuse-elementwise", "mlir::func::FuncOp"> {
  let summary = "Groups everything that is left";
  let description = [{
    ```mlir
    %1 = graph.exp %0 : tensor<4x8xf32> -> tensor<4x8xf32>
    %2 = graph.transpose %1 permutation = [1, 0] : tensor<4x8xf32> -> tensor<8x4xf32>
    %3 = graph.add %2, %c : tensor<8x4xf32>, tensor<8x4xf32> -> tensor<8x4xf32>
    ```
    becomes one group. An op whose result is needed several times over, as by a
    broadcast, joins only if computing it again is as cheap as loading.

    Runs last of the fusion passes; afterwards every op of the function is a
    group, a weight, a constant or a reshape.
  }];
  let dependentDialects = ["tenon::graph::GraphDialect"];
}

//===----------------------------------------------------------------------===//
// lowering/
//===----------------------------------------------------------------------===//

def LowerToKernel : Pass<"lower-to-kernel", "mlir::func::FuncOp"> {
  let summary = "Makes each group one kernel op on scalars";
  let description = [{
    ```mlir
    %1 = graph.group(%a = %0 : tensor<4x8xf32>) -> tensor<8x4xf32> {
      %2 = graph.transpose %a permutation = [1, 0] : tensor<4x8xf32> -> tensor<8x4xf32>
      %3 = graph.exp %2 : tensor<8x4xf32> -> tensor<8x4xf32>
      graph.yield %3 : tensor<8x4xf32>
    }
    ```
    becomes
    ```mlir
    %1 = kernel.elementwise(%0 : tensor<4x8xf32>) sizes = <8, 4> -> tensor<8x4xf32> {
    ^bb0(%a: tensor<4x8xf32>, %i: index, %j: index):
      %2 = kernel.load %a[affine_map<(d0, d1) -> (d0 + d1 * 8)>](%i, %j) : tensor<4x8xf32> -> f32
      %3 = math.exp %2 : f32
      kernel.yield %3 : f32
    }
    ```
    Runs after fuse-elementwise, which leaves groups
    only. Run canonicalize and CSE after it: kernels that are equal then print
    equally and are emitted once.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect", "mlir::math::MathDialect", "tenon::kernel::KernelDialect"];
}

//===----------------------------------------------------------------------===//
// memory/
//===----------------------------------------------------------------------===//

def PlanMemory : Pass<"plan-memory", "mlir::func::FuncOp"> {
  let summary = "Gives every kernel result a buffer with a lifetime, or an output";
  let description = [{
    ```mlir
    func.func @main(%x: tensor<8xf32>) -> tensor<8xf32> {
      %0 = kernel.elementwise(%x : tensor<8xf32>) sizes = <8> -> tensor<8xf32> { ... }
      %1 = kernel.elementwise(%0 : tensor<8xf32>) sizes = <8> -> tensor<8xf32> { ... }
    ```
    becomes
    ```mlir
    func.func @main(%x: tensor<8xf32>) -> tensor<8xf32> attributes {kernel.buffers = [#kernel.buffer<<32>, 0, 1>]} {
      %0 = kernel.elementwise(%x : tensor<8xf32>) sizes = <8> {buffers = array<i64: 0>} -> tensor<8xf32> { ... }
      %1 = kernel.elementwise(%0 : tensor<8xf32>) sizes = <8> {buffers = array<i64: -1>} -> tensor<8xf32> { ... }
    ```
    A result may take over the buffer of an input that dies there and whose
    elements the kernel reads only where it writes them. Tensors that the
    function returns without a kernel that makes them for that output alone
    are copied by one. A result of a private function that may be written
    where an argument lies says so (`kernel.overwrites`).

    A result that becomes a state is written where the state lies (-1 - k for
    result k of the function, like an output) when no later kernel reads the
    previous value, or this one reads it only where it writes; the kernel moves
    behind other readers where it can. Else the value is copied there last.

    Runs after lower-to-kernel and the clean-up of its regions: the loads tell
    what may be overwritten. CSE must not run after it, it would merge copies
    for two outputs.
  }];
  let dependentDialects = ["tenon::kernel::KernelDialect"];
}

def VerifyKernels : Pass<"verify-kernels", "mlir::func::FuncOp"> {
  let summary = "Checks what may reach code generation";
  let description = [{
    A function holds kernels, weights, constants and reshapes only, and every
    kernel's results have a place in the plan:
    ```mlir
    %1 = graph.exp %0 : tensor<8xf32> -> tensor<8xf32>
    ```
    is reported as left beside the kernels; a correct function does not change.
    Runs last.
  }];
}

#endif // TENON_PASSES
