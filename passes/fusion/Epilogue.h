//===- Epilogue.h - Elementwise consumers of an anchor's result -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_FUSION_EPILOGUE_H
#define TENON_PASSES_FUSION_EPILOGUE_H

#include "passes/fusion/GroupBuilder.h"

namespace tenon::passes {

/// Grows a group by ops that follow its anchor: each computes its elements
/// from elements of the anchor's result at the same place of the iteration.
class Epilogue {
public:
  /// The anchor's result at `point` of the iteration space of sizes `space`.
  Epilogue(GroupBuilder &group, mlir::Value result, PointRef point, ShapeRef space)
      : group(group), bounds(space) {
    place(result, point);
  }

  /// Of a reduction: lets its result be repeated along the row again. `row`
  /// is the point of an element of the anchor's operand, of shape `shape`.
  void allowRows(PointRef point, ShapeRef shape) {
    rowPoint = simplifyPoint(point, bounds);
    rowShape = Shape(shape);
  }

  /// Another value of the group that is known at a point.
  void place(mlir::Value value, PointRef point) {
    points[value] = simplifyPoint(point, bounds);
    order.push_back(value);
  }

  /// Adds all consumers that may and should be added.
  void grow();

private:
  /// Where in the iteration a result is known, or why it is not.
  struct Placement {
    Placement(Point point) : point(std::move(point)) {}
    Placement(llvm::StringRef refusal) : refusal(refusal) {}
    Placement(const char *refusal) : refusal(refusal) {}

    std::optional<Point> point;
    llvm::StringRef refusal;
  };

  bool isMadeByGroup(mlir::Value value) const;
  Placement legalReshape(graph::ReshapeOp reshape) const;
  Placement legalBroadcast(graph::BroadcastOp broadcast) const;
  Placement legalPoint(mlir::Operation *user) const;
  bool tryAdd(mlir::Operation *user);

  GroupBuilder &group;
  Point bounds;
  llvm::SmallVector<mlir::Value> order;
  llvm::DenseMap<mlir::Value, Point> points;
  Point rowPoint;
  Shape rowShape;
};

} // namespace tenon::passes

#endif
