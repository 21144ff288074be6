//===- Vocabulary.cpp - vocab.txt as part of the program ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Encoder.h"

asm(".pushsection .rodata\n"
    "minilm_vocabulary_begin:\n"
    ".incbin \"" MINILM_VOCABULARY "\"\n"
    "minilm_vocabulary_end:\n"
    ".popsection\n");

extern "C" const char minilm_vocabulary_begin[], minilm_vocabulary_end[];

std::string_view minilm::vocabulary() {
  return {minilm_vocabulary_begin, size_t(minilm_vocabulary_end - minilm_vocabulary_begin)};
}
