//===- Terms.cpp - Counts of terms: TfIdfVectorizer ----------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// An n-gram of length m is found at a place with a distance d where its items
// stand d apart from there on. Each length and distance is one tensor of
// comparisons, [rows, places, n-grams], which is reduced at once.

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/Support.h"
#include "frontend/onnx/operators/Learning.h"
#include "frontend/onnx/operators/Strings.h"
#include <map>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// The n-grams of one length, one behind the other, each once, and where in the result each is counted.
struct Terms {
  int64_t length;
  std::vector<double> items, places;

  int64_t count() const { return static_cast<int64_t>(places.size()); }
};

/// The items of all n-grams; strings by their handles.
std::vector<double> readPool(NodeImport &node, bool &areStrings) {
  auto numbers = node.integers("pool_int64s");
  auto texts = node.texts("pool_strings");
  areStrings = texts && !texts->empty();
  if (areStrings == (numbers && !numbers->empty()))
    throw ImportError("it needs one of the attributes 'pool_int64s' and 'pool_strings', and not both");
  if (!areStrings)
    return std::vector<double>(numbers->begin(), numbers->end());
  std::vector<double> handles;
  for (const std::string &text : *texts)
    handles.push_back(static_cast<double>(node.importer.handleOf(text)));
  return handles;
}

/// The n-grams of the lengths that are asked for.
std::vector<Terms> readTerms(NodeImport &node, ArrayRef<double> pool, ArrayRef<int64_t> indexes) {
  auto starts = node.integers("ngram_counts").value_or(SmallVector<int64_t>());
  int64_t least = node.integer("min_gram_length"), most = node.integer("max_gram_length");
  auto size = static_cast<int64_t>(pool.size());
  std::vector<Terms> result;
  int64_t number = 0; // of the n-gram
  for (auto [i, start] : llvm::enumerate(starts)) {
    int64_t end = i + 1 < starts.size() ? starts[i + 1] : size, length = static_cast<int64_t>(i) + 1;
    if (start < 0 || end > size || end < start || (end - start) % length)
      throw ImportError("its attribute 'ngram_counts' does not divide the pool of " + Twine(size) + " items into n-grams");
    // Of those that stand twice the last one counts.
    std::map<std::vector<double>, double> places;
    for (int64_t at = start; at < end; at += length, ++number) {
      if (number >= static_cast<int64_t>(indexes.size()))
        throw ImportError("its attribute 'ngram_indexes' has " + Twine(indexes.size()) + " entries, and the pool has more n-grams");
      places[pool.slice(at, length).vec()] = static_cast<double>(indexes[number]);
    }
    if (length < least || length > most || places.empty())
      continue;
    Terms &terms = result.emplace_back(Terms{length, {}, {}});
    for (const auto &[items, place] : places) {
      terms.items.insert(terms.items.end(), items.begin(), items.end());
      terms.places.push_back(place);
    }
  }
  return result;
}

/// How often each n-gram stands in the rows of x, [rows, n-grams], with its items `distance` apart.
Value countTerms(NodeImport &node, Value x, const Terms &terms, int64_t distance) {
  CheckedBuilder &build = node.build;
  Shape rows = shapeOf(x), sizes = {rows[0], rows[1], build.constant(terms.count())};
  int64_t reach = (terms.length - 1) * distance;
  // Items beyond the end of a row are whatever, where an n-gram does not fit.
  Value padded = reach ? build.pad(x, build.fillInteger(0, {}, elementOf(x)), {0, 0}, {0, reach}) : x;
  Value all = constantOf(node, terms.items, {terms.count(), terms.length}, elementOf(x));
  Value isFound;
  for (int64_t k = 0; k < terms.length; ++k) {
    Value item = build.slice(padded, 1, build.constant(k * distance), rows[1]);
    Value isEqual = build.compare(Predicate::eq, build.broadcast(item, sizes, {0, 1}),
                                  build.broadcast(build.part(all, 1, k), sizes, {2}));
    isFound = isFound ? build.elementwise<AndOp>(isFound, isEqual) : isEqual;
  }
  if (reach) {
    Value last = build.elementwise<AddOp>(build.iota(0, {rows[1]}, build.getI64Type()),
                                          build.fillInteger(reach, {rows[1]}, build.getI64Type()));
    Value fits = build.compare(Predicate::lt, last, build.broadcast(build.size(rows[1]), {rows[1]}));
    isFound = build.elementwise<AndOp>(isFound, build.broadcast(fits, sizes, {1}));
  }
  return build.reduce(ReductionKind::sum, build.cast(isFound, build.getF32Type()), {1});
}

/// The counts as the attribute `mode` weights them.
Value weighted(NodeImport &node, Value counts) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(counts);
  std::string mode = node.text("mode", "");
  auto weights = node.reals("weights");
  Value weight;
  if (weights && !weights->empty()) {
    std::optional<int64_t> count = constantSize(sizes[1]);
    if (static_cast<int64_t>(weights->size()) < *count)
      throw ImportError("its attribute 'weights' has " + Twine(weights->size()) + " entries, expected " + Twine(*count));
    weight = constantOf(node, ArrayRef(*weights).take_front(*count), {*count}, build.getF32Type());
    weight = build.broadcast(weight, sizes, {1});
  }
  if (mode == "IDF")
    counts = build.cast(build.cast(counts, build.getI1Type()), build.getF32Type());
  else if (mode != "TF" && mode != "TFIDF")
    throw ImportError("its attribute 'mode' is " + quoteName(mode) + ", expected TF, IDF or TFIDF");
  return mode == "TF" || !weight ? counts : build.elementwise<MulOp>(counts, weight);
}

void importTfIdfVectorizer(NodeImport &node) {
  constexpr int64_t largestResult = 1 << 28, mostComparisons = 1 << 10;
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  bool areStrings;
  std::vector<double> pool = readPool(node, areStrings);
  if (isString(elementOf(x)) != areStrings || (!areStrings && !isa<IntegerType>(elementOf(x))))
    throw ImportError("its input should be of " + Twine(areStrings ? "strings" : "integers") + " as its pool is, got " + describe(x));
  x = areStrings ? handlesOf(node, x) : build.cast(x, build.getI64Type());
  Shape sizes = shapeOf(x);
  if (sizes.size() > 2)
    throw ImportError("its input should be [C] or [N, C], got " + describe(node.tensor(0)));
  auto indexes = node.integers("ngram_indexes").value_or(SmallVector<int64_t>());
  if (indexes.empty() || *llvm::min_element(indexes) < 0 || *llvm::max_element(indexes) >= largestResult)
    throw ImportError("its attribute 'ngram_indexes' should have a place in the result for each n-gram");
  int64_t skips = node.integer("max_skip_count"), comparisons = 0;
  if (skips < 0 || skips >= mostComparisons)
    throw ImportError("its attribute 'max_skip_count' is " + Twine(skips) + ", expected 0 to " + Twine(mostComparisons - 1));
  // A vector is one row.
  bool isMatrix = sizes.size() == 2;
  Shape rows = isMatrix ? sizes : Shape{build.constant(1), sizes.empty() ? build.constant(1) : sizes[0]};
  x = build.reshape(x, rows);
  int64_t width = *llvm::max_element(indexes) + 1;
  Value counts = build.fill(0, {rows[0], build.constant(width)}, build.getF32Type());
  for (const Terms &terms : readTerms(node, pool, indexes)) {
    Value places = constantOf(node, terms.places, {terms.count()}, build.getI64Type());
    // The distance makes no difference to single items.
    for (int64_t distance = 1; distance <= (terms.length == 1 ? 1 : skips + 1); ++distance) {
      if (std::optional<int64_t> columns = constantSize(rows[1]); columns && (terms.length - 1) * distance >= *columns)
        break; // none fits
      if ((comparisons += terms.length) > mostComparisons)
        throw ImportError("its n-grams and distances take more than " + Twine(mostComparisons) + " comparisons of the input");
      counts = build.create<ScatterOp>(counts.getType(), ScatterKind::sum, counts, places,
                                       countTerms(node, x, terms, distance), /*axis=*/1);
    }
  }
  counts = weighted(node, counts);
  node.set(0, isMatrix ? counts : build.reshape(counts, {build.constant(width)}));
}

constexpr OperatorEntry entries[] = {
    {"TfIdfVectorizer", 9, importTfIdfVectorizer, 1},
};

} // namespace

ArrayRef<OperatorEntry> termOperators() { return entries; }

} // namespace tenon::onnx
