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
