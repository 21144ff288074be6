//===- KernelOps.td - The kernel dialect ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_KERNEL_OPS
#define TENON_KERNEL_OPS

include "dialects/graph/GraphBase.td"
include "dialects/kernel/KernelInterfaces.td"

def Kernel_Dialect : Dialect {
  let name = "kernel";
  let cppNamespace = "::tenon::kernel";
  let summary = "One op for each kernel: the border between passes and code generation";
  let description = [{
    A function holds kernel ops in the order in which they run, beside
    `graph.weight` and `graph.reshape` (a view of memory). Every tensor is
    dense and row-major in memory. A kernel op has

    * inputs: tensors in memory;
    * an iteration space: sizes over the function's symbols;
    * regions that compute on scalars (arith, math, `kernel.load`), whose
      block arguments are the inputs first and then the indices;
    * results: tensors, written once.

    The element offset of a load is an affine map of the indices, or of
    computed values: `kernel.load %table[affine_map<(d0, d1) -> (d0 * 384 + d1)>](%row, %j)`.
    After the memory plan each op says where its results lie (`buffers`).
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let dependentDialects = ["::tenon::graph::GraphDialect", "::mlir::arith::ArithDialect", "::mlir::math::MathDialect"];
}

def Kernel_RowType : TypeDef<Kernel_Dialect, "Row"> {
  let mnemonic = "row";
  let summary = "A value for each index of a row, made by one sweep and read by later ones";
  let parameters = (ins "::mlir::Type":$elementType);
  let assemblyFormat = "`<` $elementType `>`";
}

def Kernel_BufferAttr : AttrDef<Kernel_Dialect, "Buffer"> {
  let mnemonic = "buffer";
  let summary = "Memory of the arena: its bytes, and the first and last kernel that uses it";
  let parameters = (ins "::tenon::graph::SizesAttr":$bytes, "int64_t":$first, "int64_t":$last);
  let assemblyFormat = "`<` $bytes `,` $first `,` $last `>`";
}

def Kernel_TilesAttr : AttrDef<Kernel_Dialect, "Tiles"> {
  let mnemonic = "tiles";
  let summary = "How a product is cut: rows of a tile of work, depth of a pass, at most so many rows and vectors in registers";
  let parameters = (ins "int64_t":$rows, "int64_t":$depth, "int64_t":$registerRows, "int64_t":$registerVectors);
  let assemblyFormat = "`<` struct(params) `>`";
}

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

class Kernel_Op<string mnemonic, list<Trait> traits = []> : Op<Kernel_Dialect, mnemonic, !listconcat([Pure], traits)>;

class Kernel_Kernel<string mnemonic, list<Trait> traits = []> : Kernel_Op<mnemonic, !listconcat([
    IsolatedFromAbove, DeclareOpInterfaceMethods<KernelOpInterface, ["getInputs", "getOutputs", "getBuffers", "setBuffers"]>], traits)> {
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
}

def Kernel_ElementwiseOp : Kernel_Kernel<"elementwise"> {
  let summary = "Computes each element of its results independently";
  let description = [{
    The results have the sizes `sizes`, which are the iteration space. Block
    arguments: the inputs, then one index a dimension. Covers arithmetic,
    copies, gathers, packing, and reductions over other axes than the last
    one in memory (`kernel.fold`).

    With `parts` each result has one more axis, the first, of that size, and the
    body yields its elements of all parts one after the other: what is computed
    together but lies apart.

    ```mlir
    %1 = kernel.elementwise(%0 : tensor<4x8xf32>) sizes = <8, 4> -> tensor<8x4xf32> {
    ^bb0(%a: tensor<4x8xf32>, %i: index, %j: index):
      %x = kernel.load %a[affine_map<(d0, d1) -> (d1 * 8 + d0)>](%i, %j) : tensor<4x8xf32> -> f32
      %y = math.exp %x : f32
      kernel.yield %y : f32
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, Graph_SizesAttr:$sizes, OptionalAttr<I64Attr>:$parts,
                       OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `(` ($inputs^ `:` type($inputs))? `)` `sizes` `=` $sizes (`parts` `=` $parts^)? attr-dict `->` type($outputs) $body
  }];
  let hasVerifier = 1;
}

def Kernel_RowsOp : Kernel_Kernel<"rows"> {
  let summary = "Computes rows with reductions along them";
  let description = [{
    For each index of `sizes` the body runs once: sweeps along a row of
    `rowSize` elements, and scalar ops between them. Block arguments: the
    inputs, then one index for each of `sizes`. It yields rows (a result of
    `sizes` x `rowSize`) and scalars (a result of `sizes`).

    ```mlir
    %1 = kernel.rows(%0 : tensor<4x8xf32>) sizes = <4> row_size = <8> -> tensor<4x8xf32> {
    ^bb0(%a: tensor<4x8xf32>, %i: index):
      %sum = kernel.sweep [sum] -> f32 {
      ^bb0(%j: index):
        %x = kernel.load %a[affine_map<(d0, d1) -> (d0 * 8 + d1)>](%i, %j) : tensor<4x8xf32> -> f32
        kernel.yield %x : f32
      }
      %scaled = kernel.sweep [] -> !kernel.row<f32> {
      ^bb0(%j: index):
        %x = kernel.load %a[affine_map<(d0, d1) -> (d0 * 8 + d1)>](%i, %j) : tensor<4x8xf32> -> f32
        %y = arith.divf %x, %sum : f32
        kernel.yield %y : f32
      }
      kernel.yield %scaled : !kernel.row<f32>
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, Graph_SizesAttr:$sizes, Graph_SizesAttr:$rowSize,
                       OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "`(` ($inputs^ `:` type($inputs))? `)` `sizes` `=` $sizes `row_size` `=` $rowSize attr-dict `->` type($outputs) $body";
  let hasVerifier = 1;
}

def Kernel_ContractionOp : Kernel_Kernel<"contraction"> {
  let summary = "Matrix product with a packed right operand and an epilogue";
  let description = [{
    acc[b..., m, n] = sum over k... of lhs[lhsMap(b..., m, k...)] * rhs panel,
    where inputs[0] is the left and inputs[1] the right operand. `sizes` are
    [b..., M, N]; `depth` are one or more sizes with the product K: a window's,
    and the channels, of a convolution. The map is linear in each k. `rhsMap`
    gives for the batch indices the offset of the first panel; panel n / 16 lies
    n / 16 * K * 16 elements further and holds [K][16], k... in row-major order. The epilogue computes the results' elements: block arguments
    are the inputs, the accumulator, and the indices b..., m, n.

    Without `tiles` the emitter's cost model cuts the product.
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, Graph_SizesAttr:$sizes, Graph_SizesAttr:$depth,
                       AffineMapAttr:$lhsMap, AffineMapAttr:$rhsMap, OptionalAttr<Kernel_TilesAttr>:$tiles,
                       OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let regions = (region SizedRegion<1>:$epilogue);
  let assemblyFormat = [{
    `(` $inputs `:` type($inputs) `)` `sizes` `=` $sizes `depth` `=` $depth `lhs` `=` $lhsMap `rhs` `=` $rhsMap
    (`tiles` `=` $tiles^)? attr-dict `->` type($outputs) $epilogue
  }];
  let hasVerifier = 1;
}

def Kernel_AttentionOp : Kernel_Kernel<"attention"> {
  let summary = "softmax(scores) V in one kernel, scores = score(scale Q K^T)";
  let description = [{
    inputs[0..2] are query, key and value; their maps give element offsets for
    (b..., l, e), (b..., s, e) and (b..., s, v); `resultMap` for (b..., l, v)
    of the only result. `sizes` are [b..., L, V]; `keyLength` is S and
    `headSize` E. The region changes a score (mask, bias): block arguments are
    the inputs, the scaled score (f32 for half precision), and the indices
    b..., l, s. With `causal`,
    l sees s <= l only.
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, Graph_SizesAttr:$sizes, Graph_SizesAttr:$keyLength,
                       Graph_SizesAttr:$headSize, AffineMapAttr:$queryMap, AffineMapAttr:$keyMap,
                       AffineMapAttr:$valueMap, AffineMapAttr:$resultMap, F64Attr:$scale, UnitAttr:$causal,
                       OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let regions = (region SizedRegion<1>:$score);
  let assemblyFormat = [{
    `(` $inputs `:` type($inputs) `)` `sizes` `=` $sizes `key_length` `=` $keyLength `head_size` `=` $headSize
    `query` `=` $queryMap `key` `=` $keyMap `value` `=` $valueMap `result` `=` $resultMap `scale` `=` $scale
    (`causal` $causal^)? attr-dict `->` type($outputs) $score
  }];
  let extraClassDeclaration = [{
    /// The type of scores: f32 for half precision, else the inputs' element type.
    ::mlir::Type getScoreType();
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

class Kernel_Call<string mnemonic, list<Trait> traits = []> : Kernel_Op<mnemonic, !listconcat([
    DeclareOpInterfaceMethods<KernelOpInterface, ["getInputs", "getOutputs", "getBuffers", "setBuffers"]>,
    DeclareOpInterfaceMethods<SizeDefinitionOpInterface>], traits)> {
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
}

def Kernel_DefineOp : Op<Kernel_Dialect, "define", [MemoryEffects<[MemWrite]>,
    DeclareOpInterfaceMethods<KernelOpInterface, ["getInputs", "getOutputs", "getBuffers", "setBuffers"]>,
    DeclareOpInterfaceMethods<SizeDefinitionOpInterface>]> {
  let summary = "graph.define_size on a tensor in memory: the runtime reads it";
  let description = [{
    ```mlir
    kernel.define(%0 : tensor<i64>) symbol = 1
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, I64Attr:$symbol, OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let assemblyFormat = "`(` $inputs `:` type($inputs) `)` `symbol` `=` $symbol attr-dict (`->` type($outputs)^)?";
}

def Kernel_RequireOp : Op<Kernel_Dialect, "require", [MemoryEffects<[MemWrite]>,
    DeclareOpInterfaceMethods<KernelOpInterface, ["getInputs", "getOutputs", "getBuffers", "setBuffers"]>]> {
  let summary = "Two numbers of elements that must be equal: the runtime looks";
  let description = [{
    For a reshape of which the sizes alone do not say that it keeps the number
    of elements.

    ```mlir
    kernel.require <24, s0 * s1>
    ```
  }];
  let arguments = (ins Graph_SizesAttr:$sizes, Variadic<AnyRankedTensor>:$inputs, OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let assemblyFormat = "$sizes (`(` $inputs^ `:` type($inputs) `)`)? attr-dict (`->` type($outputs)^)?";
}

def Kernel_CallRuntimeOp : Kernel_Op<"call_runtime", [
    DeclareOpInterfaceMethods<KernelOpInterface, ["getInputs", "getOutputs", "getBuffers", "setBuffers"]>]> {
  let summary = "graph.call_runtime on tensors in memory";
  let description = [{
    ```mlir
    %2 = kernel.call_runtime(%0, %1 : tensor<4xi64>, tensor<4xi64>) function = "string_concat" -> tensor<4xi64>
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, StrAttr:$function, OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let assemblyFormat = "`(` $inputs `:` type($inputs) `)` `function` `=` $function attr-dict (`->` type($outputs)^)?";
}

def Kernel_IfOp : Kernel_Call<"if"> {
  let summary = "graph.if on tensors in memory: the runtime calls one of two functions";
  let description = [{
    The inputs are the arguments and then the condition. The function that is
    called writes its results where those of this op lie. Where the op defines
    sizes, the callee's memory holds them first, and they are copied there when
    the next region of sizes begins.

    ```mlir
    %1 = kernel.if(%x, %c : tensor<4xf32>, tensor<i1>) functions = [@then, @otherwise] -> tensor<4xf32>
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, FlatSymbolRefAttr:$thenFunction,
                       FlatSymbolRefAttr:$elseFunction, OptionalAttr<DenseI64ArrayAttr>:$defined,
                       OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let assemblyFormat = [{
    `(` $inputs `:` type($inputs) `)` `functions` `=` `[` $thenFunction `,` $elseFunction `]`
    (`defines` `=` $defined^)? attr-dict
    (`->` type($outputs)^)?
  }];
}

def Kernel_LoopOp : Kernel_Call<"loop"> {
  let summary = "graph.loop on tensors in memory: the runtime calls the body";
  let description = [{
    The inputs are the initial values of the `carried` ones, the invariants,
    then the limit and the condition where the loop has them. The runtime keeps
    the carried values between two iterations.

    ```mlir
    %1 = kernel.loop(%x, %w, %c : tensor<4xf32>, tensor<4xf32>, tensor<i1>) body = @body carried = 1 condition
       -> tensor<4xf32>
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, FlatSymbolRefAttr:$body, I64Attr:$carried,
                       UnitAttr:$hasLimit, UnitAttr:$hasCondition, OptionalAttr<Graph_SizesAttr>:$count,
                       OptionalAttr<DenseI64ArrayAttr>:$defined, OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let assemblyFormat = [{
    `(` ($inputs^ `:` type($inputs))? `)` `body` `=` $body `carried` `=` $carried (`limit` $hasLimit^)?
    (`condition` $hasCondition^)? (`count` `=` $count^)? (`defines` `=` $defined^)? attr-dict
    (`->` type($outputs)^)?
  }];
}

//===----------------------------------------------------------------------===//
// Kernels along lines: `sizes` are <outer, length, inner>, and a line is the
// elements of one outer and one inner index. Block arguments of the body are
// the inputs, carried values if any, and the indices (outer, place, inner).
//===----------------------------------------------------------------------===//

def Kernel_ScatterOp : Kernel_Kernel<"scatter"> {
  let summary = "Changes elements of its first input in place";
  let description = [{
    The body yields a place and an element for every index of `sizes`. `kind`
    says what the element does at the offset `target` (of outer, place in the
    line, inner, yielded place) of the result, which holds elsewhere what
    inputs[0] held. A yielded place outside of [0, `places`) is left out.
    Along a line updates are made in order; no two lines have a target in
    common.

    The result lies where inputs[0] lies: the memory plan copies that tensor
    before where it is still needed. The body does not read it.

    ```mlir
    %2 = kernel.scatter sum(%0, %1, %u : tensor<9x64xf32>, tensor<5xi64>, tensor<5x64xf32>) sizes = <1, 5, 64>
        places = <9> target = affine_map<(d0, d1, d2, d3) -> (d2 + d3 * 64)> -> tensor<9x64xf32> {
    ^bb0(%d: tensor<9x64xf32>, %i: tensor<5xi64>, %a: tensor<5x64xf32>, %o: index, %l: index, %j: index):
      %p = kernel.load %i[affine_map<(d0) -> (d0)>](%l) : tensor<5xi64> -> i64
      %q = arith.index_cast %p : i64 to index
      %x = kernel.load %a[affine_map<(d0, d1) -> (d0 * 64 + d1)>](%l, %j) : tensor<5x64xf32> -> f32
      kernel.yield %q, %x : index, f32
    }
    ```
  }];
  let arguments = (ins Graph_ScatterKind:$kind, Variadic<AnyRankedTensor>:$inputs, Graph_SizesAttr:$sizes,
                       Graph_SizesAttr:$places, AffineMapAttr:$target, UnitAttr:$isUnsigned,
                       OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $kind `(` $inputs `:` type($inputs) `)` `sizes` `=` $sizes `places` `=` $places `target` `=` $target
    (`unsigned` $isUnsigned^)? attr-dict `->` type($outputs) $body
  }];
  let extraClassDeclaration = [{
    ::std::optional<unsigned> getChangedInput() { return 0; }
  }];
  let hasVerifier = 1;
}

def Kernel_ScanOp : Kernel_Kernel<"scan"> {
  let summary = "Walks along lines with values that each element passes on to the next";
  let description = [{
    Carried values start as `initial`. For each place of a line in order, with
    `reverse` from its end, the body yields the next carried values, then an
    element of each result; results have the sizes `sizes`.

    ```mlir
    %1 = kernel.scan(%0 : tensor<4x8xf32>) sizes = <4, 8, 1> initial = [0.0 : f32] -> tensor<4x8x1xf32> {
    ^bb0(%a: tensor<4x8xf32>, %sum: f32, %o: index, %l: index, %j: index):
      %x = kernel.load %a[affine_map<(d0, d1) -> (d0 * 8 + d1)>](%o, %l) : tensor<4x8xf32> -> f32
      %next = arith.addf %sum, %x : f32
      kernel.yield %next, %next : f32, f32
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, Graph_SizesAttr:$sizes, ArrayAttr:$initial,
                       UnitAttr:$reverse, OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `(` ($inputs^ `:` type($inputs))? `)` `sizes` `=` $sizes `initial` `=` $initial (`reverse` $reverse^)?
    attr-dict `->` type($outputs) $body
  }];
  let hasVerifier = 1;
}

def Kernel_SortOp : Kernel_Kernel<"sort"> {
  let summary = "Sorts lines";
  let description = [{
    The body yields the element of a place. Results, of the sizes `sizes`, are
    the elements in order where `values` is given, then the places (i64) that
    they come from where `indices` is given. Equal elements keep their order;
    NaN is larger than anything.

    ```mlir
    %v, %i = kernel.sort(%0 : tensor<4x8xf32>) sizes = <4, 8, 1> values indices -> tensor<4x8x1xf32>, tensor<4x8x1xi64> {
    ^bb0(%a: tensor<4x8xf32>, %o: index, %l: index, %j: index):
      %x = kernel.load %a[affine_map<(d0, d1) -> (d0 * 8 + d1)>](%o, %l) : tensor<4x8xf32> -> f32
      kernel.yield %x : f32
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, Graph_SizesAttr:$sizes, UnitAttr:$descending,
                       UnitAttr:$isUnsigned, UnitAttr:$values, UnitAttr:$indices,
                       OptionalAttr<DenseI64ArrayAttr>:$buffers);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `(` ($inputs^ `:` type($inputs))? `)` `sizes` `=` $sizes (`descending` $descending^)? (`unsigned` $isUnsigned^)?
    (`values` $values^)? (`indices` $indices^)? attr-dict `->` type($outputs) $body
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Inside kernels
//===----------------------------------------------------------------------===//

def Kernel_LoadOp : Kernel_Op<"load", [AttrSizedOperandSegments]> {
  let summary = "One element of an input at the offset that the map gives";
  let description = [{
    The map's dimensions are `indices`, its symbols those of the function; its
    one result is an offset in elements. Where `mask` is given and false,
    nothing is read and the value is zero. Unsigned elements load as signless.
  }];
  let arguments = (ins AnyRankedTensor:$source, AffineMapAttr:$map, Variadic<Index>:$indices, Optional<I1>:$mask);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$source `[` $map `]` `(` $indices `)` (`mask` $mask^)? attr-dict `:` type($source) `->` type($result)";
  let hasVerifier = 1;
}

def Kernel_SizeOp : Kernel_Op<"size"> {
  let summary = "The value of a size expression";
  let arguments = (ins Graph_SizesAttr:$value);
  let results = (outs Index:$result);
  let assemblyFormat = "$value attr-dict";
}

def Kernel_FoldOp : Kernel_Op<"fold", [RecursiveMemoryEffects]> {
  let summary = "Combines values over a loop inside one element's computation";
  let description = [{
    Block arguments: one index for each of `sizes`. The value yielded is
    combined by `kind`, in index order; the start is the kind's neutral element.
  }];
  let arguments = (ins Graph_ReductionKind:$kind, Graph_SizesAttr:$sizes, UnitAttr:$isUnsigned);
  let results = (outs AnyType:$result);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$kind $sizes (`unsigned` $isUnsigned^)? attr-dict `:` type($result) $body";
}

def Kernel_SweepOp : Kernel_Op<"sweep", [HasParent<"RowsOp">, RecursiveMemoryEffects]> {
  let summary = "One pass along a row";
  let description = [{
    The block argument is the index in the row. Yields first one value for each
    of `kinds`, which are combined to the first results, then one for each
    further result, a row.
  }];
  let arguments = (ins TypedArrayAttrBase<Graph_ReductionKind, "reduction kinds">:$kinds, UnitAttr:$isUnsigned);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "custom<ReductionKinds>($kinds) (`unsigned` $isUnsigned^)? attr-dict `->` type($results) $body";
  let hasVerifier = 1;
}

def Kernel_ReadRowOp : Kernel_Op<"read_row"> {
  let summary = "The value of an earlier sweep's row at this index";
  let arguments = (ins Kernel_RowType:$row);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$row attr-dict `:` type($row) `->` type($result)";
}

def Kernel_YieldOp : Kernel_Op<"yield", [Terminator, ReturnLike]> {
  let summary = "Ends a region of a kernel";
  let arguments = (ins Variadic<AnyType>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
  let builders = [OpBuilder<(ins), [{ (void)$_builder; }]>];
}

#endif // TENON_KERNEL_OPS
