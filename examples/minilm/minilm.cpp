//===- minilm.cpp - How alike are sentences? ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Encoder.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <stdexcept>

using namespace minilm;

namespace {

constexpr char help[] =
    "usage: minilm [--threads N] [--bench] [TEXT ...]\n"
    "\n"
    "Prints the cosine similarity of every pair of texts, by the sentence encoder\n"
    "all-MiniLM-L6-v2. Without texts, reads one from each line of standard input.\n"
    "\n"
    "  minilm \"A man is playing a guitar.\" \"Someone plays an acoustic instrument.\"\n"
    "  minilm < sentences.txt\n"
    "  minilm --bench --threads 1 \"A man is playing a guitar.\"\n"
    "\n"
    "  --threads N   threads to use (default: TENON_THREADS, else the cores of this process)\n"
    "  --bench       time how long the texts take instead of comparing them\n";

struct Arguments {
  std::vector<std::string> texts;
  int threads = 0;
  bool bench = false, help = false;
};

Arguments parse(int argc, char **argv) {
  Arguments arguments;
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    if (!options || argument.substr(0, 2) != "--") {
      arguments.texts.emplace_back(argument);
    } else if (argument == "--") {
      options = false;
    } else if (argument == "--help") {
      arguments.help = true;
    } else if (argument == "--bench") {
      arguments.bench = true;
    } else if (argument == "--threads" && i + 1 < argc) {
      char *end;
      long threads = std::strtol(argv[++i], &end, 10);
      if (*end || threads < 1 || threads > 1024)
        throw std::runtime_error("--threads takes a number from 1 to 1024, not '" + std::string(argv[i]) + "'");
      arguments.threads = int(threads);
    } else {
      throw std::runtime_error("unknown option " + std::string(argument) + " (a text that starts with -- comes after --)");
    }
  }
  return arguments;
}

/// Texts may hold anything; a terminal gets no control characters from them.
std::string printable(std::string text) {
  for (char &c : text)
    if (uint8_t(c) < 0x20 || c == 0x7F)
      c = ' ';
  return text;
}

double similarity(const Encoder::Embedding &a, const Encoder::Embedding &b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i)
    sum += double(a[i]) * b[i];
  return sum;
}

/// One row and one column a text, in the order given.
void printTable(const std::vector<std::string> &texts, const std::vector<Encoder::Embedding> &embeddings) {
  std::printf("%4s", "");
  for (size_t i = 0; i < texts.size(); ++i)
    std::printf(" %7zu", i + 1);
  std::printf("\n");
  for (size_t row = 0; row < texts.size(); ++row) {
    std::printf("%4zu", row + 1);
    for (const Encoder::Embedding &other : embeddings)
      std::printf(" %7.3f", similarity(embeddings[row], other));
    std::printf("   %s\n", printable(texts[row]).c_str());
  }
}

double milliseconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// Text to vectors, everything included, for a second and at least ten times.
void bench(Encoder &encoder, const std::vector<std::string> &texts, double loading) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  Clock::time_point begin = Clock::now();
  while (times.size() < 11 || milliseconds(Clock::now() - begin) < 1000) {
    Clock::time_point start = Clock::now();
    encoder.encode(texts);
    times.push_back(milliseconds(Clock::now() - start));
  }
  double first = times.front();
  times.erase(times.begin());
  std::sort(times.begin(), times.end());
  std::printf("%zu text%s: load %.1f ms, first %.1f ms, then min %.2f ms, median %.2f ms, p99 %.2f ms of %zu calls\n",
              texts.size(), texts.size() == 1 ? "" : "s", loading, first, times.front(), times[times.size() / 2], times[times.size() * 99 / 100],
              times.size());
}

void run(int argc, char **argv) {
  Arguments arguments = parse(argc, argv);
  if (arguments.help) {
    std::fputs(help, stdout);
    return;
  }
  if (arguments.texts.empty())
    for (std::string line; std::getline(std::cin, line);)
      arguments.texts.push_back(line);
  if (arguments.texts.empty())
    throw std::runtime_error("no texts, neither as arguments nor on standard input (see minilm --help)");
  auto start = std::chrono::steady_clock::now();
  Encoder encoder(arguments.threads);
  double loading = milliseconds(std::chrono::steady_clock::now() - start);
  if (arguments.bench)
    bench(encoder, arguments.texts, loading);
  else
    printTable(arguments.texts, encoder.encode(arguments.texts));
}

} // namespace

int main(int argc, char **argv) {
  try {
    run(argc, argv);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "error: minilm: %s\n", error.what());
    return 1;
  }
  return 0;
}
