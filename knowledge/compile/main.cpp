// detente_compile_knowledge DATA_FOLDER CITIES_PBF ARCHIVE
// Compiles the lexicons into the archive that detente loads. Part of the build; CITIES_PBF may be "".
#include <cstdio>
#include <string>

#include "detente/knowledge/knowledge.hpp"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: detente_compile_knowledge DATA_FOLDER CITIES_PBF ARCHIVE\n", stderr);
    return 2;
  }
  const auto knowledge = detente::knowledge::compile(argv[1], argv[2]);
  if (!knowledge) {
    std::fprintf(stderr, "%s\n", knowledge.error().to_string().c_str());
    return 1;
  }
  if (const auto done = detente::knowledge::save(*knowledge, argv[3]); !done) {
    std::fprintf(stderr, "%s\n", done.error().to_string().c_str());
    return 1;
  }
  return 0;
}
