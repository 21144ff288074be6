# How the folders declare their libraries. Every source file is named: nothing is globbed.

# The MLIR headers, compiled once and reused by every library that sees MLIR.
set(pchSource ${CMAKE_BINARY_DIR}/precompiled/mlir.cpp)
if(NOT EXISTS ${pchSource})
  file(WRITE ${pchSource} "// Only carries the precompiled header.\n")
endif()
add_library(TenonMLIRHeaders OBJECT ${pchSource})
target_include_directories(TenonMLIRHeaders SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
target_precompile_headers(TenonMLIRHeaders PRIVATE
  <mlir/IR/Builders.h> <mlir/IR/BuiltinOps.h> <mlir/IR/BuiltinTypes.h> <mlir/IR/OpImplementation.h>
  <mlir/IR/PatternMatch.h> <mlir/IR/AffineMap.h> <mlir/Pass/Pass.h>
  <mlir/Dialect/Arith/IR/Arith.h> <mlir/Dialect/Func/IR/FuncOps.h> <mlir/Dialect/Math/IR/Math.h>)

# tenon_mlir_library(NAME file... [LINK library...]): a static library that sees MLIR, without exceptions.
function(tenon_mlir_library name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  add_library(${name} STATIC ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(${name} SYSTEM PUBLIC ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
  target_precompile_headers(${name} REUSE_FROM TenonMLIRHeaders)
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
# of the same name. A test that sees MLIR says so by linking a library that does.
function(tenon_add_catch_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "LINK" ${ARGN})
  if(NOT TARGET TenonCatchMain)
    # Catch2's main takes seconds to compile: once for all tests.
    file(WRITE ${CMAKE_BINARY_DIR}/precompiled/catch.cpp.new "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
    configure_file(${CMAKE_BINARY_DIR}/precompiled/catch.cpp.new ${CMAKE_BINARY_DIR}/precompiled/catch.cpp COPYONLY)
    add_library(TenonCatchMain OBJECT ${CMAKE_BINARY_DIR}/precompiled/catch.cpp)
  endif()
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS} $<TARGET_OBJECTS:TenonCatchMain>)
  target_compile_definitions(${name} PRIVATE TENON_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TENON_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(${name} PRIVATE ${arg_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
  add_dependencies(test-programs ${name})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "NO_COLOR=1")
endfunction()
