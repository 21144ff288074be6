//===- Checksum.h - The checksum of a file of weights -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// FNV-1a over eight interleaved streams of 64-bit words: byte by byte it would
// cost a second for each gigabyte, at every start of a program.

#ifndef TENON_RUNTIME_CORE_CHECKSUM_H
#define TENON_RUNTIME_CORE_CHECKSUM_H

#include <stdint.h>
#include <string.h>

static inline uint64_t tenonChecksum(const void *data, uint64_t bytes) {
  const uint64_t prime = 0x100000001b3u;
  const unsigned char *position = static_cast<const unsigned char *>(data);
  uint64_t lanes[8];
  for (int i = 0; i < 8; ++i)
    lanes[i] = 0xcbf29ce484222325u + static_cast<uint64_t>(i);
  const unsigned char *end = position + bytes / 64 * 64;
  for (; position != end; position += 64)
    for (int i = 0; i < 8; ++i) {
      uint64_t word;
      memcpy(&word, position + 8 * i, 8);
      // The shift brings the upper bits, which multiplication never does, down.
      uint64_t mixed = (lanes[i] ^ word) * prime;
      lanes[i] = mixed ^ (mixed >> 32);
    }
  uint64_t hash = 0xcbf29ce484222325u ^ bytes;
  for (uint64_t i = 0; i < bytes % 64; ++i)
    hash = (hash ^ position[i]) * prime;
  for (int i = 0; i < 8; ++i) {
    hash = (hash ^ lanes[i]) * prime;
    hash ^= hash >> 32;
  }
  return hash;
}

#endif
