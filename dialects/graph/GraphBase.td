//===- GraphBase.td - The graph dialect, its attributes and interfaces ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_GRAPH_BASE
#define TENON_GRAPH_BASE

include "dialects/graph/GraphInterfaces.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Graph_Dialect : Dialect {
  let name = "graph";
  let cppNamespace = "::tenon::graph";
  let summary = "Tensor programs with symbolic sizes";
  let description = [{
    One small set of ops on tensors, all pure. A size that is not known is an
    expression over the symbols of the function, and stands in the tensor's
    type: `tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>`. The function names
    its symbols in the attribute `graph.symbols = ["batch", "sequence"]`.
    Signed integers are signless (`i64`), unsigned ones are `ui8` and so on.
    Broadcasts are explicit: the operands of an elementwise op have one shape.
    An argument or result with the attribute `graph.state = "cache"` is no input
    or output, but what the function finds in the state `cache` and leaves there.
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let hasOperationAttrVerify = 1;
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect"];
  let hasConstantMaterializer = 0;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
}

class Graph_Attr<string name, string mnemonicText> : AttrDef<Graph_Dialect, name> {
  let mnemonic = mnemonicText;
}

def Graph_SizesAttr : Graph_Attr<"Sizes", "sizes"> {
  let summary = "The sizes of a tensor as expressions over the function's symbols";
  let description = [{
    The encoding of every tensor type with a size that is not known at compile
    time. One expression a dimension; `s0` is the function's first symbol.
    A dimension that the type gives as a number stands here as that number.
  }];
  let parameters = (ins ArrayRefParameter<"::mlir::AffineExpr">:$sizes);
  let hasCustomAssemblyFormat = 1;
}

def Graph_StringType : TypeDef<Graph_Dialect, "String"> {
  let mnemonic = "string";
  let summary = "The element type of tensors of strings";
  let description = [{
    In memory a handle of 64 bits, which names a string of a table that each
    context has (Strings.h). Ops that move elements move handles; equal strings
    have equal handles. What else there is to do with strings is a call of the
    runtime (`graph.call_runtime`). Strings of the model are handles that begin
    as numbers, a bitcast of i64.
  }];
}

//===----------------------------------------------------------------------===//
// Enumerations of more than one file
//===----------------------------------------------------------------------===//

def Graph_ReductionKind : I64EnumAttr<"ReductionKind", "How elements are combined", [
    I64EnumAttrCase<"sum", 0>, I64EnumAttrCase<"product", 1>,
    I64EnumAttrCase<"max", 2>, I64EnumAttrCase<"min", 3>,
    I64EnumAttrCase<"any", 4>, I64EnumAttrCase<"all", 5>]> {
  let cppNamespace = "::tenon::graph";
}

def Graph_ScatterKind : I64EnumAttr<"ScatterKind", "What an update does to an element", [
    I64EnumAttrCase<"replace", 0>, I64EnumAttrCase<"sum", 1>, I64EnumAttrCase<"product", 2>,
    I64EnumAttrCase<"max", 3>, I64EnumAttrCase<"min", 4>]> {
  let cppNamespace = "::tenon::graph";
}

//===----------------------------------------------------------------------===//
// Op classes
//===----------------------------------------------------------------------===//

class Graph_Op<string mnemonic, list<Trait> traits = []> :
    Op<Graph_Dialect, mnemonic, !listconcat([Pure], traits)>;

#endif // TENON_GRAPH_BASE
