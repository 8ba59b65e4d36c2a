#include "lemmatizer.hpp"

#include <algorithm>

#include "detente/text/utf8.hpp"
#include "letters.hpp"
#include "strings.hpp"

namespace detente::language {

namespace {

// The value of a feature in "Number=Sing|Person=3"; empty if it is not there.
std::string_view feature(std::string_view morph, std::string_view name) {
  while (!morph.empty()) {
    const std::size_t bar = std::min(morph.find('|'), morph.size());
    const std::string_view part = morph.substr(0, bar);
    if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=') {
      return part.substr(name.size() + 1);
    }
    morph.remove_prefix(std::min(bar + 1, morph.size()));
  }
  return {};
}

}  // namespace

void Lemmatizer::read_tables(const MsgValue& root, const std::string& where, Faults& faults) {
  const auto bad = [&](const char* table) {
    faults.report(where, std::string("the table ") + table + " is malformed");
  };
  const auto each = [&](const char* name, auto use) {
    const MsgValue* table = root.find(name);
    if (table == nullptr) {
      return;
    }
    if (!table->is(MsgValue::Kind::map)) {
      bad(name);
      return;
    }
    for (std::size_t i = 0; i + 1 < table->items.size() && !faults.any(); i += 2) {
      const MsgValue& key = table->items[i];
      if (!key.is_number() && !key.is_bytes()) {
        bad(name);
        return;
      }
      use(key.is_number() ? key.natural : string_id(key.bytes), table->items[i + 1]);
    }
  };
  each("lemma_rules", [&](std::uint64_t pos, const MsgValue& rules) {
    for (const MsgValue& rule : rules.items) {
      if (rule.items.size() != 2 || !rule.items[0].is(MsgValue::Kind::text) ||
          !rule.items[1].is(MsgValue::Kind::text)) {
        bad("lemma_rules");
        return;
      }
      by_pos_[pos].rules.push_back({rule.items[0].text(), rule.items[1].text()});
    }
  });
  each("lemma_exc", [&](std::uint64_t pos, const MsgValue& forms) {
    auto& exceptions = by_pos_[pos].exceptions;
    exceptions.reserve(forms.items.size() / 2);
    for (std::size_t i = 0; i + 1 < forms.items.size(); i += 2) {
      const MsgValue& lemmas = forms.items[i + 1];
      auto& list = exceptions[forms.items[i].text()];
      for (const MsgValue& lemma : lemmas.items) {
        list.push_back(lemma.text());
      }
      if (lemmas.is(MsgValue::Kind::text)) {
        list.push_back(lemmas.text());
      }
    }
  });
  each("lemma_index", [&](std::uint64_t pos, const MsgValue& forms) {
    auto& index = by_pos_[pos].index;
    index.reserve(forms.items.size());
    const std::size_t step = forms.is(MsgValue::Kind::map) ? 2 : 1;
    for (std::size_t i = 0; i < forms.items.size(); i += step) {
      index.insert(forms.items[i].text());
    }
  });
  if (!rules_) {
    each("lemma_lookup", [&](std::uint64_t word, const MsgValue& lemma) { table_[word] = lemma.text(); });
  }
}

void Lemmatizer::load(const std::filesystem::path& folder, const std::string& mode, bool overwrite, bool english,
                      Faults& faults) {
  rules_ = mode == "rule";
  overwrite_ = overwrite;
  english_ = english;
  const std::filesystem::path file = folder / "lookups" / "lookups.bin";
  const std::string where = file.string();
  bytes_ = read_file(file, faults);
  if (faults.any()) {
    return;
  }
  const MsgValue root = read_msgpack(bytes_, where, faults);
  if (faults.any()) {
    return;
  }
  for (const char* table : {"lemma_rules"}) {
    if (rules_ && root.find(table) == nullptr) {
      faults.report(where, std::string("the table ") + table + " is missing");
      return;
    }
  }
  if (!rules_ && root.find("lemma_lookup") == nullptr) {
    faults.report(where, "the table lemma_lookup is missing");
    return;
  }
  read_tables(root, where, faults);
}

bool Lemmatizer::is_base_form(std::string_view pos, std::string_view morph) const {
  if (!english_) {
    return false;
  }
  const std::string_view form = feature(morph, "VerbForm");
  const std::string_view number = feature(morph, "Number");
  const std::string_view degree = feature(morph, "Degree");
  if (pos == "noun" && number == "Sing") {
    return true;
  }
  if (pos == "verb" && form == "Fin" && feature(morph, "Tense") == "Pres" && number.empty()) {
    return true;
  }
  return form == "Inf" || form == "None" || degree == "Pos";
}

std::string Lemmatizer::lemmatize(const Word& word, std::string_view pos, std::string_view morph) const {
  if (!rules_) {
    const auto found = table_.find(word.text_id);
    return std::string(found == table_.end() ? word.text : found->second);
  }
  if (pos.empty() || pos == "eol" || pos == "space" || is_base_form(pos, morph)) {
    return std::string(word.lower);
  }
  const auto found = by_pos_.find(string_id(pos));
  if (found == by_pos_.end() || !found->second.any()) {
    return std::string(pos == "propn" ? word.text : word.lower);
  }
  const Tables& tables = found->second;
  std::vector<std::string> forms;
  std::vector<std::string> unknown;
  const auto has = [](const std::vector<std::string>& list, std::string_view form) {
    return std::find(list.begin(), list.end(), form) != list.end();
  };
  for (const Rule& rule : tables.rules) {
    if (!word.lower.ends_with(rule.ending)) {
      continue;
    }
    std::string form(word.lower.substr(0, word.lower.size() - rule.ending.size()));
    form += rule.instead;
    if (form.empty()) {
      continue;
    }
    if (tables.index.contains(form) || !all_alpha(form)) {
      if (!has(forms, form)) {
        forms.push_back(std::move(form));
      }
    } else {
      unknown.push_back(std::move(form));
    }
  }
  // Exceptions go before the forms that rules make, the last of them first.
  const auto exception = tables.exceptions.find(word.lower);
  if (exception != tables.exceptions.end()) {
    for (const std::string_view form : exception->second) {
      if (!has(forms, form)) {
        forms.emplace(forms.begin(), form);
      }
    }
  }
  if (!forms.empty()) {
    return forms.front();
  }
  return unknown.empty() ? std::string(word.text) : unknown.front();
}

void Lemmatizer::run(const Symbols& symbols, WordMemory& words, LemmaMemory& memory, Document& document) const {
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document.lemma[i].data() != nullptr && !overwrite_) {
      continue;
    }
    const LemmaMemory::Key key{document.tokens.word[i], document.pos[i], document.morph[i]};
    const auto [at, added] = memory.known.try_emplace(key);
    if (added) {
      const std::string pos = text::lower(symbols[key.pos]);
      at->second = words.arena->keep(lemmatize(words.words[key.word], pos, symbols[key.morph]));
    }
    document.lemma[i] = at->second;
  }
}

}  // namespace detente::language
