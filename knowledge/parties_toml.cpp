// The native form of the party files: [[party]], [[agent]], [[title]] and [[given]] tables.
#include <algorithm>
#include <cctype>

#include "detente/knowledge/fold.hpp"
#include "detente/knowledge/parties.hpp"
#include "toml_file.hpp"

namespace detente::knowledge {

namespace {

// "2021-01-26", or a prefix of it that ends at a part.
bool is_date_prefix(std::string_view date) {
  if (date.size() != 4 && date.size() != 7 && date.size() != 10) {
    return false;
  }
  for (std::size_t i = 0; i < date.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? date[i] != '-' : (date[i] < '0' || date[i] > '9')) {
      return false;
    }
  }
  return true;
}

bool is_code(std::string_view code) {
  return code.size() <= 24 && std::all_of(code.begin(), code.end(),
                                          [](unsigned char c) { return std::isupper(c) != 0 || std::isdigit(c) != 0; });
}

}  // namespace

class PartyTomlReader {
 public:
  PartyTomlReader(PartyLexicon& lexicon, const std::string& origin) : lexicon_(lexicon), origin_(origin) {}

  Result<void> read(const toml::table& root) {
    for (const auto& [key, node] : root) {
      const std::string_view name = key.str();
      if (name != "party" && name != "agent" && name != "title" && name != "given") {
        return Error{ErrorCode::knowledge, "a file of parties has no table '" + std::string(name) + "'", where(node)};
      }
      const toml::array* list = node.as_array();
      if (list == nullptr) {
        return Error{ErrorCode::knowledge, "write [[" + std::string(name) + "]], a list of tables", where(node)};
      }
      for (const toml::node& item : *list) {
        const toml::table* table = item.as_table();
        if (table == nullptr) {
          return Error{ErrorCode::knowledge, "write [[" + std::string(name) + "]], a list of tables", where(item)};
        }
        Result<void> done = name == "party"   ? add_party(*table)
                            : name == "agent" ? add_agent(*table)
                            : name == "title" ? add_title(*table)
                                              : add_given(*table);
        if (!done) {
          return done;
        }
      }
    }
    return {};
  }

 private:
  std::string where(const toml::node& node) const { return origin_ + ":" + std::to_string(node.source().begin.line); }

  static PartyKind kind_of(Fields& fields, const std::string& word) {
    const auto kind = party_kind(word);
    if (!kind) {
      fields.fail("kind '" + word +
                  "' is none of state, government, armed_group, organisation, person, population, outlet");
      return PartyKind::unknown;
    }
    return *kind;
  }

  static std::string code_of(Fields& fields, std::string_view key) {
    std::string code = fields.text(key);
    if (!is_code(code)) {
      fields.fail("'" + std::string(key) + "' must be capitals, such as \"ISR\"");
    }
    return code;
  }

  static std::string date_of(Fields& fields, std::string_view key) {
    std::string date = fields.text(key);
    if (!date.empty() && !is_date_prefix(date)) {
      fields.fail("'" + std::string(key) + "' must be a date such as \"2021-01-26\", \"2021-01\" or \"2021\"");
    }
    return date;
  }

  Result<void> add_party(const toml::table& table) {
    Fields fields(table, origin_);
    fields.allow_only({"id", "name", "kind", "code", "sector", "of", "aliases", "adjectives", "people", "capitals",
                       "seats", "roles", "active", "ambiguous", "gender"});
    const std::string id = fields.text("id", true);
    const std::string name = fields.text("name", true);
    const PartyKind kind = kind_of(fields, fields.text("kind", true));
    const std::string code = code_of(fields, "code");
    const std::string sector = code_of(fields, "sector");
    const std::string of = fields.text("of");
    const std::string gender = fields.text("gender");
    if (!gender.empty() && gender != "f" && gender != "m") {
      fields.fail("'gender' must be \"f\" or \"m\"");
    }
    if (!fields.ok()) {
      return fields.error();
    }
    const auto known = lexicon_.origins_.find(id);
    if (known != lexicon_.origins_.end()) {
      return Error{ErrorCode::knowledge, "id '" + id + "' is taken already, at " + known->second, fields.where()};
    }
    const std::int32_t replaced = lexicon_.by_user_ ? lexicon_.by_id(id) : -1;
    if (replaced >= 0) {
      lexicon_.parties_[static_cast<std::uint32_t>(replaced)].hidden = 1;
    }
    lexicon_.origins_.emplace(id, fields.where());

    PartyEntry party;
    party.id = lexicon_.keep(id);
    party.name = lexicon_.keep(name);
    party.kind = kind;
    party.code = lexicon_.keep(code);
    party.sector = lexicon_.keep(sector);
    party.of = lexicon_.keep(of);
    party.rule = lexicon_.keep(origin_ + ":" + id);
    party.gender = gender.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(gender[0]);
    party.role_begin = static_cast<std::uint32_t>(lexicon_.roles_.size());
    for (const toml::table* role : fields.tables("roles")) {
      if (Result<void> done = add_role(*role); !done) {
        return done;
      }
    }
    party.role_end = static_cast<std::uint32_t>(lexicon_.roles_.size());
    if (const toml::node* active = table.get("active")) {
      const toml::table* dates = active->as_table();
      if (dates == nullptr) {
        return Error{ErrorCode::knowledge, "'active' must be { from = \"...\", to = \"...\" }", where(*active)};
      }
      Fields period(*dates, origin_);
      period.allow_only({"from", "to"});
      party.active_from = lexicon_.keep(date_of(period, "from"));
      party.active_to = lexicon_.keep(date_of(period, "to"));
      if (!period.ok()) {
        return period.error();
      }
    }
    const auto index = static_cast<std::uint32_t>(lexicon_.parties_.size());
    lexicon_.parties_.push_back(party);
    add_names(fields, name, index);
    if (!fields.ok()) {
      return fields.error();
    }
    return {};
  }

  void add_names(Fields& fields, const std::string& name, std::uint32_t index) {
    std::vector<std::string> unsure;
    for (const std::string& word : fields.texts("ambiguous")) {
      unsure.push_back(folded_name(word));
    }
    const auto flags = [&](const std::string& word) -> std::uint8_t {
      return std::find(unsure.begin(), unsure.end(), folded_name(word)) != unsure.end()
                 ? std::uint8_t{PartyLexicon::kAmbiguous}
                 : std::uint8_t{0};
    };
    std::vector<std::string> aliases = fields.texts("aliases");
    aliases.insert(aliases.begin(), name);
    // An ambiguous name need not be said twice: it is an alias unless another list has it.
    std::vector<std::string> said = aliases;
    for (const char* key : {"adjectives", "people", "capitals", "seats"}) {
      const std::vector<std::string> words = fields.texts(key);
      said.insert(said.end(), words.begin(), words.end());
    }
    for (const std::string& word : fields.texts("ambiguous")) {
      if (std::find(said.begin(), said.end(), word) == said.end()) {
        aliases.push_back(word);
      }
    }
    std::sort(aliases.begin() + 1, aliases.end());
    aliases.erase(std::unique(aliases.begin(), aliases.end()), aliases.end());
    for (const std::string& alias : aliases) {
      lexicon_.add_name(alias, NameUse::name, index, flags(alias));
    }
    const std::pair<std::string_view, NameUse> others[] = {{"adjectives", NameUse::adjective},
                                                           {"people", NameUse::people},
                                                           {"capitals", NameUse::capital},
                                                           {"seats", NameUse::seat}};
    for (const auto& [key, use] : others) {
      for (const std::string& word : fields.texts(key)) {
        lexicon_.add_name(word, use, index, flags(word));
      }
    }
  }

  Result<void> add_role(const toml::table& table) {
    Fields fields(table, origin_);
    fields.allow_only({"title", "country", "sector", "from", "to", "office"});
    RoleEntry role;
    role.title = lexicon_.keep(fields.text("title", true));
    role.office = lexicon_.keep(folded_name(fields.text("office")));
    role.country = lexicon_.keep(code_of(fields, "country"));
    role.sector = lexicon_.keep(code_of(fields, "sector"));
    const std::string from = date_of(fields, "from");
    const std::string to = date_of(fields, "to");
    if (!from.empty() && !to.empty() &&
        to.compare(0, std::min(from.size(), to.size()), from, 0, std::min(from.size(), to.size())) < 0) {
      fields.fail("the role ends (" + to + ") before it begins (" + from + ")");
    }
    role.from = lexicon_.keep(from);
    role.to = lexicon_.keep(to);
    if (!fields.ok()) {
      return fields.error();
    }
    lexicon_.roles_.push_back(role);
    return {};
  }

  Result<void> add_agent(const toml::table& table) {
    Fields fields(table, origin_);
    fields.allow_only({"nouns", "sector", "kind"});
    const std::vector<std::string> nouns = fields.texts("nouns");
    if (nouns.empty()) {
      fields.fail("'nouns' is missing");
    }
    const std::string kind = fields.text("kind");
    AgentEntry agent;
    agent.kind = kind.empty() ? PartyKind::population : kind_of(fields, kind);
    agent.sector = lexicon_.keep(code_of(fields, "sector"));
    if (!fields.ok()) {
      return fields.error();
    }
    agent.rule = lexicon_.keep(origin_ + ":" + nouns.front());
    const auto index = static_cast<std::uint32_t>(lexicon_.agents_.size());
    lexicon_.agents_.push_back(agent);
    for (const std::string& noun : nouns) {
      lexicon_.add_noun(noun, NameUse::agent, index, 0);
    }
    return {};
  }

  Result<void> add_title(const toml::table& table) {
    Fields fields(table, origin_);
    fields.allow_only({"words", "sector", "office"});
    const std::vector<std::string> words = fields.texts("words");
    if (words.empty()) {
      fields.fail("'words' is missing");
    }
    TitleEntry title;
    title.sector = lexicon_.keep(code_of(fields, "sector"));
    title.office = lexicon_.keep(folded_name(fields.text("office")));
    if (!fields.ok()) {
      return fields.error();
    }
    title.rule = lexicon_.keep(origin_ + ":" + words.front());
    const auto index = static_cast<std::uint32_t>(lexicon_.titles_.size());
    lexicon_.titles_.push_back(title);
    for (const std::string& word : words) {
      lexicon_.add_noun(word, NameUse::title, index, 0);
    }
    return {};
  }

  Result<void> add_given(const toml::table& table) {
    Fields fields(table, origin_);
    fields.allow_only({"gender", "names"});
    const std::string gender = fields.text("gender", true);
    if (gender != "f" && gender != "m") {
      fields.fail("'gender' must be \"f\" or \"m\"");
    }
    std::vector<std::uint32_t> ids;
    for (const std::string& name : fields.texts("names")) {
      ids.push_back(lexicon_.word_id(folded_name(name)));
    }
    if (!fields.ok()) {
      return fields.error();
    }
    // The names of women stand first, each half sorted.
    std::vector<std::uint32_t>& all = lexicon_.given_names_;
    const auto middle = all.begin() + lexicon_.given_female_;
    std::vector<std::uint32_t> female(all.begin(), middle);
    std::vector<std::uint32_t> male(middle, all.end());
    std::vector<std::uint32_t>& half = gender == "f" ? female : male;
    half.insert(half.end(), ids.begin(), ids.end());
    std::sort(half.begin(), half.end());
    half.erase(std::unique(half.begin(), half.end()), half.end());
    lexicon_.given_female_ = static_cast<std::uint32_t>(female.size());
    all = std::move(female);
    all.insert(all.end(), male.begin(), male.end());
    return {};
  }

  PartyLexicon& lexicon_;
  const std::string& origin_;
};

Result<void> PartyLexicon::add_toml_text(std::string_view toml, const std::string& origin) {
  const auto table = parse_toml(toml, origin);
  if (!table) {
    return table.error();
  }
  return PartyTomlReader(*this, origin).read(*table);
}

Result<void> PartyLexicon::add_toml(const std::filesystem::path& file) {
  const std::string origin = origin_of(file);
  const auto text = read_text_file(file, origin);
  if (!text) {
    return text.error();
  }
  return add_toml_text(*text, origin);
}

}  // namespace detente::knowledge
