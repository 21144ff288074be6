# tenon_add_model(TARGET MODEL
#                 [KIND object|shared|module|program] [NAME name] [OUTPUT file]
#                 [OPTIONS option...] [ENVIRONMENT NAME=value...] [DEPENDS file...])
#
# Compiles MODEL (NET.cpp, NET.cpp:name or a saved graph) with tenonc whenever it, a file that it includes or its
# weights changed, and makes it part of TARGET:
#
#   object   the default: an object that is linked into TARGET
#   shared   a shared library that TARGET is linked with
#   module   a shared library that TARGET opens itself; it is built before TARGET
#   program  TARGET is new: it makes the program that tenonc writes
#
# NAME is the prefix of the C functions and the header's name, NAME.h, which TARGET finds; by default the name of the
# model's file, or of the model where NET.cpp:name gives one, or of a program. OUTPUT is where the object or library goes, its header
# beside it: by default NAME.o or NAME.so in the folder TARGET-models of the current binary folder. A program is by
# default TARGET there, or in CMAKE_RUNTIME_OUTPUT_DIRECTORY. OPTIONS are more of `tenonc compile`; ENVIRONMENT is for what a definition asks the environment, DEPENDS for files
# that only the definition knows.
#
#   add_executable(app main.c)
#   tenon_add_model(app net.cpp)            # main.c includes "net.h" and calls net_create

# Functions keep the policies under which they were defined, whatever the caller's are.
cmake_policy(PUSH)
cmake_policy(VERSION 3.22)

function(tenon_add_model target model)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "KIND;NAME;OUTPUT" "OPTIONS;ENVIRONMENT;DEPENDS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tenon_add_model(${target} ${model}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_KIND)
    set(arg_KIND object)
  endif()
  if(NOT arg_KIND MATCHES "^(object|shared|module|program)$")
    message(FATAL_ERROR "tenon_add_model(${target} ${model}): KIND is object, shared, module or program, not '${arg_KIND}'")
  endif()
  if(arg_KIND STREQUAL "program" AND TARGET ${target})
    message(FATAL_ERROR "tenon_add_model(${target} ${model}): a program is a target of its own, and there is a target '${target}' already")
  elseif(NOT arg_KIND STREQUAL "program" AND NOT TARGET ${target})
    message(FATAL_ERROR "tenon_add_model(${target} ${model}): there is no target '${target}'; call add_executable or add_library before")
  endif()

  set(file ${model})
  set(default_name)
  if(model MATCHES "^(.+\\.cpp):([A-Za-z_0-9]+)$")
    set(file ${CMAKE_MATCH_1})
    set(default_name ${CMAKE_MATCH_2})
    set(suffix :${default_name})
  else()
    get_filename_component(default_name ${file} NAME_WE)
    set(suffix)
  endif()
  get_filename_component(file ${file} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  if(NOT arg_NAME AND arg_KIND STREQUAL "program")
    string(MAKE_C_IDENTIFIER ${target} arg_NAME)
  elseif(NOT arg_NAME)
    string(MAKE_C_IDENTIFIER ${default_name} arg_NAME)
  endif()

  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}-models)
  if(arg_OUTPUT)
  elseif(arg_KIND STREQUAL "object")
    set(arg_OUTPUT ${folder}/${arg_NAME}.o)
  elseif(arg_KIND STREQUAL "program" AND CMAKE_RUNTIME_OUTPUT_DIRECTORY)
    set(arg_OUTPUT ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${target})
  elseif(arg_KIND STREQUAL "program")
    set(arg_OUTPUT ${folder}/${target})
  else()
    set(arg_OUTPUT ${folder}/${arg_NAME}.so)
  endif()
  get_filename_component(arg_OUTPUT ${arg_OUTPUT} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_BINARY_DIR})
  get_filename_component(output_folder ${arg_OUTPUT} DIRECTORY)
  if(arg_OUTPUT STREQUAL "${CMAKE_CURRENT_BINARY_DIR}/${target}")
    message(FATAL_ERROR "tenon_add_model(${target} ${model}): ninja would take ${arg_OUTPUT} for the target; give another OUTPUT")
  endif()
  file(MAKE_DIRECTORY ${folder} ${output_folder})

  set(products ${arg_OUTPUT})
  set(emit exe)
  if(NOT arg_KIND STREQUAL "program")
    get_filename_component(stem ${arg_OUTPUT} NAME_WLE)
    list(APPEND products ${output_folder}/${stem}.h)
    set(emit shared)
    if(arg_KIND STREQUAL "object")
      set(emit object)
    endif()
  endif()
  set(environment)
  if(arg_ENVIRONMENT)
    set(environment ${CMAKE_COMMAND} -E env ${arg_ENVIRONMENT})
  endif()
  set(depfile ${folder}/${arg_NAME}.d)
  add_custom_command(OUTPUT ${products}
    COMMAND ${environment} $<TARGET_FILE:Tenon::tenonc> compile ${file}${suffix} -o ${arg_OUTPUT} --emit ${emit}
            --name ${arg_NAME} --depfile ${depfile} --quiet ${arg_OPTIONS}
    DEPENDS ${file} ${arg_DEPENDS} $<TARGET_FILE:Tenon::tenonc> $<TARGET_FILE:Tenon::runtime>
    DEPFILE ${depfile} COMMENT "Compiling the model ${arg_NAME}" VERBATIM)

  if(arg_KIND STREQUAL "program")
    add_custom_target(${target} ALL DEPENDS ${products})
  else()
    set(made ${target}-${arg_NAME}-model)
    add_custom_target(${made} DEPENDS ${products})
    _tenon_use_model(${target} ${made} ${arg_KIND} ${arg_OUTPUT} ${output_folder})
  endif()
endfunction()

# TARGET takes the artefact FILE that the target MADE makes, and finds its header in FOLDER.
function(_tenon_use_model target made kind file folder)
  get_target_property(type ${target} TYPE)
  set(scope PRIVATE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    set(scope INTERFACE)
  endif()
  add_dependencies(${target} ${made})
  target_include_directories(${target} ${scope} ${folder})
  if(kind STREQUAL "object")
    # What the object leaves to others: libm, and where libc is old the library of threads.
    target_sources(${target} ${scope} ${file})
    target_link_libraries(${target} ${scope} -pthread m)
  elseif(kind STREQUAL "shared")
    get_filename_component(name ${file} NAME)
    add_library(${made}-library SHARED IMPORTED GLOBAL)
    set_target_properties(${made}-library PROPERTIES IMPORTED_LOCATION ${file} IMPORTED_SONAME ${name})
    target_link_libraries(${target} ${scope} ${made}-library)
  endif()
endfunction()

cmake_policy(POP)
