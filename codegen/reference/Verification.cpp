//===- Verification.cpp - A compiled model against the reference ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Verification.h"
#include "codegen/reference/RoundingNoise.h"
#include "dialects/graph/Locations.h"
#include <cmath>
#include <limits>

using namespace mlir;
using llvm::Expected;

namespace tenon::reference {

/// What rounding at every op changes of an output, in its own unit. Where it
/// changes sizes, the graph does not say what the result is.
static double changeByRounding(const ReferenceTensor &exact, const ReferenceTensor &rounded) {
  if (exact.sizes != rounded.sizes)
    return 0;
  double change = 0;
  for (auto [a, b] : llvm::zip_equal(exact.reals, rounded.reals))
    if (double apart = std::fabs(a - b); std::isfinite(apart))
      change = std::max(change, apart);
  return change;
}

/// How often noise is tried. Of few elements all may be right by luck where large numbers cancel.
static uint64_t samplesFor(ArrayRef<ReferenceTensor> outputs) {
  constexpr int64_t few = 64;
  bool isSmall = llvm::any_of(outputs, [](const ReferenceTensor &output) { return output.isReal() && output.elementCount() < few; });
  return isSmall ? 4 : 1;
}

Expected<Expectation> expect(func::FuncOp function, ArrayRef<ReferenceTensor> inputs,
                             const graph::WeightStore &weights, StringPool *strings) {
  SmallVector<int64_t> symbols;
  InterpretOptions exactly, rounding;
  exactly.strings = rounding.strings = strings;
  rounding.rounding = Rounding::noisy;
  Expected<std::vector<ReferenceTensor>> exact = interpret(function, inputs, weights, exactly, nullptr, &symbols);
  if (!exact)
    return exact.takeError();
  SmallVector<double> changes(exact->size(), 0);
  for (uint64_t samples = samplesFor(*exact); rounding.seed < samples; ++rounding.seed) {
    Expected<std::vector<ReferenceTensor>> rounded = interpret(function, inputs, weights, rounding);
    if (!rounded)
      return rounded.takeError();
    for (auto [change, output, other] : llvm::zip_equal(changes, *exact, *rounded))
      change = std::max(change, changeByRounding(output, other));
  }
  Expectation expected;
  auto results = function.getBody().front().getTerminator()->getOperands();
  for (auto [i, result] : llvm::enumerate(results)) {
    ReferenceTensor &output = (*exact)[i];
    expected.names.push_back(outputName(function, i));
    expected.origins.push_back(graph::describeLocation(result.getLoc()));
    RoundingOrigin origin = roundingOrigin(result, symbols);
    double change = changes[i];
    // Beside f32 the bits that f64 lost count for nothing.
    if (origin.epsilon == std::numeric_limits<double>::epsilon())
      change = std::ldexp(change, static_cast<int>(RoundingNoise::doubleBits) - std::numeric_limits<double>::digits);
    expected.tolerances.push_back(toleranceOf(origin) * largestMagnitude(output) + 4 * change);
    output.settle(/*exact=*/false);
    expected.outputs.push_back(std::move(output));
  }
  return expected;
}

VerifyReport compareOutputs(const Expectation &expected, ArrayRef<ReferenceTensor> got) {
  VerifyReport report;
  if (got.size() != expected.outputs.size()) {
    report.matches = false;
    report.outputs.push_back("expected " + std::to_string(expected.outputs.size()) + " outputs, got " +
                             std::to_string(got.size()));
    return report;
  }
  for (size_t i = 0; i < got.size(); ++i) {
    ComparisonResult result = compareTensors(expected.outputs[i], got[i], expected.tolerances[i]);
    report.matches &= result.matches();
    report.outputs.push_back(result.describe(expected.names[i]) +
                             (expected.origins[i].empty() ? "" : ", made at " + expected.origins[i]));
  }
  return report;
}

Expected<VerifyReport> verifyOnInputs(func::FuncOp function, const graph::WeightStore &weights,
                                      ArrayRef<ReferenceTensor> inputs, const RunCompiled &run, StringPool *strings) {
  Expected<Expectation> expected = expect(function, inputs, weights, strings);
  if (!expected)
    return expected.takeError();
  Expected<std::vector<ReferenceTensor>> got = run(inputs);
  if (!got)
    return got.takeError();
  return compareOutputs(*expected, *got);
}

Expected<VerifyReport> verifyModel(func::FuncOp function, const graph::WeightStore &weights, uint64_t seed,
                                   const SymbolSizes &sizes, const RunCompiled &run) {
  Expected<MadeInputs> made = makeInputs(function, seed, sizes);
  if (!made)
    return made.takeError();
  Expected<VerifyReport> report = verifyOnInputs(function, weights, made->tensors, run);
  if (report)
    report->inputs = std::move(made->descriptions);
  return report;
}

} // namespace tenon::reference
