//===- Version.h - The version of the headers --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_VERSION_H
#define TENON_VERSION_H

/// The version of Tenon that these headers belong to; the build takes it from here.
#define TENON_VERSION "0.1.0"

namespace tenon::detail {

/// In every file that was compiled with these headers: `tenonc` refuses a definition with another version than its own
/// before any of it runs.
__attribute__((used, section(".tenon.version"))) static const char headersVersion[] = TENON_VERSION;

} // namespace tenon::detail

#endif
