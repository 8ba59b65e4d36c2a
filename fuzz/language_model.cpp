// The readers of a model folder's files. The first byte chooses the reader, the rest is the file.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "../language/attribute_ruler.hpp"
#include "../language/components.hpp"
#include "../language/config.hpp"
#include "../language/lemmatizer.hpp"
#include "../language/tok2vec.hpp"
#include "../language/tokenizer.hpp"
#include "../language/transition.hpp"

namespace {

namespace fs = std::filesystem;
using namespace detente::language;

constexpr const char* kText = "The talks in Cairo haven't failed, officials said on Monday (see https://a.example).";

const fs::path& folder() {
  static const fs::path made = [] {
    const fs::path place = fs::temp_directory_path() / ("detente-fuzz-" + std::to_string(::getpid()));
    fs::create_directories(place / "lookups");
    return place;
  }();
  return made;
}

void write(const fs::path& file, const std::uint8_t* data, std::size_t size) {
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
}

Document tokenized(WordMemory& memory) {
  Document document;
  const Tokenizer plain;
  plain.tokenize(kText, Norms(), memory, document.tokens);
  document.reset_annotations();
  return document;
}

void run_tokenizer(const fs::path& file) {
  Faults faults;
  Tokenizer tokenizer;
  tokenizer.load(file, Norms(), faults);
  if (!faults.any()) {
    WordMemory memory;
    Tokens tokens;
    tokenizer.tokenize(kText, Norms(), memory, tokens);
  }
}

void run_tok2vec(const fs::path& file) {
  Faults faults;
  const ThincModel model(file, faults);
  Tok2Vec net;
  net.load(model, faults);
  if (!faults.any()) {
    WordMemory words;
    VectorMemory memory;
    const Document document = tokenized(words);
    (void)net.run(document.tokens, words.words, memory);
  }
}

void run_transitions(const fs::path& file) {
  for (const std::size_t features : {std::size_t{8}, std::size_t{3}}) {
    Faults faults;
    const ThincModel model(file, faults);
    TransitionNet net;
    net.load(model, 4, features, faults);
    if (!faults.any()) {
      Floats vectors(16);
      TransitionMemory memory;
      const std::int32_t ids[TransitionNet::kMostFeatures] = {0};
      net.begin(vectors.data(), 1, memory);
      (void)net.score(ids, memory);
    }
  }
}

void run_ruler() {
  Faults faults;
  Symbols symbols;
  AttributeRuler ruler;
  ruler.load(folder(), symbols, faults);
  if (!faults.any()) {
    WordMemory words;
    RulerMemory memory;
    Document document = tokenized(words);
    ruler.run(symbols, words, memory, document);
  }
}

void run_lemmatizer(const std::string& mode) {
  Faults faults;
  Symbols symbols;
  Lemmatizer lemmatizer;
  lemmatizer.load(folder(), mode, false, true, faults);
  if (!faults.any()) {
    WordMemory words;
    LemmaMemory memory;
    Document document = tokenized(words);
    for (std::uint32_t i = 0; i < document.size(); ++i) {
      document.pos[i] = symbols.add(i % 2 == 0 ? "NOUN" : "VERB");
    }
    lemmatizer.run(symbols, words, memory, document);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::uint8_t reader = data[0] % 8;
  ++data;
  --size;
  const fs::path file = folder() / "file";
  const char* names[] = {"file", "file", "file", "file", "patterns", "lookups/lookups.bin", "lookups/lookups.bin",
                         "file"};
  write(folder() / names[reader], data, size);
  Faults faults;
  switch (reader) {
    case 0:
      run_tokenizer(file);
      break;
    case 1:
      run_tok2vec(file);
      break;
    case 2:
      run_transitions(file);
      break;
    case 3:
      (void)read_moves(file, 6, faults);
      break;
    case 4:
      run_ruler();
      break;
    case 5:
      run_lemmatizer("rule");
      break;
    case 6:
      run_lemmatizer("lookup");
      break;
    default:
      (void)read_config({reinterpret_cast<const char*>(data), size}, "config.cfg", faults);
      break;
  }
  return 0;
}
