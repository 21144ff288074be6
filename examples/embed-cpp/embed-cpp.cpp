//===- embed-cpp.cpp - Compiled models in a C++ program -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The encoder is an object and part of this program; the decoder is a shared
// library, which is opened while it runs: `embed-cpp DECODER.so`.

#include "Matrix.h"
#include "decoder.h"
#include <cmath>
#include <cstdio>
#include <dlfcn.h>
#include <memory>
#include <stdexcept>
#include <string>

/// A context of the model that is linked; destroyed with this object.
class Encoder {
public:
  explicit Encoder(int threads = 0) {
    encoder_options options = {};
    options.threads = threads;
    encoder *created = nullptr;
    if (encoder_create(&options, &created) != ENCODER_OK)
      throw std::runtime_error(encoder_last_error(nullptr));
    context.reset(created);
  }

  Matrix operator()(Matrix &signal) const {
    Matrix code(signal.shape[0], 4);
    DLTensor input = signal.tensor(), output = code.tensor();
    if (encoder_run(context.get(), &input, 1, &output, 1) != ENCODER_OK)
      throw std::runtime_error(encoder_last_error(context.get()));
    return code;
  }

private:
  struct Destroy {
    void operator()(encoder *context) const { encoder_destroy(context); }
  };
  std::unique_ptr<encoder, Destroy> context;
};

/// The same for a model in a library: the header's declarations are the types
/// of what is looked up.
class Decoder {
public:
  explicit Decoder(const char *path) : library(dlopen(path, RTLD_NOW | RTLD_LOCAL)) {
    if (!library)
      throw std::runtime_error(dlerror());
    if (find<decltype(decoder_abi_version)>("decoder_abi_version")() != DECODER_ABI_VERSION)
      throw std::runtime_error(std::string(path) + " is of another version than decoder.h");
    run = find<decltype(decoder_run)>("decoder_run");
    lastError = find<decltype(decoder_last_error)>("decoder_last_error");
    decoder *created = nullptr;
    if (find<decltype(decoder_create)>("decoder_create")(nullptr, &created) != DECODER_OK)
      throw std::runtime_error(lastError(nullptr));
    context = {created, find<decltype(decoder_destroy)>("decoder_destroy")};
  }

  Matrix operator()(Matrix &code) const {
    Matrix signal(code.shape[0], 32);
    DLTensor input = code.tensor(), output = signal.tensor();
    if (run(context.get(), &input, 1, &output, 1) != DECODER_OK)
      throw std::runtime_error(lastError(context.get()));
    return signal;
  }

private:
  template <typename Function> Function *find(const char *name) const {
    if (void *symbol = dlsym(library.get(), name))
      return reinterpret_cast<Function *>(symbol);
    throw std::runtime_error(dlerror());
  }

  struct Close {
    void operator()(void *library) const { dlclose(library); }
  };
  std::unique_ptr<void, Close> library; // closed after the context is destroyed
  std::unique_ptr<decoder, decltype(&decoder_destroy)> context{nullptr, nullptr};
  decltype(&decoder_run) run;
  decltype(&decoder_last_error) lastError;
};

static int run(const char *library) {
  Encoder encode(1);
  Decoder decode(library);
  Matrix signal(2, 32);
  for (int64_t i = 0; i < 32; ++i) {
    signal(0, i) = std::sin(0.2f * i);
    signal(1, i) = i < 16 ? -1.0f : 1.0f;
  }
  Matrix code = encode(signal);
  Matrix decoded = decode(code);
  for (int64_t row = 0; row < 2; ++row)
    std::printf("code %7.4f %7.4f %7.4f %7.4f  signal begins %7.4f %7.4f\n", code(row, 0), code(row, 1), code(row, 2),
                code(row, 3), decoded(row, 0), decoded(row, 1));
  // A code has 4 numbers, not 32.
  try {
    decode(signal);
  } catch (const std::runtime_error &error) {
    std::printf("%s\n", error.what());
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    std::fprintf(stderr, "error: give the decoder: embed-cpp DECODER.so\n");
    return 1;
  }
  try {
    return run(argv[1]);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
