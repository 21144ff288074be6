//===- WeightObject.cpp - A file of weights as an object file -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The file is the ELF header, the data, the symbol table, the strings and the
// section headers, in this order.

#include "compiler/WeightObject.h"
#include "compiler/Diagnostics.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Support/MathExtras.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

using namespace llvm;
using namespace llvm::ELF;

namespace tenon::compiler {

namespace {

constexpr uint64_t pageSize = 4096;

class Descriptor {
public:
  Descriptor(StringRef path, int flags) : number(open(path.str().c_str(), flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number >= 0)
      close(number);
  }
  int number;
};

bool copyBytes(int target, int source, uint64_t bytes) {
  off_t offset = 0;
  while (bytes) {
    ssize_t copied = sendfile(target, source, &offset, std::min<uint64_t>(bytes, 1 << 30));
    if (copied < 0 && errno == EINTR)
      continue;
    if (copied == 0)
      errno = EIO; // the source is shorter than it was said to be
    if (copied <= 0)
      return false;
    bytes -= copied;
  }
  return true;
}

bool writeBytes(int target, const void *data, size_t size) {
  const char *bytes = static_cast<const char *>(data);
  while (size) {
    ssize_t written = write(target, bytes, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    bytes += written;
    size -= written;
  }
  return true;
}

enum SectionIndex : uint16_t { nullSection, dataSection, symbolSection, stringSection, stackSection, sectionCount };

/// Everything of the file but the data.
struct ObjectLayout {
  Elf64_Ehdr header = {};
  Elf64_Sym symbols[2] = {};
  Elf64_Shdr sections[sectionCount] = {};
  std::string strings = std::string(1, '\0');

  uint32_t string(StringRef text) {
    uint32_t offset = strings.size();
    strings += text.str() + '\0';
    return offset;
  }

  void section(SectionIndex index, StringRef name, uint32_t type, uint64_t flags, uint64_t offset, uint64_t size,
               uint64_t alignment) {
    Elf64_Shdr &entry = sections[index];
    entry.sh_name = string(name);
    entry.sh_type = type;
    entry.sh_flags = flags;
    entry.sh_offset = offset;
    entry.sh_size = size;
    entry.sh_addralign = alignment;
  }

  ObjectLayout(StringRef name, uint64_t bytes) {
    uint64_t symbolOffset = alignTo(pageSize + bytes, alignof(Elf64_Sym));
    uint64_t stringOffset = symbolOffset + sizeof(symbols);
    symbols[1].st_name = string(name);
    symbols[1].st_info = STB_GLOBAL << 4 | STT_OBJECT;
    symbols[1].st_other = STV_HIDDEN;
    symbols[1].st_shndx = dataSection;
    symbols[1].st_size = bytes;
    section(dataSection, ".lrodata.tenon", SHT_PROGBITS, SHF_ALLOC | SHF_X86_64_LARGE, pageSize, bytes, pageSize);
    section(symbolSection, ".symtab", SHT_SYMTAB, 0, symbolOffset, sizeof(symbols), alignof(Elf64_Sym));
    sections[symbolSection].sh_link = stringSection;
    sections[symbolSection].sh_info = 1; // the first global symbol
    sections[symbolSection].sh_entsize = sizeof(Elf64_Sym);
    // Says that no code here needs an executable stack.
    section(stackSection, ".note.GNU-stack", SHT_PROGBITS, 0, stringOffset, 0, 1);
    section(stringSection, ".strtab", SHT_STRTAB, 0, stringOffset, 0, 1);
    sections[stringSection].sh_size = strings.size();
    strings.resize(alignTo(strings.size(), alignof(Elf64_Shdr)));

    memcpy(header.e_ident, ElfMagic, 4);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_REL;
    header.e_machine = EM_X86_64;
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof(header);
    header.e_shentsize = sizeof(Elf64_Shdr);
    header.e_shnum = sectionCount;
    header.e_shstrndx = stringSection;
    header.e_shoff = stringOffset + strings.size();
  }

  bool write(int target, int source, uint64_t bytes) const {
    char padding[pageSize] = {};
    uint64_t dataEnd = pageSize + bytes;
    return writeBytes(target, &header, sizeof(header)) && writeBytes(target, padding, pageSize - sizeof(header)) &&
           copyBytes(target, source, bytes) &&
           writeBytes(target, padding, sections[symbolSection].sh_offset - dataEnd) &&
           writeBytes(target, symbols, sizeof(symbols)) && writeBytes(target, strings.data(), strings.size()) &&
           writeBytes(target, sections, sizeof(sections));
  }
};

} // namespace

Error writeWeightObject(StringRef path, StringRef name, StringRef source, uint64_t bytes) {
  Descriptor input(source, O_RDONLY);
  Descriptor output(path, O_WRONLY | O_CREAT | O_TRUNC);
  ObjectLayout layout(name, bytes);
  if (input.number < 0 || output.number < 0 || !layout.write(output.number, input.number, bytes))
    return userError("cannot write the weights to " + path + ": " + std::strerror(errno));
  return Error::success();
}

} // namespace tenon::compiler
