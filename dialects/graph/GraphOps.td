//===- GraphOps.td - All ops of the graph dialect -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_GRAPH_OPS
#define TENON_GRAPH_OPS

include "dialects/graph/GraphBase.td"
include "dialects/graph/SourceOps.td"
include "dialects/graph/ElementwiseOps.td"
include "dialects/graph/ShapeOps.td"
include "dialects/graph/IndexingOps.td"
include "dialects/graph/ReductionOps.td"
include "dialects/graph/WindowOps.td"
include "dialects/graph/ContractionOps.td"
include "dialects/graph/NormalizationOps.td"
include "dialects/graph/OrderingOps.td"
include "dialects/graph/GroupOps.td"
include "dialects/graph/ControlOps.td"
include "dialects/graph/RuntimeOps.td"

#endif // TENON_GRAPH_OPS
