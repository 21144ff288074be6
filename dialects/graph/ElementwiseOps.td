//===- ElementwiseOps.td - Elementwise ops ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "dialects/graph/GraphBase.td"

def Graph_SameSizes : NativeOpTrait<"SameSizes"> {
  let cppNamespace = "::tenon::graph";
}

class Graph_Elementwise<string mnemonic, list<Trait> traits = []> :
    Graph_Op<mnemonic, !listconcat([DeclareOpInterfaceMethods<ElementwiseOpInterface>, Graph_SameSizes], traits)>;

class Graph_Unary<string mnemonic, string text> : Graph_Elementwise<mnemonic> {
  let summary = text;
  let arguments = (ins AnyRankedTensor:$operand);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand) `->` type($result)";
}

class Graph_Binary<string mnemonic, string text, list<Trait> traits = []> : Graph_Elementwise<mnemonic, traits> {
  let summary = text;
  let arguments = (ins AnyRankedTensor:$lhs, AnyRankedTensor:$rhs);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)";
}

// Arithmetic on floats and integers.
def Graph_NegOp : Graph_Unary<"neg", "-x">;
def Graph_AbsOp : Graph_Unary<"abs", "|x|">;
def Graph_SignOp : Graph_Unary<"sign", "-1, 0 or 1">;
def Graph_NotOp : Graph_Unary<"not", "Bitwise complement; logical on i1">;
def Graph_AddOp : Graph_Binary<"add", "x + y", [Commutative]>;
def Graph_SubOp : Graph_Binary<"sub", "x - y">;
def Graph_MulOp : Graph_Binary<"mul", "x * y", [Commutative]>;
def Graph_DivOp : Graph_Binary<"div", "x / y; integers round towards zero">;
def Graph_FloorDivOp : Graph_Binary<"floor_div", "floor(x / y)">;
def Graph_RemainderOp : Graph_Binary<"remainder", "x - y * floor(x / y), of the sign of y">;
def Graph_TruncatedRemainderOp : Graph_Binary<"truncated_remainder", "x - y * trunc(x / y), of the sign of x (C's fmod and %)">;
def Graph_PowOp : Graph_Binary<"pow", "x to the power of y">;
def Graph_MaxOp : Graph_Binary<"max", "The larger; NaN when either is NaN", [Commutative]>;
def Graph_MinOp : Graph_Binary<"min", "The smaller; NaN when either is NaN", [Commutative]>;
def Graph_Atan2Op : Graph_Binary<"atan2", "The angle of the point (y, x)">;
def Graph_AndOp : Graph_Binary<"and", "Bitwise and; logical on i1", [Commutative]>;
def Graph_OrOp : Graph_Binary<"or", "Bitwise or; logical on i1", [Commutative]>;
def Graph_XorOp : Graph_Binary<"xor", "Bitwise exclusive or; logical on i1", [Commutative]>;
def Graph_ShiftLeftOp : Graph_Binary<"shift_left", "x << y; 0 where y is the width or more">;
def Graph_ShiftRightOp : Graph_Binary<"shift_right", "x >> y, keeping the sign of signed integers">;

// Functions on floats.
def Graph_ExpOp : Graph_Unary<"exp", "e to the power of x">;
def Graph_Exp2Op : Graph_Unary<"exp2", "2 to the power of x">;
def Graph_Expm1Op : Graph_Unary<"expm1", "exp(x) - 1, exact near 0">;
def Graph_LogOp : Graph_Unary<"log", "Natural logarithm">;
def Graph_Log2Op : Graph_Unary<"log2", "Logarithm to base 2">;
def Graph_Log10Op : Graph_Unary<"log10", "Logarithm to base 10">;
def Graph_Log1pOp : Graph_Unary<"log1p", "log(1 + x), exact near 0">;
def Graph_SqrtOp : Graph_Unary<"sqrt", "Square root">;
def Graph_RsqrtOp : Graph_Unary<"rsqrt", "1 / sqrt(x)">;
def Graph_ReciprocalOp : Graph_Unary<"reciprocal", "1 / x">;
def Graph_SinOp : Graph_Unary<"sin", "Sine">;
def Graph_CosOp : Graph_Unary<"cos", "Cosine">;
def Graph_TanOp : Graph_Unary<"tan", "Tangent">;
def Graph_AsinOp : Graph_Unary<"asin", "Inverse sine">;
def Graph_AcosOp : Graph_Unary<"acos", "Inverse cosine">;
def Graph_AtanOp : Graph_Unary<"atan", "Inverse tangent">;
def Graph_SinhOp : Graph_Unary<"sinh", "Hyperbolic sine">;
def Graph_CoshOp : Graph_Unary<"cosh", "Hyperbolic cosine">;
def Graph_TanhOp : Graph_Unary<"tanh", "Hyperbolic tangent">;
def Graph_AsinhOp : Graph_Unary<"asinh", "Inverse hyperbolic sine">;
def Graph_AcoshOp : Graph_Unary<"acosh", "Inverse hyperbolic cosine">;
def Graph_AtanhOp : Graph_Unary<"atanh", "Inverse hyperbolic tangent">;
def Graph_ErfOp : Graph_Unary<"erf", "Error function">;
def Graph_ErfcOp : Graph_Unary<"erfc", "1 - erf(x), exact where that is small">;
def Graph_SigmoidOp : Graph_Unary<"sigmoid", "1 / (1 + exp(-x))">;
def Graph_ReluOp : Graph_Unary<"relu", "max(x, 0)">;
def Graph_SiluOp : Graph_Unary<"silu", "x * sigmoid(x)">;
def Graph_FloorOp : Graph_Unary<"floor", "Rounds towards minus infinity">;
def Graph_CeilOp : Graph_Unary<"ceil", "Rounds towards infinity">;
def Graph_RoundOp : Graph_Unary<"round", "Rounds to the nearest integer, halves to even">;
def Graph_TruncOp : Graph_Unary<"trunc", "Rounds towards zero">;
def Graph_IsNanOp : Graph_Unary<"is_nan", "Whether x is NaN, as i1">;
def Graph_IsInfOp : Graph_Unary<"is_inf", "Whether x is infinite, as i1">;

def Graph_GeluOp : Graph_Elementwise<"gelu"> {
  let summary = "x times the normal distribution's probability of less than x";
  let description = [{
    `tanh` selects the approximation
    0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))); without it, by erf.
  }];
  let arguments = (ins AnyRankedTensor:$operand, UnitAttr:$tanh);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand (`tanh` $tanh^)? attr-dict `:` type($operand) `->` type($result)";
}

// Comparison, selection, conversion.
def Graph_Predicate : I64EnumAttr<"Predicate", "How two elements are compared", [
    I64EnumAttrCase<"eq", 0>, I64EnumAttrCase<"ne", 1>, I64EnumAttrCase<"lt", 2>,
    I64EnumAttrCase<"le", 3>, I64EnumAttrCase<"gt", 4>, I64EnumAttrCase<"ge", 5>]> {
  let cppNamespace = "::tenon::graph";
}

def Graph_CompareOp : Graph_Elementwise<"compare"> {
  let summary = "Compares two tensors of one element type; the result is i1";
  let description = [{
    Comparisons with NaN are false, but for `ne`, which is true.
  }];
  let arguments = (ins Graph_Predicate:$predicate, AnyRankedTensor:$lhs, AnyRankedTensor:$rhs);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$predicate $lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)";
}

def Graph_SelectOp : Graph_Elementwise<"select"> {
  let summary = "One of two elements, by a condition of i1";
  let arguments = (ins AnyRankedTensor:$condition, AnyRankedTensor:$trueValue, AnyRankedTensor:$falseValue);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $condition `,` $trueValue `,` $falseValue attr-dict `:`
    type($condition) `,` type($trueValue) `,` type($falseValue) `->` type($result)
  }];
}

def Graph_ScaleRounding : I64EnumAttr<"ScaleRounding", "How numbers become powers of two", [
    I64EnumAttrCase<"nearest", 0>, I64EnumAttrCase<"up", 1>, I64EnumAttrCase<"down", 2>]> {
  let cppNamespace = "::tenon::graph";
}

def Graph_CastOp : Graph_Elementwise<"cast"> {
  let summary = "Converts to the result's element type";
  let description = [{
    Float to integer rounds towards zero; anything to i1 asks whether it is not
    zero; i1 to a number gives 0 or 1.

    To a narrow float (of eight bits or fewer) with `saturate`, what is out of
    range becomes the largest number; without it infinity, or NaN where the type
    has no infinity. `rounding` is for f8E8M0FNU, which holds powers of two only.

    `source` and `target` say which narrow type the bytes of the operand and of
    the result hold, where the pass store-narrow-types has made them bytes:

    ```mlir
    %1 = graph.cast %0 {saturate, target = f8E4M3FN} : tensor<4xf32> -> tensor<4xui8>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$operand, OptionalAttr<TypeAttr>:$source, OptionalAttr<TypeAttr>:$target,
                       UnitAttr:$saturate, OptionalAttr<Graph_ScaleRounding>:$rounding);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand) `->` type($result)";
  let builders = [OpBuilder<(ins "::mlir::Type":$result, "::mlir::Value":$operand), [{
    $_state.addOperands(operand);
    $_state.addTypes(result);
  }]>];
  let extraClassDeclaration = [{
    /// The element types that operand and result stand for.
    ::mlir::Type sourceElement();
    ::mlir::Type targetElement();
  }];
  let hasVerifier = 1;
}

def Graph_BitcastOp : Graph_Unary<"bitcast", "The same bits as an element type of the same width"> {
  let description = [{
    ```mlir
    %1 = graph.bitcast %0 : tensor<8xf32> -> tensor<8xsi32>
    ```
  }];
  let hasVerifier = 1;
}
