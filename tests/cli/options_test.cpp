#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "detente/cli/options.hpp"

namespace detente::cli {
namespace {

using testing::HasSubstr;

// Every command and option is in every text that is made for the user.
TEST(Options, AreInEveryText) {
  const std::string man = man_page("1");
  const std::string overall = overview();
  const std::string all = reference();
  for (const Command& command : commands()) {
    EXPECT_THAT(overall, HasSubstr(std::string(command.name)));
    EXPECT_FALSE(command.examples.empty()) << command.name;
    std::vector<Option> options = command.options;
    options.insert(options.end(), common_options().begin(), common_options().end());
    const std::string help = help_of(command);
    for (const Option& option : options) {
      const std::string name(option.name);
      EXPECT_THAT(help, HasSubstr(name));
      EXPECT_THAT(all, HasSubstr("`" + name));
      EXPECT_THAT(man, HasSubstr("\\-\\-" + name.substr(2, name.find('-', 2) - 2)));
      for (const char* shell : {"bash", "zsh"}) {
        EXPECT_THAT(completion(shell), HasSubstr(name)) << shell;
      }
      EXPECT_THAT(completion("fish"), HasSubstr("-l " + name.substr(2)));
    }
  }
}

TEST(Options, HelpBeginsWithWhatItIsForAndAnExample) {
  const std::string help = help_of(*find_command("board"));
  EXPECT_LT(help.find("Show the state of play."), help.find("detente board"));
  EXPECT_LT(help.find("detente board"), help.find("Usage:"));
  std::size_t begin = 0;
  for (const Command& command : commands()) {
    const std::string text = help_of(command);
    for (begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin);
      EXPECT_LE(end - begin, 100U) << text.substr(begin, end - begin);
      begin = end + 1;
    }
  }
}

TEST(Arguments, AreParsed) {
  const auto a = parse(*find_command("read"), {"x", "--threads", "3", "--knowledge=a", "--knowledge", "b", "y", "-"});
  ASSERT_TRUE(a);
  EXPECT_THAT(a->positionals(), testing::ElementsAre("x", "y", "-"));
  EXPECT_THAT(a->all("--knowledge"), testing::ElementsAre("a", "b"));
  EXPECT_EQ(a->number("--threads", 1), 3);
  EXPECT_FALSE(a->has("--json"));
  EXPECT_TRUE(parse(*find_command("board"), {"--json"})->has("--json"));
}

TEST(Arguments, SayWhatIsWrong) {
  const auto message = [](std::string_view command, const std::vector<std::string>& words) {
    const auto a = parse(*find_command(command), words);
    return a ? std::string("fine") : a.error().to_string();
  };
  EXPECT_THAT(message("code", {"--offsets", "lines"}),
              HasSubstr("--offsets must be one of bytes, codepoints, not 'lines'"));
  EXPECT_THAT(message("code", {"--threads", "-2"}), HasSubstr("--threads"));
  EXPECT_THAT(message("code", {"--thread", "2"}), HasSubstr("option '--thread' is not known"));
  EXPECT_THAT(message("code", {"extra"}), HasSubstr("argument 'extra' is not known"));
  EXPECT_THAT(message("extract", {}), HasSubstr("say which FILE"));
  EXPECT_THAT(message("show", {"a", "b"}), HasSubstr("only one WHAT"));
  EXPECT_EQ(message("extract", {"--help"}), "fine");
}

TEST(Commands, AreGuessedFromTypingErrors) {
  EXPECT_EQ(nearest_command("borad")->name, "board");
  EXPECT_EQ(nearest_command("raed")->name, "read");
  EXPECT_EQ(nearest_command("exprot")->name, "export");
  EXPECT_EQ(nearest_command("zzzzzz"), nullptr);
}

}  // namespace
}  // namespace detente::cli
