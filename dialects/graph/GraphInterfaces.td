//===- GraphInterfaces.td - The interfaces of graph ops ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_GRAPH_INTERFACES
#define TENON_GRAPH_INTERFACES

include "mlir/IR/OpBase.td"

def ElementwiseOpInterface : OpInterface<"ElementwiseOpInterface"> {
  let cppNamespace = "::tenon::graph";
  let description = [{
    An op whose result at an index depends on its operands at that index only.
  }];
  let methods = [
    InterfaceMethod<[{
      Builds what the op computes on one element out of arith and math ops.
      `scalars` are the operands' elements, signless; the op's own types tell
      signed from unsigned.
    }], "::mlir::Value", "buildScalar",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::Location":$location, "::mlir::ValueRange":$scalars)>
  ];
}

def ControlOpInterface : OpInterface<"ControlOpInterface"> {
  let cppNamespace = "::tenon::graph";
  let description = [{
    An op that calls private functions of its module.
  }];
  let methods = [
    InterfaceMethod<"The functions that it may call; all take the same parameters.",
      "::llvm::SmallVector<::mlir::FlatSymbolRefAttr>", "getCallees">,
    InterfaceMethod<[{
      For each parameter of the callees the operand that the first call passes,
      or null for the number of a loop's iteration.
    }], "::llvm::SmallVector<::mlir::Value>", "getPassed">
  ];
}

def SizeDefinitionOpInterface : OpInterface<"SizeDefinitionOpInterface"> {
  let cppNamespace = "::tenon::graph";
  let description = [{
    An op that may give symbols of its function their values in the middle of a run (SizeRegions.h).
  }];
  let methods = [
    InterfaceMethod<"The numbers of these symbols; none where all sizes are known before.",
      "::llvm::SmallVector<unsigned>", "getDefinedSymbols">,
    InterfaceMethod<"Gives them other numbers, in the same order.", "void", "setDefinedSymbols",
      (ins "::llvm::ArrayRef<unsigned>":$symbols)>
  ];
  let verify = [{ return ::tenon::graph::verifySizeDefinition($_op); }];
}

#endif // TENON_GRAPH_INTERFACES
