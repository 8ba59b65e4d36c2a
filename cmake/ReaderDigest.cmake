# cmake -D ROOT=DIR -D LIST=FILE -D OUTPUT=HEADER -P ReaderDigest.cmake
# Writes a header with a digest of the names and bytes of the files that LIST names, one a line, under ROOT.
file(STRINGS "${LIST}" sources)
set(all "")
foreach(source IN LISTS sources)
  file(SHA256 "${ROOT}/${source}" digest)
  string(APPEND all "${source} ${digest}\n")
endforeach()
string(SHA256 digest "${all}")
string(SUBSTRING "${digest}" 0 12 digest)
file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT
  "#pragma once\n\nnamespace detente::cli {\ninline constexpr const char* kReaderDigest = \"@digest@\";\n}  // namespace detente::cli\n")
