// Folders that are not whole: each gives an error of the code `model` that names the file, and never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

#include "detente/language/pipeline.hpp"
#include "model_fixture.hpp"

namespace detente::language {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string slurp(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// A copy of the model, of links, in which single files can be replaced.
class BrokenModel : public testing::Test {
 protected:
  void SetUp() override {
    if (model() == nullptr) {
      GTEST_SKIP() << "the model is not in " << model_folder();
    }
    folder_ = fs::temp_directory_path() / ("detente-model-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    for (const auto& entry : fs::recursive_directory_iterator(model_folder())) {
      const fs::path to = folder_ / fs::relative(entry.path(), model_folder());
      if (entry.is_directory()) {
        fs::create_directories(to);
      } else {
        fs::create_directories(to.parent_path());
        fs::create_symlink(fs::absolute(entry.path()), to);
      }
    }
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void replace(const std::string& file, const std::string& bytes) {
    fs::remove(folder_ / file);
    std::ofstream(folder_ / file, std::ios::binary) << bytes;
  }
  void restore(const std::string& file) {
    fs::remove(folder_ / file);
    fs::create_symlink(fs::absolute(fs::path(model_folder()) / file), folder_ / file);
  }
  void expect_error(const std::string& file, const std::string& message = "") {
    const auto loaded = Pipeline::load(folder_);
    ASSERT_FALSE(loaded) << file;
    EXPECT_EQ(loaded.error().code, ErrorCode::model);
    EXPECT_THAT(loaded.error().where, HasSubstr(file));
    EXPECT_THAT(loaded.error().message, HasSubstr(message));
    EXPECT_FALSE(loaded.error().message.empty());
  }
  void change_config(const std::string& from, const std::string& to) {
    std::string config = slurp(fs::path(model_folder()) / "config.cfg");
    const std::size_t at = config.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    replace("config.cfg", config.replace(at, from.size(), to));
  }

  fs::path folder_;
};

constexpr const char* kFiles[] = {"config.cfg",
                                  "meta.json",
                                  "tokenizer",
                                  "tok2vec/model",
                                  "tagger/model",
                                  "tagger/cfg",
                                  "parser/cfg",
                                  "parser/model",
                                  "parser/moves",
                                  "ner/cfg",
                                  "ner/model",
                                  "ner/moves",
                                  "attribute_ruler/patterns",
                                  "lemmatizer/lookups/lookups.bin"};

TEST_F(BrokenModel, FileMissing) {
  for (const std::string file : kFiles) {
    fs::remove(folder_ / file);
    expect_error(file, "not found");
    restore(file);
  }
  EXPECT_TRUE(Pipeline::load(folder_));
}

TEST_F(BrokenModel, FolderMissing) {
  const auto loaded = Pipeline::load(folder_ / "nowhere");
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().to_string(), HasSubstr("nowhere"));
}

TEST_F(BrokenModel, FileTruncated) {
  for (const std::string file : kFiles) {
    const std::string whole = slurp(fs::path(model_folder()) / file);
    for (const std::size_t part : {std::size_t{0}, std::size_t{1}, std::size_t{50}, std::size_t{99}}) {
      replace(file, whole.substr(0, whole.size() * part / 100));
      const auto loaded = Pipeline::load(folder_);
      if (file != "config.cfg") {  // A config cut between sections may still describe a pipeline.
        expect_error(file);
      }
    }
    restore(file);
  }
}

TEST_F(BrokenModel, BytesFlippedNeverCrash) {
  std::mt19937 random(7);
  Workspace work;
  for (const std::string file : kFiles) {
    const std::string whole = slurp(fs::path(model_folder()) / file);
    for (int round = 0; round < 6; ++round) {
      std::string damaged = whole;
      for (int i = 0; i < 4; ++i) {
        // Mostly near the beginning, where the structure is.
        const std::size_t range = round % 2 == 0 ? std::min<std::size_t>(damaged.size(), 4096) : damaged.size();
        damaged[random() % range] = static_cast<char>(random() % 256);
      }
      replace(file, damaged);
      const auto loaded = Pipeline::load(folder_);
      if (loaded) {
        (void)loaded->analyse("The talks in Cairo haven't failed, officials said.", work);
      }
    }
    restore(file);
  }
}

TEST_F(BrokenModel, SizesThatCannotBe) {
  using std::string_literals::operator""s;
  replace("tok2vec/model", "\xDD\xFF\xFF\xFF\xFF"s);
  expect_error("tok2vec/model", "truncated");
  replace("tok2vec/model", "\xC6\xFF\xFF\xFF\xFF"s);
  expect_error("tok2vec/model", "truncated");
  replace("tok2vec/model", std::string(200'000, '\x91'));
  expect_error("tok2vec/model", "nested too deep");
  replace("tok2vec/model", "hello");
  expect_error("tok2vec/model");
}

TEST_F(BrokenModel, WeightsOfAnotherPart) {
  replace("tok2vec/model", slurp(fs::path(model_folder()) / "parser/model"));
  expect_error("tok2vec/model");
  restore("tok2vec/model");
  replace("parser/model", slurp(fs::path(model_folder()) / "ner/model"));
  expect_error("parser/model");
  restore("parser/model");
  replace("tagger/cfg", "{\"labels\": [\"NN\", \"VB\"]}");
  expect_error("tagger/model", "labels");
  restore("tagger/cfg");
  replace("parser/moves", slurp(fs::path(model_folder()) / "ner/moves"));
  expect_error("parser");
}

TEST_F(BrokenModel, UnknownPartsAreRefusedByName) {
  change_config("factory = \"tok2vec\"", "factory = \"transformer\"");
  expect_error("config.cfg", "'transformer'");
  change_config("spacy.MaxoutWindowEncoder.v2", "spacy.TorchBiLSTMEncoder.v1");
  expect_error("config.cfg", "'spacy.TorchBiLSTMEncoder.v1'");
  change_config("spacy.TransitionBasedParser.v2", "my.Parser.v1");
  expect_error("config.cfg", "'my.Parser.v1'");
  change_config("spacy.Tokenizer.v1", "spacy.ja.JapaneseTokenizer");
  expect_error("config.cfg", "'spacy.ja.JapaneseTokenizer'");
  change_config("include_static_vectors = false", "include_static_vectors = true");
  expect_error("config.cfg", "static vectors");
  change_config("upstream = \"tok2vec\"", "upstream = \"other\"");
  expect_error("config.cfg", "'other'");
  change_config("\"tagger\",\"parser\"", "\"tagger\",\"textcat\",\"parser\"");
  expect_error("config.cfg", "'textcat'");
}

TEST_F(BrokenModel, SenterCanReplaceTheParser) {
  change_config("disabled = [\"senter\"]", "disabled = [\"parser\"]");
  const auto loaded = Pipeline::load(folder_);
  ASSERT_TRUE(loaded) << loaded.error().to_string();
  Workspace work;
  const Analysis a = loaded->analyse("The talks failed on Monday. Nobody was surprised by it.", work);
  EXPECT_EQ(a.sentences.size(), 2U);
  EXPECT_EQ(a.head[1], 1U);
}

TEST_F(BrokenModel, ConfigReferencesResolve) {
  change_config("width = ${components.tok2vec.model.encode:width}", "width = ${components.tok2vec.model.encode.width}");
  EXPECT_TRUE(Pipeline::load(folder_));
  change_config("init_tok2vec = null", "init_tok2vec = ${paths.init_tok2vec}");
  expect_error("config.cfg", "cannot be resolved");
}

}  // namespace
}  // namespace detente::language
