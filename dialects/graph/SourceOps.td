//===- SourceOps.td - Ops without operands ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_WeightOp : Graph_Op<"weight"> {
  let summary = "A named tensor of the model's weight store";
  let description = [{
    The values live outside the IR, in a store that the compiler is given
    beside the module; the name finds them there.

    ```mlir
    %0 = graph.weight "encoder.weight" : tensor<512x784xf32>
    ```
  }];
  let arguments = (ins StrAttr:$name);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$name attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Graph_ConstantOp : Graph_Op<"constant", [ConstantLike]> {
  let summary = "A small constant tensor (at most 1 KB)";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$value attr-dict `:` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Graph_FillOp : Graph_Op<"fill"> {
  let summary = "A tensor of any size with one value everywhere";
  let description = [{
    ```mlir
    %0 = graph.fill 1.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
    ```
    The value is a float or an integer attribute of the element type
    (signless where the element type is unsigned).
  }];
  let arguments = (ins TypedAttrInterface:$value);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$value attr-dict `->` type($result)";
}

def Graph_IotaOp : Graph_Op<"iota"> {
  let summary = "The index along one axis: 0, 1, 2, ...";
  let arguments = (ins I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$axis attr-dict `:` type($result)";
}

def Graph_SizeOp : Graph_Op<"size"> {
  let summary = "A size expression as a scalar tensor";
  let description = [{
    ```mlir
    %0 = graph.size <s0 * 2> : tensor<i64>
    ```
  }];
  let arguments = (ins Graph_SizesAttr:$value);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$value attr-dict `:` type($result)";
}

def Graph_DefineSizeOp : Op<Graph_Dialect, "define_size", [MemoryEffects<[MemWrite]>,
    DeclareOpInterfaceMethods<SizeDefinitionOpInterface>]> {
  let summary = "Gives a symbol its value: a size that depends on data";
  let description = [{
    Symbol number `symbol` of the function is the value of an i64 scalar; a
    negative one is an error of the run. What mentions the symbol waits for it
    (SizeRegions.h). Every symbol is a size of an input or defined once.

    ```mlir
    %count = graph.reduce sum %isWanted axes = [0] : tensor<8xi64> -> tensor<i64>
    graph.define_size %count symbol = 1 : tensor<i64>
    %0 = graph.iota 0 : tensor<?xi64, #graph.sizes<s1>>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$value, I64Attr:$symbol);
  let assemblyFormat = "$value `symbol` `=` $symbol attr-dict `:` type($value)";
  let hasVerifier = 1;
}
