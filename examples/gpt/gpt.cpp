//===- gpt.cpp - Continues a sequence of tokens ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "gpt_model.h" // made by the compiler beside the object
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr char help[] =
    "usage: gpt [--tokens N] [--threads N] TOKEN ...\n"
    "\n"
    "Reads the prompt's tokens at once and writes N more, each the likeliest one\n"
    "after those before it. How fast that was comes last, on standard error.\n"
    "\n"
    "  gpt --tokens 20 17 4 230\n"
    "\n"
    "  --tokens N    how many to write (default: 16)\n"
    "  --threads N   threads to use (default: TENON_THREADS, else the cores of this process)\n";

struct Arguments {
  std::vector<int64_t> prompt;
  int64_t tokens = 16, threads = 0;
  bool help = false;
};

int64_t parseNumber(const char *text, const char *what, int64_t least, int64_t most) {
  char *end;
  long long number = std::strtoll(text, &end, 10);
  if (!*text || *end || number < least || number > most)
    throw std::runtime_error(std::string(what) + " is a number from " + std::to_string(least) + " to " +
                             std::to_string(most) + ", not '" + text + "'");
  return number;
}

Arguments parse(int argc, char **argv) {
  constexpr int64_t most = 1000000;
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--help"))
      arguments.help = true;
    else if (!std::strcmp(argv[i], "--tokens") && i + 1 < argc)
      arguments.tokens = parseNumber(argv[++i], "--tokens", 1, most);
    else if (!std::strcmp(argv[i], "--threads") && i + 1 < argc)
      arguments.threads = parseNumber(argv[++i], "--threads", 1, 1024);
    else if (argv[i][0] == '-')
      throw std::runtime_error(std::string("unknown option ") + argv[i] + " (see gpt --help)");
    else
      arguments.prompt.push_back(parseNumber(argv[i], "a token", 0, most));
  }
  return arguments;
}

/// A context of the compiled model, which keeps the cache.
class Generator {
public:
  explicit Generator(int threads) {
    gpt_model_options options = {};
    options.threads = threads;
    check(gpt_model_create(&options, &context));
    DLTensor keys;
    check(gpt_model_state(context, "h.0.attn.keys", &keys));
    capacity = keys.shape[1];
  }
  ~Generator() { gpt_model_destroy(context); }
  Generator(const Generator &) = delete;
  Generator &operator=(const Generator &) = delete;

  /// The likeliest token after the prompt, which is all that the cache then holds.
  int64_t read(std::vector<int64_t> prompt) {
    length = 0;
    return call(gpt_model_prefill, prompt);
  }

  /// The likeliest token after those read before and this one.
  int64_t read(int64_t token) {
    std::vector<int64_t> one{token};
    return call(gpt_model_decode, one);
  }

private:
  template <typename Function> int64_t call(Function function, std::vector<int64_t> &tokens) {
    int64_t count = static_cast<int64_t>(tokens.size()), sizes[2][1] = {};
    length += count;
    if (length > capacity)
      throw std::runtime_error("the cache holds " + std::to_string(capacity) + " tokens, and here are " +
                               std::to_string(length));
    DLTensor input = {}, outputs[2] = {};
    input.data = tokens.data();
    input.device = {kDLCPU, 0};
    input.ndim = 1;
    input.dtype = {kDLInt, 64, 1};
    input.shape = &count;
    for (int i = 0; i < 2; ++i) {
      outputs[i].ndim = 1;
      outputs[i].shape = sizes[i];
    }
    check(function(context, &input, 1, outputs, 2));
    // An embedding would take the nearest token that it has.
    for (int64_t token : tokens)
      if (token >= outputs[1].shape[0])
        throw std::runtime_error("there is no token " + std::to_string(token) + ": the vocabulary has " +
                                 std::to_string(outputs[1].shape[0]));
    return *static_cast<const int64_t *>(outputs[0].data);
  }

  void check(int status) const {
    if (status != GPT_MODEL_OK)
      throw std::runtime_error(gpt_model_last_error(context));
  }

  gpt_model *context = nullptr;
  int64_t capacity = 0, length = 0; // of the cache, in tokens
};

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void run(int argc, char **argv) {
  Arguments arguments = parse(argc, argv);
  if (arguments.help) {
    std::fputs(help, stdout);
    return;
  }
  if (arguments.prompt.empty())
    throw std::runtime_error("no tokens to begin with (see gpt --help)");
  Generator generator(static_cast<int>(arguments.threads));
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  int64_t token = generator.read(arguments.prompt);
  const double reading = secondsSince(start);
  const Clock::time_point second = Clock::now();
  for (int64_t i = 0;; token = generator.read(token)) {
    std::printf("%s%lld", i ? " " : "", static_cast<long long>(token));
    std::fflush(stdout);
    if (++i == arguments.tokens)
      break;
  }
  std::printf("\n");
  const double writing = secondsSince(second);
  std::fprintf(stderr, "prompt of %zu tokens: %.1f ms", arguments.prompt.size(), reading * 1e3);
  if (arguments.tokens > 1)
    std::fprintf(stderr, "; then %.2f ms a token", writing * 1e3 / static_cast<double>(arguments.tokens - 1));
  std::fprintf(stderr, "\n");
}

} // namespace

int main(int argc, char **argv) {
  try {
    run(argc, argv);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "error: gpt: %s\n", error.what());
    return 1;
  }
  return 0;
}
