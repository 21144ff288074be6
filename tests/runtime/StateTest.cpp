//===- StateTest.cpp - State of contexts: views, copies, files ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace tenon::runtime::test;

namespace {

/// The model `sum` with more states, of several types and sizes.
struct StateModel : TestModel {
  StateModel() {
    model.states = states;
    model.stateCount = 4;
  }

  int64_t tableShape[2] = {3, 2}, emptyShape[1] = {0}, flagShape[1] = {5};
  TenonState states[4] = {{"runs", kDLFloat, 32, 0, 0, nullptr, 4, 8}, // 100, the third of the weights
                          {"a \"table\"\n\xc3\xa9", kDLInt, 64, 0, 2, tableShape, 48, TENON_ZEROS},
                          {"empty", kDLFloat, 16, 0, 1, emptyShape, 0, TENON_ZEROS},
                          {"flags", kDLBool, 8, 0, 1, flagShape, 5, TENON_ZEROS}};
};

struct Context {
  explicit Context(const StateModel &model) {
    TenonOptions options = {};
    options.threads = 1;
    REQUIRE(tenonCreate(&model.model, &options, &context) == TENON_OK);
  }
  ~Context() { tenonDestroy(context); }
  operator TenonContext *() const { return context; }
  std::string error() const { return tenonLastError(context); }

  template <typename T> T *data(const char *name) {
    DLTensor view;
    REQUIRE(tenonState(context, name, &view) == TENON_OK);
    return static_cast<T *>(view.data);
  }
  int64_t *table() { return data<int64_t>("a \"table\"\n\xc3\xa9"); }
  float &runs() { return *data<float>("runs"); }

  /// Values that a load would replace.
  void scribble() {
    runs() = -7;
    for (int i = 0; i < 6; ++i)
      table()[i] = 1000 + i;
    memset(data<char>("flags"), 1, 5);
  }
  std::string bytes() {
    std::string all(reinterpret_cast<char *>(&runs()), 4);
    return all + std::string(reinterpret_cast<char *>(table()), 48) + std::string(data<char>("flags"), 5);
  }

  TenonContext *context = nullptr;
};

class File {
public:
  File() : path("/tmp/tenon-state-" + std::to_string(getpid()) + ".safetensors") {}
  ~File() { unlink(path.c_str()); }
  std::string read() const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(const std::string &bytes) const {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  /// With another text of the same length in the header.
  void replace(const std::string &from, std::string to) const {
    std::string bytes = read();
    size_t at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    to.resize(from.size(), ' ');
    bytes.replace(at, from.size(), to);
    write(bytes);
  }
  operator const char *() const { return path.c_str(); }
  std::string path;
};

std::string loadError(Context &context, const char *path) {
  context.scribble();
  const std::string before = context.bytes();
  CHECK(tenonLoad(context, path) == TENON_ERROR_USER);
  const std::string error = context.error();
  CHECK(context.bytes() == before);
  return error;
}

} // namespace

TEST_CASE("states begin as they are described, and are read and written in place") {
  StateModel model;
  Context context(model);
  DLTensor view;
  REQUIRE(tenonState(context, "flags", &view) == TENON_OK);
  CHECK(view.ndim == 1);
  CHECK(view.shape[0] == 5);
  CHECK(view.dtype.code == kDLBool);
  CHECK(view.strides == nullptr);
  CHECK(context.runs() == 100);
  for (int i = 0; i < 6; ++i)
    CHECK(context.table()[i] == 0);
  context.scribble();
  CHECK(context.table()[5] == 1005);
  REQUIRE(tenonReset(context) == TENON_OK);
  CHECK(context.runs() == 100);
  CHECK(context.table()[5] == 0);
  CHECK(tenonState(context, "rons", &view) == TENON_ERROR_USER);
  CHECK(context.error() == "the model 'sum' has no state 'rons'; it has runs, a \"table\"?\xc3\xa9, empty, flags");
  CHECK(tenonState(context, nullptr, &view) == TENON_ERROR_USER);
  CHECK(tenonState(context, "runs", nullptr) == TENON_ERROR_USER);
  CHECK(tenonState(nullptr, "runs", &view) == TENON_ERROR_USER);
}

TEST_CASE("a run counts on from what was written to the state") {
  StateModel model;
  Context context(model);
  context.runs() = 41;
  auto x = makeRows(1, 0);
  DLTensor inputs[] = {x.view(), x.view()}, outputs[2] = {};
  REQUIRE(tenonRun(context, 0, inputs, 2, outputs, 2) == TENON_OK);
  CHECK(*static_cast<const float *>(outputs[1].data) == 42);
}

TEST_CASE("a state's memory is no input and no output") {
  StateModel model;
  Context context(model);
  auto x = makeRows(1, 0);
  DLTensor inputs[] = {x.view(), x.view()}, outputs[2] = {};
  inputs[1].data = context.table();
  CHECK(tenonRun(context, 0, inputs, 2, outputs, 2) == TENON_ERROR_USER);
  CHECK(context.error() == "input 'y' lies in the memory of the context's state; copy it first");
  inputs[1] = x.view();
  outputs[0] = x.view();
  outputs[0].data = context.table();
  CHECK(tenonRun(context, 0, inputs, 2, outputs, 2) == TENON_ERROR_USER);
  CHECK(context.error() == "output 'sum' lies in the memory of the context's state; copy it first");
}

TEST_CASE("the state of one context becomes that of another") {
  StateModel model;
  Context context(model), other(model);
  context.scribble();
  REQUIRE(tenonCopy(other, context) == TENON_OK);
  CHECK(other.bytes() == context.bytes());
  other.runs() = 3;
  CHECK(context.runs() == -7);
  REQUIRE(tenonCopy(other, other) == TENON_OK);
  CHECK(tenonCopy(other, nullptr) == TENON_ERROR_USER);
  CHECK(other.error() == "copy was given a null pointer for the context to copy from");
  CHECK(tenonCopy(nullptr, other) == TENON_ERROR_USER);

  StateModel larger;
  larger.tableShape[0] = 4;
  Context third(larger);
  CHECK(tenonCopy(third, context) == TENON_ERROR_USER);
  CHECK(third.error() ==
        "the state of a context of 'sum' cannot be copied to one of 'sum': the models have other states");
}

TEST_CASE("a saved state is loaded again") {
  StateModel model;
  Context context(model);
  context.scribble();
  File file;
  REQUIRE(tenonSave(context, file) == TENON_OK);
  const std::string text = file.read(), values = context.bytes();
  CHECK(text.size() == 8 + static_cast<unsigned char>(text[0]) + 256u * static_cast<unsigned char>(text[1]) + 57);
  CHECK(text.find("\"a \\\"table\\\"\\u000a\xc3\xa9\":{\"dtype\":\"I64\",\"shape\":[3,2],\"data_offsets\":[4,52]}") !=
        std::string::npos);
  REQUIRE(tenonReset(context) == TENON_OK);
  REQUIRE(tenonLoad(context, file) == TENON_OK);
  CHECK(context.bytes() == values);

  // Saving again replaces the file; nothing else stays behind.
  context.runs() = 8;
  REQUIRE(tenonSave(context, file) == TENON_OK);
  Context other(model);
  REQUIRE(tenonLoad(other, file) == TENON_OK);
  CHECK(other.runs() == 8);
  for (const auto &entry : std::filesystem::directory_iterator("/tmp"))
    CHECK(entry.path().string().find(file.path + ".tenon-") == std::string::npos);
}

TEST_CASE("files that cannot be written or read are named") {
  StateModel model;
  Context context(model);
  CHECK(tenonSave(context, "/nonexistent/state") == TENON_ERROR_USER);
  CHECK(context.error() == "cannot write the state to /nonexistent/state: No such file or directory");
  CHECK(tenonSave(context, "/tmp") == TENON_ERROR_USER);
  CHECK(tenonSave(context, "") == TENON_ERROR_USER);
  CHECK(tenonSave(context, nullptr) == TENON_ERROR_USER);
  CHECK(tenonSave(nullptr, "x") == TENON_ERROR_USER);
  CHECK(loadError(context, "/nonexistent/state") == "cannot read the state /nonexistent/state: No such file or directory");
  CHECK(loadError(context, "/tmp") == "cannot read the state /tmp: Is a directory");
  CHECK(loadError(context, nullptr) == "load was given no path");
  CHECK(tenonLoad(nullptr, "x") == TENON_ERROR_USER);
}

TEST_CASE("a state of other names, types or sizes is refused with all that differs") {
  StateModel model, other;
  Context context(model);
  File file;
  REQUIRE(tenonSave(context, file) == TENON_OK);
  other.model.name = "product";
  other.tableShape[0] = 4;
  other.states[1].bytes = 64;
  other.states[3].name = "marks";
  other.states[0].dtypeBits = 64;
  other.states[0].bytes = 8;
  Context target(other);
  CHECK(tenonLoad(target, file) == TENON_ERROR_USER);
  CHECK(target.error() == "the state " + file.path +
                              " of the model 'sum' does not fit the model 'product': 'runs' is F32 [] in the file and "
                              "float64 [] in the model; 'a \"table\"?\xc3\xa9' is I64 [3, 2] in the file and int64 "
                              "[4, 2] in the model; the model has no 'flags'; the file lacks 'marks'");
}

TEST_CASE("a newer form is refused with both versions") {
  StateModel model;
  Context context(model);
  File file;
  REQUIRE(tenonSave(context, file) == TENON_OK);
  // Whatever the newer form describes otherwise.
  file.replace("\"dtype\":\"F32\"", "\"type\": \"F32\"");
  file.replace("\"format_version\":\"1\"", "\"format_version\":\"7\"");
  CHECK(loadError(context, file) ==
        "the state " + file.path +
            " has format 7 (written by Tenon 0.1.0), and this model (made by Tenon 0.1.0) reads formats up to 1; use a "
            "model made by a newer Tenon");
  file.replace("\"format_version\":\"7\"", "\"format_version\":\"x\"");
  CHECK(loadError(context, file) ==
        "the state " + file.path + " is damaged: it does not say which version of the form it has");
  file.replace("tenon-state", "other");
  CHECK(loadError(context, file) ==
        file.path + " is a safetensors file, but no state that a model of Tenon saved: its metadata lack format: "
                    "tenon-state");
}

TEST_CASE("a damaged value is noticed") {
  StateModel model;
  Context context(model);
  File file;
  REQUIRE(tenonSave(context, file) == TENON_OK);
  std::string bytes = file.read();
  bytes.back() ^= 1;
  file.write(bytes);
  CHECK(loadError(context, file) == "the state " + file.path + " is damaged: its values do not have its checksum");
}

TEST_CASE("no cut and no changed byte of a file is a crash or half a state") {
  StateModel model;
  Context context(model);
  File file;
  REQUIRE(tenonSave(context, file) == TENON_OK);
  const std::string saved = file.read();
  for (size_t size = 0; size < saved.size(); ++size) {
    file.write(saved.substr(0, size));
    loadError(context, file);
  }
  Context fresh(model);
  const std::string values = fresh.bytes();
  for (size_t at = 0; at < saved.size(); ++at)
    for (char flipped : {'\x01', '\x20', '\xff'}) {
      std::string bytes = saved;
      bytes[at] ^= flipped;
      file.write(bytes);
      context.scribble();
      const std::string before = context.bytes();
      const bool isLoaded = tenonLoad(context, file) == TENON_OK;
      // Only spaces, names of models and the like may differ.
      if (context.bytes() != (isLoaded ? values : before))
        FAIL("byte " << at << " changed with " << int(flipped));
    }
}
