# How the folders declare their libraries. Every source file is named: nothing is globbed.

# tenon_add_folder(FOLDER [BINARY_FOLDER]): add_subdirectory, under the sanitizers where they watch this folder.
function(tenon_add_folder folder)
  get_directory_property(options COMPILE_OPTIONS)
  if(TENON_SANITIZE AND folder IN_LIST TENON_SANITIZED_FOLDERS)
    set(TENON_FOLDER_IS_SANITIZED ON)
    # Compiled kernels carry no signature before their first byte, which may begin a page: function would read there.
    add_compile_options(-fsanitize=${TENON_SANITIZE} -fno-sanitize=function -fno-sanitize-recover=all -fno-omit-frame-pointer
      -g1 -UNDEBUG)
    # The fuzzers see which code they reached.
    add_compile_options(-fsanitize=fuzzer-no-link)
  endif()
  add_subdirectory(${folder} ${ARGN})
  set_directory_properties(PROPERTIES COMPILE_OPTIONS "${options}")
endfunction()

# The MLIR headers, compiled once and reused by every library that sees MLIR. Libraries under sanitizers have their own.
set(pchSource ${CMAKE_BINARY_DIR}/precompiled/mlir.cpp)
if(NOT EXISTS ${pchSource})
  file(WRITE ${pchSource} "// Only carries the precompiled header.\n")
endif()
function(tenon_add_mlir_headers name)
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/precompiled/mlir.cpp)
  target_include_directories(${name} SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
  target_precompile_headers(${name} PRIVATE
    <mlir/IR/Builders.h> <mlir/IR/BuiltinOps.h> <mlir/IR/BuiltinTypes.h> <mlir/IR/OpImplementation.h>
    <mlir/IR/PatternMatch.h> <mlir/IR/AffineMap.h> <mlir/Pass/Pass.h>
    <mlir/Dialect/Arith/IR/Arith.h> <mlir/Dialect/Func/IR/FuncOps.h> <mlir/Dialect/Math/IR/Math.h>)
endfunction()
tenon_add_mlir_headers(TenonMLIRHeaders)

# tenon_reuse_mlir_headers(TARGET): a target of this folder takes the precompiled headers.
function(tenon_reuse_mlir_headers target)
  set(headers TenonMLIRHeaders)
  if(TENON_FOLDER_IS_SANITIZED)
    set(headers TenonSanitizedMLIRHeaders)
    if(NOT TARGET ${headers})
      tenon_add_mlir_headers(${headers})
    endif()
  endif()
  target_precompile_headers(${target} REUSE_FROM ${headers})
endfunction()

# tenon_mlir_library(NAME file... [LINK library...]): a static library that sees MLIR, without exceptions.
function(tenon_mlir_library name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  add_library(${name} STATIC ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(${name} SYSTEM PUBLIC ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
  tenon_reuse_mlir_headers(${name})
  # libtenon.so holds these libraries once, for the front end and the driver.
  set_target_properties(${name} PROPERTIES CXX_VISIBILITY_PRESET default)
  target_link_libraries(${name} PUBLIC ${arg_LINK} MLIR LLVM)
endfunction()

# tenon_tablegen(TARGET file.td OUTPUT -option ...): one generated file of the current binary folder per pair.
function(tenon_tablegen target td)
  set(LLVM_TARGET_DEFINITIONS ${td})
  set(rest ${ARGN})
  while(rest)
    list(POP_FRONT rest output options)
    string(REPLACE " " ";" options "${options}")
    mlir_tablegen(${output} ${options})
  endwhile()
  add_public_tablegen_target(${target})
endfunction()

# tenon_add_catch_test(NAME file... [LINK library...] [TIMEOUT seconds]): a program of Catch2 tests, and the ctest test
# of the same name. A test that sees MLIR says so by linking a library that does. "tests/support/Paths.h" tells where
# the sources and the build are.
function(tenon_add_catch_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "LINK" ${ARGN})
  if(NOT TARGET TenonCatchMain)
    # Catch2's main takes seconds to compile: once for all tests.
    file(WRITE ${CMAKE_BINARY_DIR}/precompiled/catch.cpp.new "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
    configure_file(${CMAKE_BINARY_DIR}/precompiled/catch.cpp.new ${CMAKE_BINARY_DIR}/precompiled/catch.cpp COPYONLY)
    add_library(TenonCatchMain OBJECT ${CMAKE_BINARY_DIR}/precompiled/catch.cpp)
  endif()
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS} $<TARGET_OBJECTS:TenonCatchMain>)
  target_link_libraries(${name} PRIVATE ${arg_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
  add_dependencies(test-programs ${name})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT}
    # LLVM's libraries are not built with ASan: its containers would be told apart from Tenon's.
    ENVIRONMENT "NO_COLOR=1;ASAN_OPTIONS=detect_container_overflow=0;UBSAN_OPTIONS=print_stacktrace=1")
endfunction()
