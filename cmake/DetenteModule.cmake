# The rules that every target of the house follows.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(DETENTE_CCACHE ccache)
if(DETENTE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${DETENTE_CCACHE}")
endif()
# Results must not depend on the compiler's taste for fused multiply-add; the kernels that want it ask for it.
add_compile_options(-ffp-contract=off)
if(DETENTE_SANITIZE)
  add_compile_options(-fsanitize=${DETENTE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DETENTE_SANITIZE})
endif()

# The fuzzer is led by the paths that an input takes through the libraries, so they are instrumented too.
if(DETENTE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_library(detente_warnings INTERFACE)
target_compile_options(detente_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
# gcc 12 sees overlaps in operator+(const char*, std::string&&) that are not there (gcc bug 105651).
target_compile_options(detente_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

# detente_module(NAME DEPENDS other... LIBRARIES third-party...)
# Builds every .cpp of the folder into the static library detente_NAME, whose public headers live in
# NAME/include/detente/NAME/. DEPENDS are folders of the house; LIBRARIES are linked privately.
function(detente_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(detente_${name} STATIC ${sources})
  target_include_directories(detente_${name} PUBLIC include PRIVATE .)
  target_link_libraries(detente_${name} PUBLIC detente_types ${ARG_PUBLIC_LIBRARIES} PRIVATE detente_warnings ${ARG_LIBRARIES})
  foreach(other ${ARG_DEPENDS})
    target_link_libraries(detente_${name} PUBLIC detente_${other})
  endforeach()
endfunction()
