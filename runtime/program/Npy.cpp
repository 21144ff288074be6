//===- Npy.cpp - NumPy's file of one array ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Npy.h"
#include "runtime/core/NarrowFloat.h"
#include "runtime/core/Utf8.h"
#include "runtime/program/StringTensors.h"
#include <stdio.h>

namespace tenon::runtime {

namespace {

/// What the header says, a Python dictionary:
/// {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
struct Header {
  char description[16] = "";
  bool isFortran = false;
  int64_t shape[maximumRank];
  int32_t rank = 0;
  bool hasDescription = false, hasOrder = false, hasShape = false;
};

class HeaderParser {
public:
  HeaderParser(const char *begin, const char *end) : position(begin), end(end) {}

  /// Null, or what is wrong.
  const char *parse(Header &header);

private:
  void skipSpaces() {
    while (position != end && (*position == ' ' || *position == '\n' || *position == '\t' || *position == '\r'))
      ++position;
  }
  bool accept(char c) {
    skipSpaces();
    if (position == end || *position != c)
      return false;
    ++position;
    return true;
  }
  bool acceptWord(const char *word) {
    skipSpaces();
    const auto length = strlen(word);
    if (static_cast<size_t>(end - position) < length || memcmp(position, word, length))
      return false;
    position += length;
    return true;
  }
  bool parseString(char *text, size_t size);
  const char *parseSizes(Header &header);
  const char *parseEntry(Header &header);

  const char *position, *end;
};

bool HeaderParser::parseString(char *text, size_t size) {
  const char quote = accept('\'') ? '\'' : accept('"') ? '"' : 0;
  if (!quote)
    return false;
  size_t length = 0;
  while (position != end && *position != quote && length + 1 < size)
    text[length++] = *position++;
  text[length] = 0;
  if (position == end || *position != quote)
    return false;
  ++position;
  return true;
}

const char *HeaderParser::parseSizes(Header &header) {
  constexpr const char *malformed = "the shape is no tuple of sizes";
  if (!accept('('))
    return malformed;
  while (!accept(')')) {
    skipSpaces();
    int64_t size = 0;
    const char *start = position;
    for (; position != end && *position >= '0' && *position <= '9'; ++position)
      if (__builtin_mul_overflow(size, 10, &size) || __builtin_add_overflow(size, *position - '0', &size))
        return "a size in the shape is no 64-bit number";
    if (position == start)
      return malformed;
    if (position != end && *position == 'L') // Python 2 wrote long integers so
      ++position;
    if (header.rank == maximumRank)
      return "it has more than 64 dimensions";
    header.shape[header.rank++] = size;
    if (accept(','))
      continue;
    if (!accept(')'))
      return malformed;
    break;
  }
  header.hasShape = true;
  return nullptr;
}

const char *HeaderParser::parseEntry(Header &header) {
  char key[32];
  if (!parseString(key, sizeof key) || !accept(':'))
    return "the header is no dictionary as NumPy writes it";
  if (!strcmp(key, "descr") && !header.hasDescription) {
    header.hasDescription = true;
    return parseString(header.description, sizeof header.description) ? nullptr
                                                                      : "it holds records, not elements of one type";
  }
  if (!strcmp(key, "fortran_order") && !header.hasOrder) {
    header.hasOrder = true;
    header.isFortran = acceptWord("True");
    return header.isFortran || acceptWord("False") ? nullptr : "fortran_order is neither True nor False";
  }
  if (!strcmp(key, "shape") && !header.hasShape)
    return parseSizes(header);
  return "the header has an entry that is unknown or there twice";
}

const char *HeaderParser::parse(Header &header) {
  if (!accept('{'))
    return "the header is no dictionary as NumPy writes it";
  while (!accept('}')) {
    if (const char *reason = parseEntry(header))
      return reason;
    if (accept(','))
      continue;
    if (!accept('}'))
      return "the header is no dictionary as NumPy writes it";
    break;
  }
  skipSpaces();
  if (position != end)
    return "something follows the dictionary in the header";
  return header.hasDescription && header.hasOrder && header.hasShape ? nullptr
                                                                     : "the header lacks descr, fortran_order or shape";
}

/// `<f4` and the like; false for what models have not.
bool parseDescription(const char *text, ElementType &type) {
  if (*text != '<' && *text != '|' && *text != '=')
    return false;
  const char kind = text[1];
  unsigned bytes;
  int length = 0;
  if (!kind || sscanf(text + 2, "%2u%n", &bytes, &length) != 1 || text[2 + length])
    return false;
  if (kind == 'V' && bytes == 2) {
    type = {kDLBfloat, 16};
    return true;
  }
  if (kind == 'V' && bytes == 1) {
    type = untypedByte;
    return true;
  }
  if (kind == 'f' && bytes == 1) { // as ml_dtypes has it
    type = {kDLFloat8_e5m2, 8};
    return true;
  }
  type.bits = static_cast<uint8_t>(bytes * 8);
  type.code = kind == 'f'   ? kDLFloat
              : kind == 'i' ? kDLInt
              : kind == 'u' ? kDLUInt
              : kind == 'b' ? kDLBool
                            : kDLOpaqueHandle;
  return bytes <= 8 && strchr("fiub", kind) && isKnown(type);
}

/// `<U12` and `|S12`: characters of 32 bits, or bytes, up to so many for each
/// string, with zeros behind a shorter one.
struct StringFormat {
  uint64_t length = 0; // in characters or bytes
  uint64_t width = 0;  // bytes of one; 0 for other types
};

StringFormat parseStringFormat(const char *text) {
  unsigned long long length;
  int read = 0;
  StringFormat format;
  const bool isText = (*text == '<' || *text == '|' || *text == '=') && (text[1] == 'U' || text[1] == 'S');
  if (!isText || sscanf(text + 2, "%10llu%n", &length, &read) != 1 || text[2 + read])
    return format;
  format.length = length;
  format.width = text[1] == 'U' ? 4 : 1;
  return format;
}

/// Adds one string of a file. False for lack of memory.
bool addNpyString(StringFormat format, const uint8_t *bytes, Array<char> &buffer, HostTensor &tensor) {
  uint64_t length = format.length * format.width;
  while (length && !bytes[length - 1])
    --length;
  if (format.width == 1)
    return tensor.addString(bytes, length);
  length = (length + 3) / 4;
  if (!buffer.reserve(4 * length + 1))
    return false;
  uint64_t size = 0;
  for (uint64_t i = 0; i < length; ++i) {
    uint32_t code;
    memcpy(&code, bytes + 4 * i, 4);
    size += writeCharacter(code > 0x10ffff ? 0xfffd : code, buffer.data() + size);
  }
  return tensor.addString(buffer.data(), size);
}

int parseStrings(const Header &header, StringFormat format, const uint8_t *bytes, uint64_t size, const char *file,
                 HostTensor &tensor, Message &message) {
  uint64_t handles, count, expected;
  const bool isPossible = measureShape(stringType, header.shape, header.rank, handles) &&
                          !__builtin_mul_overflow(count = handles / 8, format.length * format.width, &expected) &&
                          expected == size && (expected || count <= size);
  if (!isPossible) {
    char shape[256];
    return fail(message, TENON_ERROR_USER,
                "%s: strings (%s) with shape %s do not fit the %llu bytes after the header; the file is truncated or "
                "damaged",
                file, header.description, formatShape(header.shape, header.rank, shape, sizeof shape),
                static_cast<unsigned long long>(size));
  }
  if (int status = tensor.allocate(stringType, header.shape, header.rank, file, message))
    return status;
  Array<char> buffer;
  for (uint64_t i = 0; i < count; ++i)
    if (!addNpyString(format, bytes + i * format.length * format.width, buffer, tensor))
      return fail(message, TENON_ERROR_USER, "%s: out of memory", file);
  return TENON_OK;
}

constexpr char magic[] = "\x93NUMPY";

/// Finds the header's text. Returns a status.
int locateHeader(const uint8_t *bytes, uint64_t size, const char *file, uint64_t &begin, uint64_t &end,
                 Message &message) {
  if (size < 10 || memcmp(bytes, magic, 6))
    return fail(message, TENON_ERROR_USER, "%s: not a .npy file", file);
  const int version = bytes[6];
  if (version < 1 || version > 3)
    return fail(message, TENON_ERROR_USER, "%s: .npy version %d.%d; this reads versions 1 to 3", file, version,
                bytes[7]);
  begin = version == 1 ? 10 : 12;
  uint64_t length = bytes[8] | bytes[9] << 8;
  if (version > 1 && size >= 12)
    length |= static_cast<uint64_t>(bytes[10]) << 16 | static_cast<uint64_t>(bytes[11]) << 24;
  if (size < begin || length > size - begin)
    return fail(message, TENON_ERROR_USER, "%s: truncated: the file ends in its header", file);
  end = begin + length;
  return TENON_OK;
}

} // namespace

int parseNpy(const void *data, uint64_t size, const char *file, HostTensor &tensor, Message &message) {
  const auto *bytes = static_cast<const uint8_t *>(data);
  uint64_t begin, end;
  if (int status = locateHeader(bytes, size, file, begin, end, message))
    return status;
  Header header;
  HeaderParser parser(reinterpret_cast<const char *>(bytes + begin), reinterpret_cast<const char *>(bytes + end));
  if (const char *reason = parser.parse(header))
    return fail(message, TENON_ERROR_USER, "%s: %s", file, reason);
  ElementType type;
  if (*header.description == '>')
    return fail(message, TENON_ERROR_USER, "%s: its elements (%s) are big-endian; save them in little-endian order",
                file, header.description);
  const StringFormat strings = parseStringFormat(header.description);
  if (!strings.width && strchr(header.description, 'O'))
    return fail(message, TENON_ERROR_USER, "%s: it holds Python objects; save strings as an array of NumPy's type 'U'",
                file);
  if (!strings.width && !parseDescription(header.description, type))
    return fail(message, TENON_ERROR_USER, "%s: elements of type '%s' are none that a model takes", file,
                header.description);
  if (header.isFortran && header.rank > 1)
    return fail(message, TENON_ERROR_USER, "%s: the array is in Fortran order; save numpy.ascontiguousarray of it",
                file);
  if (strings.width)
    return parseStrings(header, strings, bytes + end, size - end, file, tensor, message);
  uint64_t expected;
  if (!measureShape(type, header.shape, header.rank, expected) || expected != size - end) {
    char shape[256];
    formatShape(header.shape, header.rank, shape, sizeof shape);
    return fail(message, TENON_ERROR_USER,
                "%s: %s with shape %s does not fit the %llu bytes after the header; the file is truncated or damaged",
                file, nameOf(type), shape, static_cast<unsigned long long>(size - end));
  }
  if (int status = tensor.allocate(type, header.shape, header.rank, file, message))
    return status;
  memcpy(tensor.data, bytes + end, expected);
  tensor.normalizeBools();
  return TENON_OK;
}

/// The header for a description of elements.
static void appendHeader(const char *description, const int64_t *shape, int32_t rank, Text &text) {
  Text header;
  header.append("{'descr': '%s', 'fortran_order': False, 'shape': (", description);
  for (int32_t d = 0; d < rank; ++d)
    header.append(d == 0 ? (rank == 1 ? "%lld," : "%lld") : ", %lld", static_cast<long long>(shape[d]));
  header.append("), }");
  // Elements start at a multiple of 64, as NumPy has it; a rank of 64 needs version 2 no more than a rank of 1.
  while ((10 + header.size() + 1) % 64)
    header.appendByte(' ');
  header.appendByte('\n');
  text.appendBytes(magic, 6);
  text.appendByte(1);
  text.appendByte(0);
  text.appendByte(static_cast<uint8_t>(header.size()));
  text.appendByte(static_cast<uint8_t>(header.size() >> 8));
  text.appendBytes(header.data(), header.size());
}

void appendNpyHeader(ElementType type, const int64_t *shape, int32_t rank, Text &text) {
  char description[8];
  // NumPy has no names for these: ml_dtypes writes them so.
  if (type.code == kDLBfloat)
    snprintf(description, sizeof description, "<V2");
  else if (type.bits < 8 || narrowFormatOf(type.code))
    snprintf(description, sizeof description, "<V1");
  else
    snprintf(description, sizeof description, "%c%c%d", type.bits == 8 ? '|' : '<',
             type.code == kDLFloat  ? 'f'
             : type.code == kDLBool ? 'b'
             : type.code == kDLInt  ? 'i'
                                    : 'u',
             type.bits / 8);
  appendHeader(description, shape, rank, text);
}

/// Adds the characters of a string to `text`, where it is not null; their number.
static uint64_t appendCharacters(const char *string, uint64_t size, Text *text) {
  uint64_t count = 0;
  for (const char *c = string; c < string + size; ++count) {
    const Utf8Character character = readCharacter(c, string + size);
    if (text)
      text->appendBytes(&character.code, 4);
    c += character.bytes;
  }
  return count;
}

int appendNpyStrings(TenonContext *context, const char *name, const DLTensor &tensor, Text &text, Message &message) {
  const int64_t count = elementCount(tensor);
  const char *string;
  uint64_t size, longest = 1; // NumPy has no strings of no characters
  for (int64_t i = 0; i < count; ++i) {
    if (int status = readString(context, tensor, i, string, size, message))
      return status;
    const uint64_t length = appendCharacters(string, size, nullptr);
    longest = length > longest ? length : longest;
  }
  char description[32];
  snprintf(description, sizeof description, "<U%llu", static_cast<unsigned long long>(longest));
  appendHeader(description, tensor.shape, tensor.ndim, text);
  for (int64_t i = 0; i < count && text.isComplete(); ++i) {
    if (int status = readString(context, tensor, i, string, size, message))
      return status;
    constexpr uint32_t zero = 0;
    for (uint64_t length = appendCharacters(string, size, &text); length < longest; ++length)
      text.appendBytes(&zero, 4);
  }
  return text.isComplete() ? TENON_OK : fail(message, TENON_ERROR_USER, "out of memory for output '%s'", name);
}

} // namespace tenon::runtime
