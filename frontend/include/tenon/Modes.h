//===- Modes.h - Switches of a thread and of the process --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_MODES_H
#define TENON_MODES_H

#include "tenon/Error.h"

namespace tenon {

/// Whether operations of this thread are recorded for derivatives. The switch is kept and given back; before there is
/// training nothing is recorded either way.
struct TENON_API GradMode {
  static bool is_enabled();
  static void set_enabled(bool enabled);
};

/// Sets the switch while it lives: `NoGradGuard guard;`
class AutoGradMode {
public:
  explicit AutoGradMode(bool enabled) : before(GradMode::is_enabled()) { GradMode::set_enabled(enabled); }
  ~AutoGradMode() { GradMode::set_enabled(before); }
  AutoGradMode(const AutoGradMode &) = delete;
  AutoGradMode &operator=(const AutoGradMode &) = delete;

private:
  bool before;
};
struct NoGradGuard : AutoGradMode {
  NoGradGuard() : AutoGradMode(false) {}
};

/// While it lives, tensors are only used, never trained: as NoGradGuard.
class TENON_API InferenceMode {
public:
  explicit InferenceMode(bool enabled = true);
  ~InferenceMode();
  InferenceMode(const InferenceMode &) = delete;
  InferenceMode &operator=(const InferenceMode &) = delete;
  static bool is_enabled();

private:
  AutoGradMode gradients;
  bool before;
};

/// How many threads compute the values of tensors; results do not depend on it. As many as the process may use, or what
/// the environment variable TENON_THREADS says, unless it is set. Throws for fewer than one.
TENON_API void set_num_threads(int count, TENON_HERE);
TENON_API int get_num_threads();
/// Of PyTorch's programs: nothing needs to be set up, and there are no threads between operations.
inline void init_num_threads() {}
inline void set_num_interop_threads(int) {}
inline int get_num_interop_threads() { return 1; }

} // namespace tenon

#endif
