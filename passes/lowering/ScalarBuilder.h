//===- ScalarBuilder.h - The ops of a group on one element ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_LOWERING_SCALARBUILDER_H
#define TENON_PASSES_LOWERING_SCALARBUILDER_H

#include "dialects/graph/Windows.h"
#include "dialects/kernel/Kernel.h"
#include "mlir/IR/Builders.h"
#include "passes/analysis/ElementAccess.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <functional>

namespace tenon::passes {

/// Builds the scalar code of one element of a tensor in a group: asks for the
/// elements that it is made of, recursively, up to loads from the kernel's
/// inputs. Elements asked for twice are built once.
///
/// Points are expressions over the variables that `addIndex` made; an index
/// that is itself computed (of a gather) becomes one more variable.
class ScalarBuilder {
public:
  ScalarBuilder(mlir::OpBuilder &builder, mlir::MLIRContext *context) : builder(builder), context(context), elements(1) {}

  /// Makes a variable of an index value in [0, bound).
  mlir::AffineExpr addIndex(mlir::Value index, mlir::AffineExpr bound);
  Bounds bounds() const { return limits; }

  /// Says which argument of the kernel a tensor of the graph is.
  void bindTensor(mlir::Value tensor, mlir::Value argument) { arguments[tensor] = argument; }

  /// Says what the element of a tensor at a point is.
  void define(mlir::Value tensor, PointRef point, mlir::Value scalar);

  /// Says how elements of a tensor that is kept beside the inputs are read. The
  /// function gives null at points where they are not known.
  void provide(mlir::Value tensor, std::function<mlir::Value(PointRef)> read) { providers[tensor] = std::move(read); }

  /// The element's value; null, with an error reported, where the tensor is
  /// an anchor's result that is not known at the point.
  mlir::Value elementAt(mlir::Value tensor, PointRef place);

  /// The value of an index expression.
  mlir::Value indexValue(mlir::AffineExpr expression);

  /// An index read from a tensor of indices, as a value: a negative one counts
  /// from the end of an axis of size `size`. Null where the element is not known.
  mlir::Value wrappedIndex(mlir::Value indices, PointRef point, mlir::AffineExpr size);

  /// Builds ops in a nested region: elements built inside are forgotten after.
  void nest(mlir::Block *block, llvm::function_ref<void()> build);

  mlir::OpBuilder &builder;
  mlir::MLIRContext *const context;
  mlir::Location location = mlir::UnknownLoc::get(context);

  /// The type of a tensor's elements inside kernels: signless.
  static mlir::Type scalarType(mlir::Value tensor);

private:
  struct Known {
    Point point;
    mlir::Value mask, scalar;
  };
  using Elements = llvm::DenseMap<mlir::Value, llvm::SmallVector<Known, 2>>;

  mlir::Value find(mlir::Value tensor, PointRef point);
  mlir::Value build(mlir::Value tensor, PointRef point);
  mlir::Value load(mlir::Value tensor, PointRef point);
  mlir::Value buildElementwise(graph::ElementwiseOpInterface op, PointRef point);
  mlir::Value buildGenerated(mlir::Operation *op, PointRef point);
  mlir::Value buildConcat(graph::ConcatOp op, PointRef point);
  mlir::Value buildPad(graph::PadOp op, PointRef point);
  mlir::Value buildPack(graph::PackOp op, PointRef point);
  mlir::Value buildGather(graph::GatherOp op, PointRef point);
  mlir::Value buildTakeAlong(graph::TakeAlongOp op, PointRef point);
  mlir::Value buildReduce(graph::ReduceOp op, PointRef point);
  mlir::Value buildMatmul(graph::MatmulOp op, PointRef point);
  mlir::Value buildConvolution(graph::ConvolutionOp op, PointRef point);
  mlir::Value buildWindowReduce(graph::WindowReduceOp op, PointRef point);
  mlir::Value buildWindowArgReduce(graph::WindowArgReduceOp op, PointRef point);
  mlir::Value buildFold(graph::ReductionKind kind, ShapeRef sizes, bool isUnsigned, mlir::Type type,
                        llvm::function_ref<mlir::Value(PointRef)> element);

  /// An element of a window: where in the operand it lies, and whether it does;
  /// null for always.
  struct WindowElement {
    Point place;
    mlir::Value isInside;
  };
  void addCoordinate(WindowElement &element, const graph::WindowAxis &axis, mlir::AffineExpr window,
                     mlir::AffineExpr index, mlir::AffineExpr size);
  /// The window of `op`, a reduction, at `point`, combined over its elements. `change` says what of an element.
  template <typename Op>
  mlir::Value foldWindow(Op op, graph::ReductionKind kind, bool isUnsigned, mlir::Type type, PointRef point,
                         llvm::function_ref<mlir::Value(mlir::Value element, PointRef place)> change);

  /// The variable of an index read from a tensor, wrapped and clamped to [0, size).
  mlir::AffineExpr readIndex(mlir::Value indices, PointRef point, mlir::AffineExpr size);
  mlir::Value compare(mlir::AffineExpr a, mlir::AffineExpr b, bool less);
  /// Narrows the mask while `build` runs.
  mlir::Value masked(mlir::Value condition, llvm::function_ref<mlir::Value()> build);
  mlir::Value both(mlir::Value a, mlir::Value b);
  mlir::Value zero(mlir::Type type);

  llvm::SmallVector<mlir::Value> indices;
  Point limits;
  llvm::DenseMap<mlir::Value, mlir::Value> arguments;
  llvm::DenseMap<mlir::Value, std::function<mlir::Value(PointRef)>> providers;
  llvm::SmallVector<Elements> elements;
  mlir::Value mask;
};

/// The type that sums of elements of a type are kept in: at least f32 for floats.
mlir::Type accumulationType(mlir::Type type);

/// Converts a number to another type of at least its range, or back from such a type.
mlir::Value convertScalar(mlir::OpBuilder &builder, mlir::Location location, mlir::Value value, bool isUnsigned,
                          mlir::Type type);

/// Whether integer elements of the tensor have no sign; i1 counts as 0 and 1.
bool isUnsigned(mlir::Value tensor);

/// Whether an element of a search for the largest or smallest is the one that was found.
mlir::Value isBest(mlir::OpBuilder &builder, mlir::Location location, mlir::Value element, mlir::Value best);

/// The map with one result `expression` of `dims` variables and as many symbols as it uses.
mlir::AffineMapAttr offsetMap(unsigned dims, mlir::AffineExpr expression);

} // namespace tenon::passes

#endif
