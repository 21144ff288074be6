//===- ControlOps.td - Branches and loops -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What is done in a branch or in an iteration is a private function of the
// module, called by name: every pass on functions works on it as on any other.
// A callee has symbols of its own. They get their values from the sizes of what
// is passed: every symbol is a size of a parameter by itself.

include "dialects/graph/GraphBase.td"

class Graph_Control<string mnemonic, list<Trait> traits = []> :
    Graph_Op<mnemonic, !listconcat([
      DeclareOpInterfaceMethods<ControlOpInterface>, DeclareOpInterfaceMethods<SizeDefinitionOpInterface>,
      DeclareOpInterfaceMethods<SymbolUserOpInterface>], traits)>;

def Graph_IfOp : Graph_Control<"if"> {
  let summary = "The results of one of two functions, by a condition";
  let description = [{
    The condition is a scalar of i1. Both functions take `arguments` and give
    results of the types of this op's, but for sizes that the op defines; only
    one of them is called.

    ```mlir
    %1 = graph.if %c (@then, @otherwise) (%x) : tensor<i1>, (tensor<4xf32>) -> tensor<4xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$condition, FlatSymbolRefAttr:$thenFunction, FlatSymbolRefAttr:$elseFunction,
                       Variadic<AnyRankedTensor>:$arguments, OptionalAttr<DenseI64ArrayAttr>:$defined);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let assemblyFormat = [{
    $condition ` ` `(` $thenFunction `,` $elseFunction `)` `(` $arguments `)` (`defines` `=` $defined^)? attr-dict `:`
    type($condition) `,` functional-type($arguments, $outputs)
  }];
  let hasVerifier = 1;
}

def Graph_LoopOp : Graph_Control<"loop", [AttrSizedOperandSegments]> {
  let summary = "Calls a function again and again on what it gave before";
  let description = [{
    The body takes the carried values, the invariants, and the number of the
    iteration, a scalar of i64 that starts at 0. It gives a scalar of i1 that
    says whether to go on, the next carried values, and outputs of this
    iteration. The results are the last carried values, of the types of the
    initial ones, then for each output of an iteration one tensor with all of
    them along a new first axis.

    The loop ends when the body says so; after `count` iterations, a size, or
    after `limit` ones, a scalar of i64; it does not begin where `condition`, a
    scalar of i1, is false. Outputs of iterations need a `count`, which is the
    new axis's size: those of iterations that did not take place are zero. Or
    the new axis's size is a symbol that the op defines: the number of
    iterations that took place. A carried value may have another size in every
    iteration where its result's size is a symbol that the op defines.

    ```mlir
    %1:2 = graph.loop @body (%x : tensor<4xf32>) invariants (%w : tensor<4xf32>) count = <8>
         -> tensor<4xf32>, tensor<8x4xf32>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$body, Variadic<AnyRankedTensor>:$initial,
                       Variadic<AnyRankedTensor>:$invariants, Optional<AnyRankedTensor>:$limit,
                       Optional<AnyRankedTensor>:$condition, OptionalAttr<Graph_SizesAttr>:$count,
                       OptionalAttr<DenseI64ArrayAttr>:$defined);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let assemblyFormat = [{
    $body (` ` `(` $initial^ `:` type($initial) `)`)? (`invariants` ` ` `(` $invariants^ `:` type($invariants) `)`)?
    (`limit` ` ` `(` $limit^ `:` type($limit) `)`)? (`while` ` ` `(` $condition^ `:` type($condition) `)`)?
    (`count` `=` $count^)? (`defines` `=` $defined^)? attr-dict (`->` type($outputs)^)?
  }];
  let hasVerifier = 1;
}
