//===- Locations.h - Where ops come from ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An op of the front end has the user's file and line as its location, under
// the path of the module that recorded it: `loc("encoder"("net.cpp":12:0))`.
// A kernel's location also carries what fusion has to say of it.

#ifndef TENON_DIALECTS_GRAPH_LOCATIONS_H
#define TENON_DIALECTS_GRAPH_LOCATIONS_H

#include "mlir/IR/Location.h"
#include <string>

namespace tenon::graph {

struct Origin {
  std::string file; // empty where nothing is known
  unsigned line = 0;
  std::string path; // of the module, or the name of what an op was imported from

  /// `net.cpp:12`, with the folder of the file or without.
  std::string place(bool withFolder) const;
};

/// What a location knows; of several the first.
Origin originOf(mlir::Location location);

/// `net.cpp:12: in encoder.layer.3`, as far as it is known.
std::string describeLocation(mlir::Location location);

/// Why a kernel computes what it does, for people: no pass decides by it. That is
/// why it lies in the location, where equal ops stay equal.
struct FusionNote {
  std::string fused;   // names of ops: `packed_matmul, add x2`
  std::string stopped; // the next ops and why they are in other kernels: `softmax: ...; ...`
};

mlir::Location withFusionNote(mlir::Location location, const FusionNote &note);

/// Empty strings where there is none.
FusionNote fusionNoteOf(mlir::Location location);

} // namespace tenon::graph

#endif
