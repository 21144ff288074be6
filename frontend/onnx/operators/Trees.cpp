//===- Trees.cpp - Ensembles of decision trees --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// All trees are walked at once, for all rows: a matrix [N, trees] holds the node
// where each row stands in each tree, and every level of the deepest tree is one
// step of gathers. Leaves lead to themselves.

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Learning.h"
#include "llvm/ADT/DenseMap.h"
#include <cmath>
#include <limits>
#include <set>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// The tests of nodes, numbered as in TreeEnsemble.
enum class Test { AtMost, Below, AtLeast, Above, Equal, NotEqual, Member };

struct Node {
  int64_t feature = 0;
  double split = 0;
  Test test = Test::AtMost;
  bool missingGoesOn = false; // NaN passes the test
  int64_t onTrue, onFalse;    // itself at leaves
};

struct LeafWeight {
  int64_t leaf, target;
  double weight;
};

struct Forest {
  std::vector<Node> nodes;
  std::vector<int64_t> roots;
  std::vector<LeafWeight> weights;

  int64_t addLeaf() {
    auto number = static_cast<int64_t>(nodes.size());
    Node leaf;
    leaf.onTrue = leaf.onFalse = number;
    nodes.push_back(leaf);
    return number;
  }
};

std::vector<double> required(const NodeImport &node, StringRef name, std::optional<size_t> count = std::nullopt) {
  std::optional<std::vector<double>> numbers = numbersOf(node, name);
  if (!numbers)
    throw ImportError("its attribute '" + name + "' is missing");
  if (count && numbers->size() != *count)
    throw ImportError("its attribute '" + name + "' has " + Twine(numbers->size()) + " numbers, expected " + Twine(*count));
  return std::move(*numbers);
}

int64_t index(double number, size_t count, StringRef what) {
  if (!(number >= 0 && number < static_cast<double>(count)))
    throw ImportError("it refers to " + what + " " + Twine(static_cast<int64_t>(number)) + " of " + Twine(count));
  return static_cast<int64_t>(number);
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// A test of membership becomes a chain of tests of equality.
void expandMember(Forest &forest, int64_t number, ArrayRef<double> members) {
  if (members.empty()) { // never
    forest.nodes[number].onTrue = forest.nodes[number].onFalse;
    forest.nodes[number].test = Test::Equal;
    return;
  }
  int64_t current = number, onFalse = forest.nodes[number].onFalse;
  for (auto [i, member] : llvm::enumerate(members)) {
    forest.nodes[current].test = Test::Equal;
    forest.nodes[current].split = member;
    if (i + 1 == members.size())
      break;
    forest.nodes.push_back(forest.nodes[current]);
    forest.nodes[current].onFalse = static_cast<int64_t>(forest.nodes.size()) - 1;
    current = forest.nodes[current].onFalse;
  }
  forest.nodes[current].onFalse = onFalse;
}

/// The attributes of TreeEnsemble: leaves have numbers of their own.
Forest readEnsemble(const NodeImport &node) {
  Forest forest;
  std::vector<double> features = required(node, "nodes_featureids");
  size_t count = features.size();
  std::vector<double> modes = required(node, "nodes_modes", count), splits = required(node, "nodes_splits", count),
                      onTrue = required(node, "nodes_truenodeids", count), onFalse = required(node, "nodes_falsenodeids", count),
                      trueLeaf = required(node, "nodes_trueleafs", count), falseLeaf = required(node, "nodes_falseleafs", count);
  std::vector<double> missing = numbersOf(node, "nodes_missing_value_tracks_true").value_or(std::vector<double>());
  missing.resize(count);
  std::vector<double> targets = required(node, "leaf_targetids"), weights = required(node, "leaf_weights", targets.size());
  forest.nodes.resize(count);
  for (auto [target, weight] : llvm::zip_equal(targets, weights))
    forest.weights.push_back({forest.addLeaf(), static_cast<int64_t>(target), weight});
  auto follow = [&](double number, double isLeaf) {
    return isLeaf != 0 ? static_cast<int64_t>(count) + index(number, targets.size(), "leaf") : index(number, count, "node");
  };
  for (size_t i = 0; i < count; ++i)
    forest.nodes[i] = {static_cast<int64_t>(features[i]), splits[i], static_cast<Test>(index(modes[i], 7, "mode")), missing[i] != 0,
                       follow(onTrue[i], trueLeaf[i]), follow(onFalse[i], falseLeaf[i])};
  std::vector<double> members = numbersOf(node, "membership_values").value_or(std::vector<double>());
  ArrayRef<double> rest = members;
  for (size_t i = 0; i < count; ++i) {
    if (forest.nodes[i].test != Test::Member)
      continue;
    // The sets stand in the order of the nodes, each ended by NaN.
    ArrayRef<double> own = rest.take_until([](double member) { return std::isnan(member); });
    if (own.size() == rest.size())
      throw ImportError("its attribute 'membership_values' has fewer sets than there are tests of membership");
    rest = rest.drop_front(own.size() + 1);
    expandMember(forest, static_cast<int64_t>(i), own);
  }
  for (double root : required(node, "tree_roots"))
    forest.roots.push_back(index(root, count, "node"));
  return forest;
}

Test testOf(StringRef mode) {
  constexpr StringLiteral names[] = {"BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"};
  const auto *found = llvm::find(names, mode);
  if (found == std::end(names))
    throw ImportError("its attribute 'nodes_modes' holds '" + mode + "', which is no test of a node");
  return static_cast<Test>(found - names);
}

/// The attributes of TreeEnsembleRegressor and -Classifier: nodes are named by
/// tree and number. `kind` is "target" or "class".
Forest readNamedTrees(const NodeImport &node, StringRef kind) {
  Forest forest;
  std::vector<double> trees = required(node, "nodes_treeids");
  size_t count = trees.size();
  std::vector<double> numbers = required(node, "nodes_nodeids", count), features = required(node, "nodes_featureids", count),
                      splits = required(node, "nodes_values", count), onTrue = required(node, "nodes_truenodeids", count),
                      onFalse = required(node, "nodes_falsenodeids", count);
  std::vector<double> missing = numbersOf(node, "nodes_missing_value_tracks_true").value_or(std::vector<double>());
  missing.resize(count);
  auto modes = node.texts("nodes_modes");
  if (!modes || modes->size() != count)
    throw ImportError("its attribute 'nodes_modes' should have " + Twine(count) + " strings");
  llvm::DenseMap<std::pair<int64_t, int64_t>, int64_t> places;
  for (size_t i = 0; i < count; ++i)
    places[{static_cast<int64_t>(trees[i]), static_cast<int64_t>(numbers[i])}] = static_cast<int64_t>(i);
  auto place = [&](double tree, double number) {
    auto found = places.find({static_cast<int64_t>(tree), static_cast<int64_t>(number)});
    if (found == places.end())
      throw ImportError("it refers to node " + Twine(static_cast<int64_t>(number)) + " of tree " +
                        Twine(static_cast<int64_t>(tree)) + ", which is not there");
    return found->second;
  };
  std::set<int64_t> children;
  for (size_t i = 0; i < count; ++i) {
    auto own = static_cast<int64_t>(i);
    Node entry;
    entry.onTrue = entry.onFalse = own;
    if ((*modes)[i] != "LEAF") {
      entry = {static_cast<int64_t>(features[i]), splits[i], testOf((*modes)[i]), missing[i] != 0, place(trees[i], onTrue[i]),
               place(trees[i], onFalse[i])};
      children.insert({entry.onTrue, entry.onFalse});
    }
    forest.nodes.push_back(entry);
  }
  for (size_t i = 0; i < count; ++i)
    if (!children.count(static_cast<int64_t>(i)))
      forest.roots.push_back(static_cast<int64_t>(i));
  std::string prefix = kind.str() + "_";
  std::vector<double> targets = required(node, prefix + "ids"), weights = required(node, prefix + "weights", targets.size()),
                      leafTrees = required(node, prefix + "treeids", targets.size()),
                      leafNumbers = required(node, prefix + "nodeids", targets.size());
  for (size_t i = 0; i < targets.size(); ++i)
    forest.weights.push_back({place(leafTrees[i], leafNumbers[i]), static_cast<int64_t>(targets[i]), weights[i]});
  return forest;
}

/// Levels below the roots; throws for nodes that lead back to themselves.
int64_t depthOf(const Forest &forest) {
  constexpr int64_t deepest = 512;
  std::vector<int64_t> level = forest.roots;
  for (int64_t depth = 0; depth <= deepest; ++depth) {
    std::vector<int64_t> next;
    for (int64_t number : level) {
      const Node &node = forest.nodes[number];
      for (int64_t child : {node.onTrue, node.onFalse})
        if (child != number)
          next.push_back(child);
    }
    if (next.empty())
      return depth;
    if (next.size() > 2 * forest.nodes.size())
      break;
    level = std::move(next);
  }
  throw ImportError("its trees are deeper than " + Twine(deepest) + " levels, or their nodes lead back to themselves");
}

//===----------------------------------------------------------------------===//
// Walking
//===----------------------------------------------------------------------===//

class Walk {
public:
  Walk(NodeImport &node, Value x, const Forest &forest) : node(node), build(node.build), x(x), forest(forest) {}

  /// The leaf that each row reaches in each tree: [N, trees].
  Value run() {
    auto trees = static_cast<int64_t>(forest.roots.size());
    sizes = {shapeOf(x)[0], build.constant(trees)};
    onTrue = integers([](const Node &entry) { return entry.onTrue; });
    onFalse = integers([](const Node &entry) { return entry.onFalse; });
    features = integers([](const Node &entry) { return entry.feature; });
    splits = reals([](const Node &entry) { return entry.split; });
    for (const Node &entry : forest.nodes) {
      if (entry.onTrue != entry.onFalse)
        tests.insert(entry.test);
      hasMissing |= entry.missingGoesOn;
    }
    if (tests.empty())
      tests.insert(Test::AtMost);
    if (tests.size() > 1)
      modes = integers([](const Node &entry) { return static_cast<int64_t>(entry.test); });
    if (hasMissing)
      missing = integers([](const Node &entry) { return static_cast<int64_t>(entry.missingGoesOn); });
    Value current = build.broadcast(constantOf(node, forest.roots), sizes, {1});
    for (int64_t level = 0, depth = depthOf(forest); level < depth; ++level)
      current = build.select(passes(current), build.gather(onTrue, current, 0), build.gather(onFalse, current, 0));
    return current;
  }

private:
  template <typename Field> Value integers(Field field) {
    std::vector<int64_t> numbers;
    for (const Node &entry : forest.nodes)
      numbers.push_back(field(entry));
    return constantOf(node, numbers);
  }
  template <typename Field> Value reals(Field field) {
    std::vector<double> numbers;
    for (const Node &entry : forest.nodes)
      numbers.push_back(field(entry));
    return constantOf(node, numbers, {static_cast<int64_t>(numbers.size())}, elementOf(x));
  }

  Value passes(Value current) {
    Value value = build.takeAlong(x, build.gather(features, current, 0), 1), split = build.gather(splits, current, 0);
    static constexpr Predicate predicates[] = {Predicate::le, Predicate::lt, Predicate::ge,
                                               Predicate::gt, Predicate::eq, Predicate::ne};
    Value result;
    for (Test test : tests) {
      Value own = build.compare(predicates[static_cast<int>(test)], value, split);
      if (!result) {
        result = own;
        continue;
      }
      Value number = build.fillInteger(static_cast<int64_t>(test), sizes, build.getI64Type());
      result = build.select(build.compare(Predicate::eq, build.gather(modes, current, 0), number), own, result);
    }
    if (!hasMissing)
      return result;
    Value isNan = build.create<IsNanOp>(withElementType(value.getType(), build.getI1Type()), value);
    Value goesOn = build.compare(Predicate::ne, build.gather(missing, current, 0), build.fillInteger(0, sizes, build.getI64Type()));
    return build.elementwise<OrOp>(result, build.elementwise<AndOp>(isNan, goesOn));
  }

  NodeImport &node;
  CheckedBuilder &build;
  Value x;
  const Forest &forest;
  Shape sizes;
  std::set<Test> tests;
  Value onTrue, onFalse, features, splits, modes, missing;
  bool hasMissing = false;
};

enum class Aggregation { Average, Sum, Min, Max };

/// What the leaves say of each target, over all trees: [N, targets].
Value scoresOf(NodeImport &node, Value x, const Forest &forest, int64_t targets, Aggregation aggregation) {
  CheckedBuilder &build = node.build;
  constexpr int64_t mostWeights = 1 << 26;
  auto count = static_cast<int64_t>(forest.nodes.size());
  if (rankOf(x) != 2)
    throw ImportError("the data should be [N, features], got " + describe(x));
  if (forest.roots.empty() || targets < 1 || targets > mostWeights / count)
    throw ImportError("it has " + Twine(forest.roots.size()) + " trees and " + Twine(targets) + " targets");
  if (std::optional<int64_t> features = constantSize(shapeOf(x)[1]))
    for (const Node &entry : forest.nodes)
      index(static_cast<double>(entry.feature), *features, "feature");
  bool adds = aggregation == Aggregation::Sum || aggregation == Aggregation::Average;
  double limit = elementOf(x).isF64() ? std::numeric_limits<double>::max()
                                      : static_cast<double>(std::numeric_limits<float>::max());
  std::vector<double> weights(count * targets, adds ? 0 : aggregation == Aggregation::Min ? limit : -limit);
  for (const LeafWeight &entry : forest.weights) {
    double &weight = weights[entry.leaf * targets + index(static_cast<double>(entry.target), targets, "target")];
    weight = adds ? weight + entry.weight : entry.weight;
  }
  Value leaves = Walk(node, x, forest).run();
  Value parts = build.gather(constantOf(node, weights, {count, targets}, elementOf(x)), leaves, 0);
  ReductionKind kind = adds ? ReductionKind::sum : aggregation == Aggregation::Min ? ReductionKind::min : ReductionKind::max;
  Value scores = build.reduce(kind, parts, {1});
  if (aggregation == Aggregation::Average)
    scores = build.elementwise<DivOp>(scores, build.fill(static_cast<double>(forest.roots.size()), shapeOf(scores), elementOf(x)));
  return scores;
}

Value addBase(NodeImport &node, Value scores, int64_t targets) {
  std::optional<std::vector<double>> base = numbersOf(node, "base_values");
  if (!base || base->empty())
    return scores;
  auto count = static_cast<int64_t>(base->size());
  if (count != targets && count != 1)
    throw ImportError("its attribute 'base_values' has " + Twine(count) + " numbers for " + Twine(targets) + " targets");
  Value value = node.broadcast(constantOf(node, *base, {count}, elementOf(scores)), shapeOf(scores));
  return node.build.elementwise<AddOp>(scores, value);
}

void importTreeEnsemble(NodeImport &node) {
  int64_t aggregation = node.integer("aggregate_function", 1), transform = node.integer("post_transform", 0);
  constexpr StringLiteral transforms[] = {"NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"};
  index(static_cast<double>(aggregation), 4, "aggregate function");
  index(static_cast<double>(transform), std::size(transforms), "post transform");
  Value scores = scoresOf(node, realInput(node, 0), readEnsemble(node), node.integer("n_targets", 1),
                          static_cast<Aggregation>(aggregation));
  node.set(0, node.build.cast(postTransform(node, scores, transforms[transform]), elementOf(node.tensor(0))));
}

void importTreeEnsembleRegressor(NodeImport &node) {
  std::string name = node.text("aggregate_function", "SUM");
  constexpr StringLiteral names[] = {"AVERAGE", "SUM", "MIN", "MAX"};
  const auto *found = llvm::find(names, name);
  if (found == std::end(names))
    throw ImportError("its attribute 'aggregate_function' is '" + name + "', expected SUM, AVERAGE, MIN or MAX");
  int64_t targets = node.integer("n_targets", 1);
  Value scores = scoresOf(node, realInput(node, 0), readNamedTrees(node, "target"), targets,
                          static_cast<Aggregation>(found - names));
  scores = postTransform(node, addBase(node, scores, targets), node.text("post_transform", "NONE"));
  node.set(0, node.build.cast(scores, node.build.getF32Type()));
}

void importTreeEnsembleClassifier(NodeImport &node) {
  CheckedBuilder &build = node.build;
  int64_t labels = labelCount(node, "classlabels_int64s");
  std::string transform = node.text("post_transform", "NONE");
  Forest forest = readNamedTrees(node, "class");
  std::set<int64_t> written;
  for (LeafWeight &entry : forest.weights)
    written.insert(entry.target);
  // One score tells two classes apart.
  bool isBinary = written.size() == 1 && labels <= 2;
  if (isBinary)
    for (LeafWeight &entry : forest.weights)
      entry.target = 0;
  Value x = realInput(node, 0);
  Value scores = scoresOf(node, x, forest, isBinary ? 1 : labels, Aggregation::Sum);
  if (isBinary) {
    std::vector<double> base = numbersOf(node, "base_values").value_or(std::vector<double>());
    if (!base.empty())
      scores = build.elementwise<AddOp>(scores, build.fill(base.back(), shapeOf(scores), elementOf(x)));
    bool isProbability = transform == "NONE" || transform == "PROBIT";
    Value other = isProbability ? build.elementwise<SubOp>(build.fill(1, shapeOf(scores), elementOf(x)), scores)
                                : build.elementwise<NegOp>(scores);
    scores = build.concat({other, scores}, 1);
  } else {
    scores = addBase(node, scores, labels);
  }
  scores = postTransform(node, scores, transform);
  if (node.wants(0)) {
    Value number = build.argReduce(ReductionKind::max, scores, 1);
    node.set(0, labels == 1 ? build.cast(number, build.getI64Type()) : labelsOf(node, number, "classlabels_int64s"));
  }
  node.set(1, build.cast(scores, build.getF32Type()));
}

constexpr OperatorEntry entries[] = {
    {"TreeEnsemble", 5, importTreeEnsemble},
    {"TreeEnsembleClassifier", 1, importTreeEnsembleClassifier},
    {"TreeEnsembleRegressor", 1, importTreeEnsembleRegressor},
};

} // namespace

ArrayRef<OperatorEntry> treeOperators() { return entries; }

} // namespace tenon::onnx
