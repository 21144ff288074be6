//===- MathFunctions.h - Math functions by polynomials ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Each emits one function of f32 values or vectors. Infinities, NaN and zeros
// come out as in the C library. The polynomials are minimax in the relative
// error; the functions err by one or two units in the last place, the quotients
// (tanh, erf) by up to five, which is 3e-7.

#ifndef TENON_CODEGEN_CPU_MATHFUNCTIONS_H
#define TENON_CODEGEN_CPU_MATHFUNCTIONS_H

#include "codegen/cpu/VectorMath.h"

namespace tenon::codegen {

// ExpFunctions.cpp
mlir::Value emitExp(VectorMath &math, mlir::Value x);
mlir::Value emitExp2(VectorMath &math, mlir::Value x);
mlir::Value emitExpM1(VectorMath &math, mlir::Value x);
mlir::Value emitTanh(VectorMath &math, mlir::Value x);
mlir::Value emitSinh(VectorMath &math, mlir::Value x);
mlir::Value emitCosh(VectorMath &math, mlir::Value x);
mlir::Value emitErf(VectorMath &math, mlir::Value x);

// LogFunctions.cpp
mlir::Value emitLog(VectorMath &math, mlir::Value x);
mlir::Value emitLog2(VectorMath &math, mlir::Value x);
mlir::Value emitLog10(VectorMath &math, mlir::Value x);
mlir::Value emitLog1p(VectorMath &math, mlir::Value x);

// SineFunctions.cpp
mlir::Value emitSin(VectorMath &math, mlir::Value x);
mlir::Value emitCos(VectorMath &math, mlir::Value x);

// PowerFunctions.cpp
mlir::Value emitPower(VectorMath &math, mlir::Value x, mlir::Value y);
/// Integers; a negative exponent gives what is left of the reciprocal.
mlir::Value emitIntegerPower(mlir::OpBuilder &builder, mlir::Location location, mlir::Value x, mlir::Value y);

// LibmCalls.cpp

/// Calls the C function `name` on the operands, f32 or f64 or vectors of these,
/// lane by lane.
mlir::Value emitLibmCall(mlir::OpBuilder &builder, mlir::Location location, llvm::StringRef name,
                         mlir::ValueRange operands);

} // namespace tenon::codegen

#endif
