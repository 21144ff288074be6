//===- TuneTiles.cpp - A search for the tiles of a model's products ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/TuneTiles.h"
#include "compiler/Diagnostics.h"
#include "runtime/core/StepTimes.h"
#include "runtime/include/tenon/runtime.h"
#include "runtime/program/ExampleInputs.h"
#include "runtime/program/StringTensors.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

using namespace llvm;
using tenon::codegen::ContractionTiles;
using tenon::codegen::TileTable;

namespace tenon::compiler {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Another choice must be so much faster to be taken: less is noise.
constexpr double leastGain = 1.02;

/// How long two models are compared, and how often each runs at least and at most.
constexpr double secondsOfComparison = 1;
constexpr unsigned fewestRuns = 9, mostRuns = 200;

/// A model that runs here; keeps the least time of each product, by its name in
/// a table, and of all that is measured.
class Contestant {
public:
  static Expected<std::shared_ptr<Contestant>> create(TunableModel tunable, const TuneRequest &request);
  ~Contestant() { tenonDestroy(context); }

  /// Calls every function once.
  Error run();
  void forget() { products.clear(), whole = 0; }

  StringMap<double> products; // nanoseconds
  double whole = 0;

private:
  explicit Contestant(TunableModel made)
      : loaded(std::move(made.loaded)), model(*static_cast<const TenonModel *>(loaded->model())),
        inputs(model.functionCount) {
    for (const codegen::GeneratedProduct &product : made.products)
      keys[product.kernel] = product.key;
  }

  Error check(int status, const char *message) const {
    return status ? userError("--tune cannot run the model on made-up inputs: " + Twine(message)) : Error::success();
  }
  Error prepare(const TuneRequest &request);
  Error call(int32_t function);
  void add(const runtime::StepTimes &times, StringMap<double> &sums) const;

  std::unique_ptr<LoadedModel> loaded;
  const TenonModel &model;
  StringMap<std::string> keys; // of products in a table, by their kernels
  TenonContext *context = nullptr;
  std::vector<runtime::TensorList> inputs; // of each function
};

Expected<std::shared_ptr<Contestant>> Contestant::create(TunableModel tunable, const TuneRequest &request) {
  std::shared_ptr<Contestant> contestant(new Contestant(std::move(tunable)));
  if (Error error = contestant->prepare(request))
    return std::move(error);
  return std::move(contestant);
}

Error Contestant::prepare(const TuneRequest &request) {
  TenonOptions options = {};
  options.size = sizeof options;
  options.threads = request.threads;
  if (Error error = check(tenonCreate(&model, &options, &context), tenonLastError(nullptr)))
    return error;
  for (int32_t i = 0; i < model.functionCount; ++i) {
    runtime::Message message = {};
    int status = runtime::makeInputs(model, model.functions[i], {}, request.seed, inputs[i], message);
    for (int32_t k = 0; !status && model.strings && k < inputs[i].size(); ++k)
      status = runtime::internStrings(context, inputs[i][k], message);
    if (Error error = check(status, message.text))
      return error;
  }
  return Error::success();
}

Error Contestant::call(int32_t index) {
  const TenonFunction &function = model.functions[index];
  SmallVector<DLTensor> views, outputs(function.outputCount, DLTensor{});
  for (int32_t i = 0; i < inputs[index].size(); ++i)
    views.push_back(inputs[index][i].view());
  if (model.stateCount)
    tenonReset(context);
  return check(tenonRun(context, index, views.data(), function.inputCount, outputs.data(), function.outputCount),
               tenonLastError(context));
}

Error Contestant::run() {
  runtime::StepTimes times;
  runtime::Message message = {};
  if (Error error = check(times.open(model, message), message.text))
    return error;
  const Clock::time_point start = Clock::now();
  runtime::noteStepTimes(*context, &times);
  Error error = Error::success();
  for (int32_t i = 0; i < model.functionCount && !error; ++i)
    error = call(i);
  runtime::noteStepTimes(*context, nullptr);
  if (error)
    return error;
  const double seconds = secondsSince(start);
  whole = whole ? std::min(whole, seconds) : seconds;
  StringMap<double> sums;
  add(times, sums);
  for (const auto &sum : sums) {
    double &least = products[sum.getKey()];
    least = least ? std::min(least, sum.getValue()) : sum.getValue();
  }
  return Error::success();
}

void Contestant::add(const runtime::StepTimes &times, StringMap<double> &sums) const {
  for (int32_t i = 0; i < model.functionCount + model.calleeCount; ++i)
    for (int32_t k = 0; k < model.functions[i].stepCount; ++k) {
      auto product = keys.find(model.functions[i].steps[k].name);
      if (product != keys.end())
        sums[product->second] += static_cast<double>(times.of(i, k).nanoseconds);
    }
}

/// Runs both in turn, so that what disturbs the machine disturbs both.
Error compare(Contestant &a, Contestant &b) {
  a.forget();
  b.forget();
  const Clock::time_point start = Clock::now();
  for (unsigned i = 0; i < mostRuns && (i < fewestRuns || secondsSince(start) < secondsOfComparison); ++i) {
    if (Error error = a.run())
      return error;
    if (Error error = b.run())
      return error;
  }
  return Error::success();
}

/// One step of the search: what a product's tiles become.
using Move = ContractionTiles (*)(ContractionTiles, codegen::RegisterTile);

const Move moves[] = {
    [](ContractionTiles tiles, codegen::RegisterTile) { return tiles.rows /= 2, tiles; },
    [](ContractionTiles tiles, codegen::RegisterTile now) { return tiles.registerVectors = std::max<int64_t>(now.vectors / 2, 1), tiles; },
    [](ContractionTiles tiles, codegen::RegisterTile now) { return tiles.registerRows = std::max<int64_t>(now.rows - 1, 1), tiles; },
    [](ContractionTiles tiles, codegen::RegisterTile) { return tiles.depth /= 2, tiles; },
    [](ContractionTiles tiles, codegen::RegisterTile) { return tiles.rows *= 2, tiles; },
    [](ContractionTiles tiles, codegen::RegisterTile) { return tiles.depth *= 2, tiles; },
};

/// Whether the tiles cut the product in another way than `now`, and may be better.
bool isSensible(const ContractionTiles &tiles, const ContractionTiles &now, const codegen::GeneratedProduct &product) {
  constexpr int64_t fewestRows = 12, leastDepth = 64, mostDepth = 8192;
  if (tiles.rows < fewestRows || tiles.rows > codegen::mostRowsOfTile || tiles.depth < leastDepth || tiles.depth > mostDepth)
    return false;
  if (tiles.rows != now.rows)
    return product.rows > std::min(tiles.rows, now.rows);
  if (tiles.depth != now.depth)
    return product.depth > std::min(tiles.depthOfOnePass(), now.depthOfOnePass());
  return tiles != now;
}

class Search {
public:
  Search(const TuneRequest &request, const codegen::CpuTarget &target, TileTable start,
         MakeTunable make)
      : request(request), target(target), table(std::move(start)), make(make), start(Clock::now()) {}

  Expected<TuneResult> run();

private:
  /// One way is tried in any case.
  bool hasTime() const { return !result.tried || secondsSince(start) < request.seconds; }
  Expected<std::shared_ptr<Contestant>> build(const TileTable &tiles);
  ContractionTiles tilesOf(StringRef product) const;
  TileTable changedBy(Move move);
  Error tryMove(Move move, bool &isTried);
  Error judge();

  const TuneRequest &request;
  const codegen::CpuTarget &target;
  TileTable table;
  MakeTunable make;
  const Clock::time_point start;

  StringMap<codegen::GeneratedProduct> products; // as the cost model cuts them, by their names in a table
  StringSet<> seen;                     // product and tiles
  std::shared_ptr<Contestant> usual, incumbent;
  TuneResult result;
};

Expected<std::shared_ptr<Contestant>> Search::build(const TileTable &tiles) {
  Expected<TunableModel> tunable = make(tiles);
  if (!tunable)
    return tunable.takeError();
  if (tiles.empty())
    for (const codegen::GeneratedProduct &product : tunable->products)
      products[product.key] = product;
  return Contestant::create(std::move(*tunable), request);
}

ContractionTiles Search::tilesOf(StringRef product) const {
  auto found = table.find(product);
  return found == table.end() ? products.lookup(product).tiles : found->second;
}

/// The table with every product changed for which the change is new and sensible; empty where there is none.
TileTable Search::changedBy(Move move) {
  TileTable changed = table;
  bool isChanged = false;
  for (const auto &[product, described] : products) {
    ContractionTiles now = tilesOf(product), next = move(now, codegen::registerTile(target, now));
    if (!isSensible(next, now, described))
      continue;
    std::string name = (product + " " + Twine(next.rows) + " " + Twine(next.depth) + " " + Twine(next.registerRows) +
                        " " + Twine(next.registerVectors)).str();
    if (!seen.insert(name).second)
      continue;
    changed[product] = next;
    isChanged = true;
  }
  return isChanged ? changed : TileTable();
}

Error Search::tryMove(Move move, bool &isTried) {
  TileTable changed = changedBy(move);
  if (changed.empty())
    return Error::success();
  isTried = true;
  ++result.tried;
  Expected<std::shared_ptr<Contestant>> other = build(changed);
  if (!other)
    return other.takeError();
  if (Error error = compare(*incumbent, **other))
    return error;
  bool isBetter = false;
  for (const auto &[product, tiles] : changed) {
    const double before = incumbent->products.lookup(product), after = (*other)->products.lookup(product);
    if (tiles == tilesOf(product) || after * leastGain >= before)
      continue;
    table[product] = tiles;
    isBetter = true;
  }
  if (!isBetter)
    return Error::success();
  Expected<std::shared_ptr<Contestant>> best = build(table);
  if (!best)
    return best.takeError();
  incumbent = std::move(*best);
  return Error::success();
}

/// Keeps of the chosen tiles what is faster than the cost model's in the end.
Error Search::judge() {
  if (incumbent == usual)
    return Error::success();
  if (Error error = compare(*usual, *incumbent))
    return error;
  for (const auto &[product, tiles] : table) {
    const double before = usual->products.lookup(product), after = incumbent->products.lookup(product);
    if (after <= 0 || after * leastGain >= before)
      continue;
    result.tiles[product] = tiles;
    result.gains[product] = before / after;
  }
  if (result.tiles.empty())
    return Error::success();
  if (result.tiles.size() < table.size()) {
    Expected<std::shared_ptr<Contestant>> kept = build(result.tiles);
    if (!kept)
      return kept.takeError();
    incumbent = std::move(*kept);
    if (Error error = compare(*usual, *incumbent))
      return error;
  }
  result.gain = usual->whole / incumbent->whole;
  return Error::success();
}

Expected<TuneResult> Search::run() {
  Expected<std::shared_ptr<Contestant>> first = build({});
  if (!first)
    return first.takeError();
  incumbent = usual = std::move(*first);
  if (!table.empty()) {
    Expected<std::shared_ptr<Contestant>> second = build(table);
    if (!second)
      return second.takeError();
    incumbent = std::move(*second);
  }
  for (bool isTried = true; isTried && hasTime();) {
    isTried = false;
    for (Move move : moves) {
      if (!hasTime())
        break;
      if (request.report)
        request.report("Tuning, " + formatv("{0:f0} of {1:f0} s, {2} ways tried", secondsSince(start), request.seconds, result.tried).str());
      if (Error error = tryMove(move, isTried))
        return std::move(error);
    }
  }
  if (Error error = judge())
    return std::move(error);
  return std::move(result);
}

} // namespace

Expected<TuneResult> tuneTiles(const TuneRequest &request, const codegen::CpuTarget &target, TileTable start,
                               MakeTunable make) {
  return Search(request, target, std::move(start), make).run();
}

} // namespace tenon::compiler
