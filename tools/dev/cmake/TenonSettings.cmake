# Compiler flags, build options and the packages every folder uses.

option(TENON_WARNINGS_AS_ERRORS "Treat compiler warnings as errors (CI sets it)" OFF)
option(TENON_ASSERTIONS "Keep assertions in optimized builds" OFF)
set(TENON_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# -O3 costs compile time and buys nothing here: the fast code is generated.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(CCACHE ccache)
if(CCACHE)
  set(launcher ${CMAKE_SOURCE_DIR}/tools/dev/compile ${CMAKE_BINARY_DIR} ${CMAKE_SOURCE_DIR})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_compile_options(-Wall -Wextra -Wno-unused-parameter -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(TENON_WARNINGS_AS_ERRORS)
  add_compile_options(-Werror)
endif()
if(TENON_ASSERTIONS)
  add_compile_options(-UNDEBUG)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # A precompiled header without a time stamp can be shared through ccache.
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  add_link_options(-fuse-ld=lld)
endif()
include_directories(${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})

# Sanitizers watch what reads untrusted input and what runs threads. The other folders are as in a release build,
# whose objects ccache has kept: a sanitized build costs little more than these.
set(TENON_SANITIZED_FOLDERS runtime compiler frontend tests)
if(TENON_SANITIZE)
  add_link_options(-fsanitize=${TENON_SANITIZE})
endif()

find_package(MLIR 22.1 REQUIRED CONFIG HINTS /usr/lib/llvm-22/lib/cmake/mlir)
find_package(LLVM 22.1 REQUIRED CONFIG HINTS /usr/lib/llvm-22/lib/cmake/llvm)
list(APPEND CMAKE_MODULE_PATH ${LLVM_CMAKE_DIR} ${MLIR_CMAKE_DIR})

# An installed program or library finds Tenon's own relative to itself, LLVM's where the system has them.
set(TENON_INSTALL_RPATH "$ORIGIN/../lib:${LLVM_LIBRARY_DIR}")

include(TableGen)
include(AddLLVM)
include(AddMLIR)
