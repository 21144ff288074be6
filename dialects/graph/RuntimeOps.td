//===- RuntimeOps.td - Calls of the runtime ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_CallRuntimeOp : Graph_Op<"call_runtime"> {
  let summary = "What is no tensor program: a function of the runtime";
  let description = [{
    The functions are those of Strings.h, which the runtime has in `longtail/`;
    a program links those that it calls. The result's sizes stand in its type.

    ```mlir
    %2 = graph.call_runtime "string_concat"(%0, %1)
       : (tensor<4x!graph.string>, tensor<4x!graph.string>) -> tensor<4x!graph.string>
    ```
  }];
  let arguments = (ins StrAttr:$function, Variadic<AnyRankedTensor>:$inputs);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$function `(` $inputs `)` attr-dict `:` functional-type($inputs, $result)";
  let hasVerifier = 1;
}
