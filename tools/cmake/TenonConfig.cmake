# What find_package(Tenon) gives, found relative to this file, so that the tree may be moved:
#
#   Tenon::tenon      the front end: tenon/tenon.h and libtenon.so, which loads LLVM's libraries when it runs
#   Tenon::runtime    tenon/runtime.h and libtenon_runtime.a, which needs nothing but the C library
#   Tenon::tenonc     the compiler
#   tenon_add_model   compiles a model at build time into a target (TenonAddModel.cmake)
#
# LLVM is not looked for: building against Tenon does not need its development files.

get_filename_component(_tenon_root "${CMAKE_CURRENT_LIST_DIR}/../../.." REALPATH)

foreach(_tenon_file bin/tenonc lib/libtenon.so lib/libtenon_runtime.a include/tenon/tenon.h include/tenon/runtime.h)
  if(NOT EXISTS "${_tenon_root}/${_tenon_file}")
    set(${CMAKE_FIND_PACKAGE_NAME}_FOUND FALSE)
    set(${CMAKE_FIND_PACKAGE_NAME}_NOT_FOUND_MESSAGE "${_tenon_root}/${_tenon_file} is missing: install Tenon as a whole")
    return()
  endif()
endforeach()

if(NOT TARGET Tenon::tenon)
  add_library(Tenon::tenon SHARED IMPORTED)
  set_target_properties(Tenon::tenon PROPERTIES IMPORTED_LOCATION "${_tenon_root}/lib/libtenon.so"
    INTERFACE_INCLUDE_DIRECTORIES "${_tenon_root}/include" INTERFACE_COMPILE_FEATURES cxx_std_20)
  add_library(Tenon::runtime STATIC IMPORTED)
  set_target_properties(Tenon::runtime PROPERTIES IMPORTED_LOCATION "${_tenon_root}/lib/libtenon_runtime.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_tenon_root}/include" INTERFACE_LINK_LIBRARIES "m;-pthread")
  add_executable(Tenon::tenonc IMPORTED)
  set_target_properties(Tenon::tenonc PROPERTIES IMPORTED_LOCATION "${_tenon_root}/bin/tenonc")
endif()

include("${CMAKE_CURRENT_LIST_DIR}/TenonAddModel.cmake")
