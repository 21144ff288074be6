//===- ContractionTest.cpp - Products against plain loops, and their inner loops ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompiledKernel.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/StringExtras.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <regex>
#include <sys/mman.h>
#include <unistd.h>

using namespace tenon;
using namespace tenon::tests;

namespace {

/// relu or gelu (acc + bias) with a left operand whose rows lie `pitch` apart.
/// `rows` is a number or "s0".
std::string productText(const std::string &rows, int columns, int depth, bool large, const std::string &tiles = "") {
  int panels = (columns + 15) / 16;
  bool symbolic = rows == "s0";
  auto tensor = [&](int size) {
    std::string second = std::to_string(size);
    return symbolic ? "tensor<?x" + second + "xf32, #graph.sizes<s0, " + second + ">>" : "tensor<" + rows + "x" + second + "xf32>";
  };
  std::string a = tensor(depth), c = tensor(columns), b = "tensor<" + std::to_string(panels) + "x" + std::to_string(depth) + "x16xf32>";
  std::string bias = "tensor<" + std::to_string(columns) + "xf32>", types = a + ", " + b + ", " + bias;
  // Enough ops that the epilogue goes through scratch memory.
  std::string more;
  for (int i = 0; large && i < 12; ++i)
    more += "    %t" + std::to_string(i + 1) + " = arith.addf %t" + std::to_string(i) + ", %one : f32\n";
  return "func.func @main(%a: " + a + ", %b: " + b + ", %bias: " + bias + ") -> " + c +
         " attributes {graph.symbols = [\"rows\"]} {\n"
         "  %r = kernel.contraction(%a, %b, %bias : " + types + ") sizes = <" + rows + ", " + std::to_string(columns) +
         "> depth = <" + std::to_string(depth) + "> lhs = affine_map<(m, k) -> (m * " + std::to_string(depth) +
         " + k)> rhs = affine_map<() -> (0)> " + tiles + " {buffers = array<i64: -1>} -> " + c + " {\n  ^bb0(%x: " + a + ", %y: " + b +
         ", %z: " + bias + ", %acc: f32, %m: index, %n: index):\n    %l = kernel.load %z[affine_map<(d0) -> (d0)>](%n) : " +
         bias + " -> f32\n    %zero = arith.constant 0.0 : f32\n    %one = arith.constant 1.0 : f32\n"
         "    %s = arith.addf %acc, %l : f32\n    %t0 = arith.maximumf %s, %zero : f32\n" + more + "    kernel.yield %t" +
         (large ? "12" : "0") + " : f32\n  }\n  return %r : " + c + "\n}\n";
}

/// Floats that end where no memory is, so that reading behind them is found.
class FloatsBeforeGap {
public:
  explicit FloatsBeforeGap(size_t count) : page(sysconf(_SC_PAGESIZE)), bytes((count * sizeof(float) + page - 1) / page * page) {
    memory = static_cast<char *>(mmap(nullptr, bytes + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    REQUIRE(memory != MAP_FAILED);
    REQUIRE(mprotect(memory + bytes, page, PROT_NONE) == 0);
    first = reinterpret_cast<float *>(memory + bytes) - count;
  }
  ~FloatsBeforeGap() { munmap(memory, bytes + page); }

  float *data() { return first; }
  float &operator[](size_t i) { return first[i]; }

private:
  size_t page, bytes;
  char *memory;
  float *first;
};

void checkProduct(const codegen::CpuTarget &target, int rows, int columns, int depth, bool symbolic, bool large,
                  const std::string &tiles = "") {
  INFO(target.name << " " << tiles << " " << rows << "x" << columns << "x" << depth << (symbolic ? " symbolic" : "") << (large ? " large" : ""));
  auto context = makeTestContext();
  auto module = parseKernels(*context, productText(symbolic ? "s0" : std::to_string(rows), columns, depth, large, tiles));
  CompiledKernel kernel(*module, target);
  int panels = (columns + 15) / 16;
  std::mt19937 random(rows * 7919 + columns * 31 + depth);
  std::uniform_real_distribution<float> uniform(-1, 1);
  FloatsBeforeGap b(panels * depth * 16);
  std::vector<float> a(rows * depth), bias(columns), guard(64, -77.0f), c(rows * columns + 64, -77.0f);
  for (auto *values : {&a, &bias})
    for (float &value : *values)
      value = uniform(random);
  for (int n = 0; n < columns; ++n)
    for (int k = 0; k < depth; ++k)
      b[((n / 16) * depth + k) * 16 + n % 16] = uniform(random);
  kernel.run({a.data(), b.data(), bias.data(), c.data()}, {rows});
  for (int m = 0; m < rows; ++m)
    for (int n = 0; n < columns; ++n) {
      double sum = bias[n], magnitude = std::abs(bias[n]);
      for (int k = 0; k < depth; ++k) {
        double product = double(a[m * depth + k]) * b[((n / 16) * depth + k) * 16 + n % 16];
        sum += product;
        magnitude += std::abs(product);
      }
      double expected = std::max(sum, 0.0) + (large ? 12 : 0);
      // Rounding of a sum of depth products: well below depth units in the last place.
      REQUIRE(std::abs(c[m * columns + n] - expected) <= 1e-6 * magnitude + (large ? 1e-5 : 0));
    }
  // Nothing behind the result was written.
  REQUIRE(std::vector<float>(c.end() - 64, c.end()) == guard);
}

} // namespace

TEST_CASE("products of all tails agree with plain loops") {
  // Rows: every remainder of the register tile of 6, and more than one block
  // of 256. Columns: within a vector, a vector, a panel, tails of a panel.
  // Depth: 1, odd, below and above the unrolling.
  for (const codegen::CpuTarget &target : runnableTargets()) {
    for (int rows : {1, 2, 3, 4, 5, 6, 7, 13})
      checkProduct(target, rows, 70, 33, /*symbolic=*/false, /*large=*/false);
    for (int columns : {1, 4, 15, 16, 17, 33, 63, 64, 65, 128, 150})
      for (int rows : {1, 2, 7})
        checkProduct(target, rows, columns, 19, false, false);
    for (int depth : {1, 2, 3, 4, 5, 8, 100})
      checkProduct(target, 3, 20, depth, false, false);
    checkProduct(target, 260, 65, 9, false, false);
  }
}

TEST_CASE("one kernel serves every number of rows") {
  for (const codegen::CpuTarget &target : runnableTargets())
    for (int rows : {1, 5, 6, 11, 257})
      checkProduct(target, rows, 40, 17, /*symbolic=*/true, false);
}

TEST_CASE("an epilogue of many ops goes through scratch memory") {
  for (const codegen::CpuTarget &target : runnableTargets())
    for (int rows : {1, 6, 8})
      checkProduct(target, rows, 130, 16, false, /*large=*/true);
}

TEST_CASE("products agree with plain loops however they are cut") {
  for (const codegen::CpuTarget &target : runnableTargets())
    for (const char *tiles : {"<rows = 12, depth = 64, registerRows = 64, registerVectors = 64>",
                              "<rows = 1024, depth = 8192, registerRows = 64, registerVectors = 2>",
                              "<rows = 48, depth = 128, registerRows = 4, registerVectors = 64>",
                              "<rows = 50, depth = 100, registerRows = 1, registerVectors = 1>",
                              "<rows = 64, depth = 512, registerRows = 1, registerVectors = 64>",
                              "<rows = 192, depth = 1024, registerRows = 13, registerVectors = 3>"})
      for (bool symbolic : {false, true}) {
        checkProduct(target, 61, 150, 250, symbolic, false, std::string("tiles = ") + tiles);
        checkProduct(target, 14, 64, 19, symbolic, true, std::string("tiles = ") + tiles);
        checkProduct(target, 2, 64, 19, symbolic, false, std::string("tiles = ") + tiles);
      }
}

TEST_CASE("no vector register is spilled within the loops over the depth") {
  for (const codegen::CpuTarget &target : codegen::allCpuTargets()) {
    auto context = makeTestContext();
    auto module = parseKernels(*context, productText("s0", 256, 384, false));
    codegen::GenerationOptions options;
    options.name = "test";
    options.targets = {target};
    options.kind = codegen::EmissionKind::Assembly;
    auto code = codegen::generateCode(*module, options, [](llvm::StringRef) { return uint64_t(0); });
    REQUIRE(static_cast<bool>(code));
    // A basic block that multiplies and jumps back to itself is such a loop.
    std::string label;
    llvm::SmallVector<llvm::StringRef> lines, loop;
    code->files.front()->getBuffer().split(lines, '\n');
    std::regex multiply("\\s(vfmadd|mulps)"), spill("\\(%rsp.*%[xyz]mm|%[xyz]mm.*\\(%rsp");
    int loops = 0;
    for (llvm::StringRef line : lines) {
      if (line.starts_with(".L") && line.contains(':')) {
        label = line.split(':').first.str();
        loop.clear();
        continue;
      }
      loop.push_back(line);
      if (!line.contains("\tj") || !line.ends_with(label))
        continue;
      auto matches = [](const std::regex &pattern) {
        return [&pattern](llvm::StringRef text) { return std::regex_search(text.str(), pattern); };
      };
      if (llvm::none_of(loop, matches(multiply)))
        continue;
      ++loops;
      INFO(target.name << " " << label << "\n" << llvm::join(loop, "\n"));
      REQUIRE(llvm::none_of(loop, matches(spill)));
    }
    // Six heights of the register tile.
    REQUIRE(loops >= 6);
  }
}
