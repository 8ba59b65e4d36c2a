# Third-party libraries. Each is an imported target; docs/dependencies.md says why each was chosen.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(LIBXML2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(TOMLPP REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(UCHARDET REQUIRED IMPORTED_TARGET uchardet)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(NLOPT REQUIRED IMPORTED_TARGET nlopt)
pkg_check_modules(CLP REQUIRED IMPORTED_TARGET clp)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
find_package(Boost 1.74 REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(CLI11 REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)
find_path(CLD2_INCLUDE_DIR cld2/public/compact_lang_det.h REQUIRED)

add_library(detente_cld2 INTERFACE)
target_include_directories(detente_cld2 SYSTEM INTERFACE "${CLD2_INCLUDE_DIR}")
target_link_libraries(detente_cld2 INTERFACE "${CLD2_LIBRARY}")

if(EXISTS "${DETENTE_DEPS}/duckdb/libduckdb.so")
  add_library(detente_duckdb SHARED IMPORTED GLOBAL)
  set_target_properties(detente_duckdb PROPERTIES
    IMPORTED_LOCATION "${DETENTE_DEPS}/duckdb/libduckdb.so"
    INTERFACE_INCLUDE_DIRECTORIES "${DETENTE_DEPS}/duckdb")
else()
  message(FATAL_ERROR "DuckDB is missing in ${DETENTE_DEPS}/duckdb: run tools/setup first")
endif()

# Debian builds cpp-httplib as a library of its own with all options on. The flags must be those that it was built with:
# the classes of its header change with them.
pkg_check_modules(HTTPLIB REQUIRED cpp-httplib)
add_library(detente_httplib INTERFACE)
target_include_directories(detente_httplib SYSTEM INTERFACE ${HTTPLIB_INCLUDE_DIRS})
target_compile_options(detente_httplib INTERFACE ${HTTPLIB_CFLAGS_OTHER})
target_link_libraries(detente_httplib INTERFACE ${HTTPLIB_LINK_LIBRARIES})
