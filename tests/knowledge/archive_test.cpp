#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "detente/knowledge/knowledge.hpp"

namespace detente::knowledge {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Archive : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-knowledge-" + std::to_string(::getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_ / "parties");
    fs::create_directories(folder_ / "places");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const fs::path& file, std::string_view text) { std::ofstream(folder_ / file, std::ios::binary) << text; }
  std::string read(const fs::path& file) {
    std::ifstream in(folder_ / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder_;
};

constexpr std::string_view kParty = "[[party]]\nid = \"ISR\"\nname = \"Israel\"\nkind = \"state\"\ncode = \"ISR\"\n";

TEST_F(Archive, KeepsWhatWasCompiled) {
  write("parties/a.toml", kParty);
  write("places/b.toml", "[[place]]\nname = \"Blue Line\"\ncountry = \"LBN\"\nlat = 33.1\nlon = 35.4\n");
  const auto compiled = compile(folder_, "");
  ASSERT_TRUE(compiled) << compiled.error().to_string();
  ASSERT_TRUE(save(*compiled, folder_ / "k.bin"));
  const auto loaded = load(folder_ / "k.bin");
  ASSERT_TRUE(loaded) << loaded.error().to_string();
  EXPECT_GE(loaded->parties.by_id("ISR"), 0);
  EXPECT_NE(loaded->places.best("the Blue Line"), nullptr);
}

TEST_F(Archive, RefusesADamagedOne) {
  write("parties/a.toml", kParty);
  ASSERT_TRUE(save(*compile(folder_, ""), folder_ / "k.bin"));
  const std::string whole = read("k.bin");
  for (const std::size_t at : {std::size_t{0}, std::size_t{20}, std::size_t{30}, whole.size() / 2, whole.size() - 1}) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    write("k.bin", bytes);
    const auto loaded = load(folder_ / "k.bin");
    ASSERT_FALSE(loaded) << at;
    EXPECT_EQ(loaded.error().code, ErrorCode::knowledge);
  }
  write("k.bin", whole.substr(0, whole.size() - 3));
  EXPECT_FALSE(load(folder_ / "k.bin"));
  write("k.bin", whole + "x");
  EXPECT_FALSE(load(folder_ / "k.bin"));
  write("k.bin", "");
  EXPECT_FALSE(load(folder_ / "k.bin"));
  EXPECT_EQ(load(folder_ / "none.bin").error().code, ErrorCode::not_found);
}

TEST_F(Archive, NamesTheFileThatIsWrong) {
  EXPECT_EQ(compile(folder_ / "none", "").error().code, ErrorCode::not_found);
  write("parties/a.toml", "[[party]]\nid = \"A\"\n");
  EXPECT_EQ(compile(folder_, "").error().where, "parties/a.toml:1");
  write("parties/a.toml", "# caf\xE9\n");
  const auto encoding = compile(folder_, "");
  ASSERT_FALSE(encoding);
  EXPECT_EQ(encoding.error().code, ErrorCode::bad_encoding);
  EXPECT_EQ(encoding.error().where, "parties/a.toml:1");
}

TEST_F(Archive, IsExtendedByAUsersFolder) {
  write("parties/a.toml", kParty);
  Knowledge base = *compile(folder_, "");
  const fs::path mine = folder_ / "mine";
  fs::create_directories(mine);
  write("mine/groups.toml",
        "[[party]]\nid = \"ROVERS\"\nname = \"Grey Rovers\"\nkind = \"armed_group\"\ncode = \"ISR\"\nof = \"ISR\"\n");
  write("mine/where.toml", "[[place]]\nname = \"Grey Hills\"\ncountry = \"ISR\"\nlat = 1.0\nlon = 2.0\n");
  write("mine/notes.md", "not a lexicon");
  const auto extended = extend(std::move(base), {mine});
  ASSERT_TRUE(extended) << extended.error().to_string();
  EXPECT_GE(extended->parties.by_id("ROVERS"), 0);
  EXPECT_GE(extended->parties.by_id("ISR"), 0);
  EXPECT_NE(extended->places.best("Grey Hills"), nullptr);
  const auto missing = extend(*compile(folder_, ""), {folder_ / "nowhere"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

// The lexicons as they ship: they compile, and load fast enough to be loaded at every start.
TEST(Lexicons, ShipWhatTheReaderNeeds) {
  const fs::path archive = fs::path(DETENTE_BINARY_DIR) / "share/detente/knowledge.bin";
  if (!fs::exists(archive)) {
    GTEST_SKIP() << "the lexicons are not compiled: " << archive;
  }
  const auto k = load(archive);
  ASSERT_TRUE(k) << k.error().to_string();
  std::size_t states = 0;
  std::size_t groups = 0;
  std::size_t organisations = 0;
  for (const PartyEntry& party : k->parties.parties()) {
    states += party.kind == PartyKind::state && party.of.size == 0 ? 1 : 0;
    groups += party.kind == PartyKind::armed_group ? 1 : 0;
    organisations += party.kind == PartyKind::organisation ? 1 : 0;
  }
  EXPECT_GE(states, 193u) << "the member states of the United Nations";
  EXPECT_GE(groups, 150u);
  EXPECT_GE(organisations, 150u);
  EXPECT_EQ(k->parties.given_name_gender("Angela"), 'f');
  EXPECT_EQ(k->parties.given_name_gender("Vladimir"), 'm');
}

}  // namespace
}  // namespace detente::knowledge
