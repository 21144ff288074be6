//===- WriteGraph.h - From recorded operations to the graph dialect ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRACE_WRITEGRAPH_H
#define TENON_TRACE_WRITEGRAPH_H

#include "compiler/Compile.h"
#include "frontend/tensor/Node.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::frontend {

/// An argument of the function that is written.
struct GraphInput {
  NodePtr node;
  std::string name;
};

struct GraphOutput {
  NodePtr node;
  std::string name;
};

/// A state that functions may find and leave.
struct GraphState {
  NodePtr found; ///< the input that stands for what a function finds
  NodePtr left;  ///< what it leaves; null where it changes nothing
  std::string name;
};

struct FunctionContents {
  std::string name = "main";
  std::vector<GraphInput> inputs;
  std::vector<GraphOutput> outputs;
  std::vector<GraphState> states;
};

struct GraphContents {
  std::string name;
  std::vector<FunctionContents> functions;
  /// Data with a name of its own: parameters and buffers.
  llvm::DenseMap<const Node *, std::string> weightNames;
};

/// Everything that the nodes depend on, operands first; not what makes those that are known already.
std::vector<Node *> inOrder(llvm::ArrayRef<NodePtr> nodes, llvm::function_ref<bool(const Node &)> isKnown = nullptr);

/// A module with these functions, and private ones for what branches and loops call. Data that are no inputs become weights, or constants where they are small; numbers
/// become constants. The symbols of the inputs' sizes are the function's; throws where another one is used. A function
/// has an argument for each state that it reads and a result for each that it changes.
compiler::Model writeGraph(const GraphContents &contents, SourceLocation here);

} // namespace tenon::frontend

#endif
