//===- CpuTest.cpp - The choice of a CPU version, and limits on CPU time ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Cpu.h"
#include "runtime/core/Processors.h"
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace tenon::runtime;

namespace {

constexpr uint64_t two = TENON_CPU_SSE4, three = two | TENON_CPU_AVX2, four = three | TENON_CPU_AVX512;

constexpr TenonCpuVersion allVersions[] = {{"x86-64-v4", four}, {"x86-64-v3", three}, {"x86-64-v2", two}};

int choose(const TenonCpuVersion *versions, int32_t count, uint64_t features, const char *cap, int32_t &version,
           Message &message) {
  TenonModel model = {};
  model.versions = versions;
  model.versionCount = count;
  return chooseVersion(model, features, cap, version, message);
}

constexpr CpuRegisters skylakeServer = {0x7ffefbff, 0xd39ffffb, 0x121, 0xe7};

} // namespace

TEST_CASE("features are those of the instructions and of the saved registers") {
  CHECK(featuresOf(skylakeServer) == four);
  CpuRegisters registers = skylakeServer;
  registers.savedState = 0x07; // the system saves no zmm
  CHECK(featuresOf(registers) == three);
  registers.savedState = 0x03; // and no ymm
  CHECK(featuresOf(registers) == two);
  registers = skylakeServer;
  registers.ebx7 &= ~(1u << 30); // no AVX512BW: Knights Landing
  CHECK(featuresOf(registers) == three);
  registers = skylakeServer;
  registers.ecx1 &= ~(1u << 12); // no FMA
  CHECK(featuresOf(registers) == two);
  registers.ecx1 &= ~(1u << 20); // no SSE4.2
  CHECK(featuresOf(registers) == 0);
  CHECK(featuresOf({}) == 0);
}

TEST_CASE("this machine has a version") { CHECK((featuresOf(readCpuRegisters()) & TENON_CPU_SSE4) != 0); }

TEST_CASE("the best version that fits is chosen") {
  Message message = {};
  int32_t version = -1;
  CHECK(choose(allVersions, 3, four, nullptr, version, message) == TENON_OK);
  CHECK(version == 0);
  CHECK(choose(allVersions, 3, three, nullptr, version, message) == TENON_OK);
  CHECK(version == 1);
  CHECK(choose(allVersions, 3, four, "x86-64-v2", version, message) == TENON_OK);
  CHECK(version == 2);
  // A cap above what the CPU has changes nothing.
  CHECK(choose(allVersions, 3, two, "x86-64-v4", version, message) == TENON_OK);
  CHECK(version == 2);
  CHECK(choose(allVersions, 3, four, "", version, message) == TENON_OK);
  CHECK(version == 0);
}

TEST_CASE("a model that this CPU cannot run is refused with both named") {
  Message message = {};
  int32_t version = -1;
  CHECK(choose(allVersions, 2, two, nullptr, version, message) == TENON_ERROR_USER);
  CHECK(std::string(message.text) == "the model was compiled for x86-64-v4, x86-64-v3, and this CPU has no more than "
                                     "x86-64-v2; compile it with --cpu all");
  CHECK(choose(allVersions, 1, four, "x86-64-v3", version, message) == TENON_ERROR_USER);
  CHECK(std::string(message.text) == "the model was compiled for x86-64-v4, and TENON_CPU=x86-64-v3 allows none of it");
  CHECK(choose(allVersions, 3, four, "haswell", version, message) == TENON_ERROR_USER);
  CHECK(std::string(message.text) == "TENON_CPU is 'haswell'; it takes x86-64-v2, x86-64-v3 or x86-64-v4");
}

namespace {

/// A folder that stands for the root of a file system.
class FakeRoot {
public:
  FakeRoot() : path(std::filesystem::temp_directory_path() / ("tenon-root-" + std::to_string(getpid()))) {}
  ~FakeRoot() { std::filesystem::remove_all(path); }

  void write(const std::string &name, const std::string &text) {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
  int quota() const { return controlGroupQuota(path.c_str()); }

private:
  std::filesystem::path path;
};

} // namespace

TEST_CASE("the quota of a control group, version 2") {
  FakeRoot root;
  root.write("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n");
  root.write("proc/self/cgroup", "0::/kube/pod/box\n");
  CHECK(root.quota() == 0);
  root.write("sys/fs/cgroup/kube/pod/box/cpu.max", "max 100000\n");
  CHECK(root.quota() == 0);
  root.write("sys/fs/cgroup/kube/cpu.max", "350000 100000\n");
  CHECK(root.quota() == 3); // the parent's holds too
  root.write("sys/fs/cgroup/kube/pod/box/cpu.max", "50000 100000\n");
  CHECK(root.quota() == 1);
}

TEST_CASE("the quota of a control group, version 1, in a container") {
  FakeRoot root;
  root.write("proc/self/mountinfo",
             "31 23 0:27 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n");
  root.write("proc/self/cgroup", "4:cpu,cpuacct:/docker/abc\n3:cpuset:/\n0::/\n");
  root.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n");
  root.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  CHECK(root.quota() == 2);
  root.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
  CHECK(root.quota() == 0);
}
