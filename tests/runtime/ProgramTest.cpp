//===- ProgramTest.cpp - A compiled program from the outside ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/CommandLine.h"
#include "runtime/program/Npy.h"
#include "runtime/program/TensorFiles.h"
#include "runtime/program/TensorProto.h"
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace tenon::runtime;
namespace fs = std::filesystem;

namespace {

struct Result {
  int status;
  std::string output, errors;
};

std::string contents(const fs::path &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder to run the program in, gone afterwards.
class Folder {
public:
  Folder() : path(fs::temp_directory_path() / ("tenon-program-" + std::to_string(getpid()))) {
    fs::remove_all(path);
    fs::create_directory(path);
  }
  ~Folder() { fs::remove_all(path); }

  Result run(const std::string &arguments, const std::string &program = RUNTIME_PROGRAM) const {
    const int status = std::system(
        ("cd " + path.string() + " && " + program + " " + arguments + " > stdout.txt 2> stderr.txt").c_str());
    Result result = {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), contents(path / "stdout.txt"),
                     contents(path / "stderr.txt")};
    INFO(arguments << ": " << result.errors);
    CHECK((result.status == 0) == result.errors.empty());
    return result;
  }

  /// Writes a tensor of ones.
  void write(const std::string &name, ElementType type, std::vector<int64_t> shape) const {
    Text text;
    Message message = {};
    HostTensor tensor;
    const auto rank = static_cast<int32_t>(shape.size());
    REQUIRE(tensor.allocate(type, shape.data(), rank, "tensor", message) == TENON_OK);
    for (uint64_t i = 0; type.bits == 32 && i < tensor.bytes / 4; ++i)
      static_cast<float *>(tensor.data)[i] = static_cast<float>(i);
    if (name.ends_with(".npy"))
      appendNpyHeader(type, shape.data(), rank, text);
    else
      REQUIRE(appendTensorProtoHeader("any", type, shape.data(), rank, text));
    text.appendBytes(tensor.data, tensor.bytes);
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
  }

  void read(const std::string &name, HostTensor &tensor, FileForm expected) const {
    Message message = {};
    FileForm form;
    REQUIRE(readTensor((path / name).c_str(), tensor, form, message) == TENON_OK);
    CHECK(form == expected);
  }

  size_t fileCount(const std::string &name) const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(path / name), fs::directory_iterator()));
  }

  const fs::path path;
};

constexpr ElementType float32 = {kDLFloat, 32};

std::string firstLine(const std::string &text) { return text.substr(0, text.find('\n')); }

} // namespace

TEST_CASE("outputs are written as the inputs came in") {
  Folder folder;
  folder.write("npy/x.npy", float32, {2, 3});
  folder.write("npy/the%20row%2F1.npy", float32, {3});
  folder.write("pb/input_0.pb", float32, {2, 3});
  folder.write("pb/input_1.pb", float32, {3});
  CHECK(folder.run("--inputs npy --outputs results").output == "  y:0  float32 [2, 3]\n");
  CHECK(folder.run("--inputs pb --outputs results --threads 2 --repeat 3 --quiet").output.empty());
  CHECK(folder.run("--inputs 'the row/1=npy/the%20row%2F1.npy' x=pb/input_0.pb --outputs=mixed").status == 0);
  for (const char *file : {"results/y%3A0.npy", "results/output_0.pb", "mixed/output_0.pb"}) {
    HostTensor tensor;
    folder.read(file, tensor, std::string(file).ends_with("npy") ? FileForm::Npy : FileForm::Proto);
    REQUIRE(tensor.rank == 2);
    CHECK(tensor.shape[0] == 2);
    CHECK(static_cast<float *>(tensor.data)[5] == 7);
  }
  CHECK(folder.fileCount("results") == 2);
  CHECK(folder.run("--inputs npy").output == "  y:0  float32 [2, 3]\n    0 2 4 3 5 7\n");
}

TEST_CASE("a program depends on the C library only") {
  Folder folder;
  const Result result = folder.run(RUNTIME_PROGRAM, "ldd");
  CHECK(result.output.find("libc.so") != std::string::npos);
  CHECK(result.output.find("stdc++") == std::string::npos);
  CHECK(result.output.find("gcc_s") == std::string::npos);
}

TEST_CASE("the same program linked statically") {
  Folder folder;
  CHECK(folder.run("--function pi", RUNTIME_STATIC_PROGRAM).output == "  pi  float64 []\n    3.14159\n");
}

TEST_CASE("a function without inputs takes an empty folder or nothing") {
  Folder folder;
  fs::create_directory(folder.path / "empty");
  CHECK(folder.run("--function pi --inputs empty --outputs results").status == 0);
  HostTensor tensor;
  folder.read("results/output_0.pb", tensor, FileForm::Proto);
  CHECK(*static_cast<double *>(tensor.data) == 3.141592653589793);
  CHECK(folder.run("--function pi --outputs more").status == 0);
  CHECK(folder.fileCount("more") == 1);
}

TEST_CASE("without inputs it says what it expects, and a command line that works") {
  Folder folder;
  Result result = folder.run("");
  CHECK(result.status == 1);
  CHECK(result.output.empty());
  CHECK(firstLine(result.errors) == "error: no inputs given: " RUNTIME_PROGRAM " takes 2");
  CHECK(result.errors.find("  inputs   0  x          float32 [batch, n]\n") != std::string::npos);
  CHECK(result.errors.find("           1  the row/1  float32 [n]\n") != std::string::npos);
  CHECK(result.errors.find("  outputs  0  y:0  float32 [batch, n]\n") != std::string::npos);
  const auto command = result.errors.find("--bench --seconds 1");
  REQUIRE(command != std::string::npos);
  CHECK(folder.run("--bench --seconds 0.01").status == 0);
}

TEST_CASE("wrong use is one line that says what and where") {
  Folder folder;
  folder.write("in/x.npy", float32, {2, 3});
  folder.write("in/the%20row%2F1.npy", float32, {4});
  folder.write("double/x.npy", {kDLFloat, 64}, {2, 3});
  folder.write("double/the%20row%2F1.npy", float32, {3});
  std::ofstream(folder.path / "short.npy") << contents(folder.path / "in/x.npy").substr(0, 140);
  std::ofstream(folder.path / "empty.npy").flush();
  auto error = [&](const std::string &arguments) {
    Result result = folder.run(arguments);
    CHECK(result.status == 1);
    CHECK(std::count(result.errors.begin(), result.errors.end(), '\n') == 1);
    return firstLine(result.errors);
  };
  CHECK(error("--inputs in --outputs out") ==
        "error: input 'the row/1': dimension 0 is 4, but 'n' is 3 in dimension 1 of input 'x'");
  CHECK(!fs::exists(folder.path / "out"));
  CHECK(error("--inputs double") == "error: input 'x': expected elements of float32, got float64");
  CHECK(error("--inputs nowhere") == "error: --inputs: there is no folder nowhere");
  CHECK(error("--inputs x=in/x.npy") == "error: --inputs: input 'the row/1' is missing");
  CHECK(error("--inputs xx=in/x.npy").find("error: --inputs: there is no input 'xx'; did you mean 'x'?") == 0);
  CHECK(error("--inputs x=in/x.npy x=in/x.npy") == "error: --inputs: input 'x' is given twice");
  CHECK(error("--inputs x=none.npy 'the row/1=in/x.npy'") == "error: cannot read none.npy: No such file or directory");
  CHECK(error("--inputs x=short.npy 'the row/1=in/x.npy'") ==
        "error: short.npy: float32 with shape [2, 3] does not fit the 12 bytes after the header; the file is truncated "
        "or damaged");
  CHECK(error("--inputs x=empty.npy 'the row/1=in/x.npy'") == "error: empty.npy: the file is empty");
  fs::create_directory(folder.path / "nothing");
  CHECK(error("--inputs nothing") ==
        "error: input 'x' is missing: there is no nothing/x.npy and no nothing/input_0.pb");
  CHECK(error("--input in") == "error: unknown option '--input'; did you mean --inputs?");
  CHECK(error("--frobnicate").find("error: unknown option '--frobnicate'; see ") == 0);
  CHECK(error("in").find("error: unexpected argument 'in'; see ") == 0);
  CHECK(error("--threads 0 --bench") == "error: --threads takes a whole number from 1 to 1024, not '0'");
  CHECK(error("--repeat").find("error: --repeat lacks its value") == 0);
  CHECK(error("--bench --seconds nan") == "error: --seconds takes a number above 0 and up to 86400, not 'nan'");
  CHECK(error("--function mian --bench") == "error: there is no function 'mian'; did you mean 'main'?");
  CHECK(error("--bench --shape x=2") == "error: --shape: 'x=2' gives no 2 sizes such as 1x128 for [batch, n]");
}

TEST_CASE("an output folder that cannot be written leaves nothing behind") {
  Folder folder;
  folder.write("in/x.npy", float32, {2, 3});
  folder.write("in/the%20row%2F1.npy", float32, {3});
  std::ofstream(folder.path / "file") << "text";
  Result result = folder.run("--inputs in --outputs file");
  CHECK(result.status == 1);
  CHECK(result.errors == "error: cannot write outputs to file: it is no folder\n");
  result = folder.run("--inputs in --outputs file/below");
  CHECK(result.errors == "error: cannot make the output folder file/below: Not a directory\n");
  // /proc takes no files, even from root.
  result = folder.run("--inputs in --outputs /proc/self");
  CHECK(result.status == 1);
  CHECK(result.errors.find("error: cannot write /proc/self/y%3A0.npy: ") == 0);
  fs::create_directories(folder.path / "out/y%3A0.npy");
  result = folder.run("--inputs in --outputs out");
  CHECK(result.errors == "error: cannot write out/y%3A0.npy: it is a folder\n");
  CHECK(folder.fileCount("out") == 1);
  result = folder.run("", "sh -c '" RUNTIME_PROGRAM " --inputs in > /dev/full'");
  CHECK(result.errors == "error: cannot write to standard output: No space left on device\n");
}

TEST_CASE("a benchmark prints a table and writes exactly the agreed keys") {
  Folder folder;
  Result result = folder.run("--bench --seconds 0.02 --json bench.json --threads 2 --shape x=3x5");
  CHECK(result.status == 0);
  CHECK(result.output.find("inputs made from seed 0:\n  x  float32 [3, 5]\n  the row/1  float32 [5]\n") == 0);
  CHECK(result.output.find("  median ") != std::string::npos);
  const std::string json = contents(folder.path / "bench.json");
  size_t position = 0;
  for (const char *key : {"min_ms", "median_ms", "p99_ms", "calls", "threads", "load_ms", "first_ms", "peak_rss_bytes",
                          "arena_bytes", "weights_bytes", "code_bytes"}) {
    position = json.find("\"" + std::string(key) + "\": ", position);
    REQUIRE(position != std::string::npos);
  }
  CHECK(std::count(json.begin(), json.end(), ':') == 11);
  CHECK(json.find("\"threads\": 2,") != std::string::npos);
  CHECK(json.find("\"code_bytes\": 1000\n") != std::string::npos);
  // Symbolic sizes are 1 for the first, 128 for others; the seed decides.
  CHECK(
      folder.run("--bench --seconds 0.001 --seed 7").output.find("inputs made from seed 7:\n  x  float32 [1, 128]\n") ==
      0);
}

TEST_CASE("Ctrl-C ends with 130, a crash with 2") {
  Folder folder;
  CHECK(folder.run("--bench --seconds 1", "FAULT=crash " RUNTIME_PROGRAM).errors ==
        "error: the program crashed; this is a defect of Tenon\n");
  folder.write("in/x.npy", float32, {2, 3});
  folder.write("in/the%20row%2F1.npy", float32, {3});
  const pid_t child = fork();
  if (child == 0) {
    setenv("FAULT", "slow", 1);
    (void)!chdir(folder.path.c_str());
    fs::create_directory("out");
    execl(RUNTIME_PROGRAM, "program", "--inputs", "in", "--outputs", "out", nullptr);
    _exit(99);
  }
  // Interrupted while the kernel runs: the temporary output is there by then.
  for (int i = 0; i < 400 && (!fs::exists(folder.path / "out") || folder.fileCount("out") == 0); ++i)
    usleep(5000);
  CHECK(folder.fileCount("out") == 1);
  kill(child, SIGINT);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 130));
  CHECK(folder.fileCount("out") == 0);
}

TEST_CASE("help and version") {
  Folder folder;
  CHECK(folder.run("--help").output.find("usage: ") != std::string::npos);
  CHECK(folder.run("--version").output.find("adder, compiled by Tenon 0.1.0 for x86-64-v2; this CPU: x86-64-v") == 0);
  CHECK(folder.run("--help", RUNTIME_STATIC_PROGRAM).status == 0);
}

TEST_CASE("the nearest name is suggested, or none") {
  const char *names[] = {"main", "evaluate", "predict"};
  CHECK(std::string(nearest("evalaute", names, 3)) == "evaluate");
  CHECK(nearest("completely different", names, 3) == nullptr);
  CHECK(nearest("x", names, 0) == nullptr);
}
