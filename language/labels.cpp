#include "labels.hpp"

namespace detente::language {

namespace {

template <typename Value>
struct Named {
  std::string_view name;
  Value value;
};

constexpr Named<Tag> kTags[] = {
    {"ADD", Tag::ADD},    {"AFX", Tag::AFX},     {"CC", Tag::CC},      {"CD", Tag::CD},     {"DT", Tag::DT},
    {"EX", Tag::EX},      {"FW", Tag::FW},       {"IN", Tag::IN},      {"JJ", Tag::JJ},     {"JJR", Tag::JJR},
    {"JJS", Tag::JJS},    {"LS", Tag::LS},       {"MD", Tag::MD},      {"NN", Tag::NN},     {"NNP", Tag::NNP},
    {"NNPS", Tag::NNPS},  {"NNS", Tag::NNS},     {"PDT", Tag::PDT},    {"POS", Tag::POS},   {"PRP", Tag::PRP},
    {"RB", Tag::RB},      {"RBR", Tag::RBR},     {"RBS", Tag::RBS},    {"RP", Tag::RP},     {"SYM", Tag::SYM},
    {"TO", Tag::TO},      {"UH", Tag::UH},       {"VB", Tag::VB},      {"VBD", Tag::VBD},   {"VBG", Tag::VBG},
    {"VBN", Tag::VBN},    {"VBP", Tag::VBP},     {"VBZ", Tag::VBZ},    {"WDT", Tag::WDT},   {"WP", Tag::WP},
    {"WRB", Tag::WRB},    {"NFP", Tag::NFP},     {"XX", Tag::XX},      {"PRP$", Tag::PRPS}, {"WP$", Tag::WPS},
    {"HYPH", Tag::hyph},  {"_SP", Tag::sp},      {"SP", Tag::sp},      {"$", Tag::SYM},     {"#", Tag::SYM},
    {".", Tag::punct},    {",", Tag::punct},     {":", Tag::punct},    {"``", Tag::punct},  {"''", Tag::punct},
    {"\"\"", Tag::punct}, {"-LRB-", Tag::punct}, {"-RRB-", Tag::punct}};

constexpr Named<Pos> kPos[] = {{"ADJ", Pos::ADJ},     {"ADP", Pos::ADP},     {"ADV", Pos::ADV},   {"AUX", Pos::AUX},
                               {"CCONJ", Pos::CCONJ}, {"DET", Pos::DET},     {"INTJ", Pos::INTJ}, {"NOUN", Pos::NOUN},
                               {"NUM", Pos::NUM},     {"PART", Pos::PART},   {"PRON", Pos::PRON}, {"PROPN", Pos::PROPN},
                               {"PUNCT", Pos::PUNCT}, {"SCONJ", Pos::SCONJ}, {"SYM", Pos::SYM},   {"VERB", Pos::VERB},
                               {"X", Pos::X},         {"SPACE", Pos::SPACE}};

constexpr Named<Dep> kDeps[] = {{"acl", Dep::acl},
                                {"acomp", Dep::acomp},
                                {"advcl", Dep::advcl},
                                {"advmod", Dep::advmod},
                                {"agent", Dep::agent},
                                {"amod", Dep::amod},
                                {"appos", Dep::appos},
                                {"attr", Dep::attr},
                                {"aux", Dep::aux},
                                {"auxpass", Dep::auxpass},
                                {"cc", Dep::cc},
                                {"ccomp", Dep::ccomp},
                                {"compound", Dep::compound},
                                {"conj", Dep::conj},
                                {"csubj", Dep::csubj},
                                {"csubjpass", Dep::csubjpass},
                                {"dative", Dep::dative},
                                {"dep", Dep::dep},
                                {"det", Dep::det},
                                {"dobj", Dep::dobj},
                                {"expl", Dep::expl},
                                {"intj", Dep::intj},
                                {"mark", Dep::mark},
                                {"meta", Dep::meta},
                                {"neg", Dep::neg},
                                {"nmod", Dep::nmod},
                                {"npadvmod", Dep::npadvmod},
                                {"nsubj", Dep::nsubj},
                                {"nsubjpass", Dep::nsubjpass},
                                {"nummod", Dep::nummod},
                                {"oprd", Dep::oprd},
                                {"parataxis", Dep::parataxis},
                                {"pcomp", Dep::pcomp},
                                {"pobj", Dep::pobj},
                                {"poss", Dep::poss},
                                {"preconj", Dep::preconj},
                                {"predet", Dep::predet},
                                {"prep", Dep::prep},
                                {"prt", Dep::prt},
                                {"punct", Dep::punct},
                                {"quantmod", Dep::quantmod},
                                {"relcl", Dep::relcl},
                                {"xcomp", Dep::xcomp},
                                {"ROOT", Dep::root},
                                {"case", Dep::case_}};

constexpr Named<EntityType> kEntityTypes[] = {
    {"CARDINAL", EntityType::CARDINAL}, {"DATE", EntityType::DATE},       {"EVENT", EntityType::EVENT},
    {"FAC", EntityType::FAC},           {"GPE", EntityType::GPE},         {"LANGUAGE", EntityType::LANGUAGE},
    {"LAW", EntityType::LAW},           {"LOC", EntityType::LOC},         {"MONEY", EntityType::MONEY},
    {"NORP", EntityType::NORP},         {"ORDINAL", EntityType::ORDINAL}, {"ORG", EntityType::ORG},
    {"PERCENT", EntityType::PERCENT},   {"PERSON", EntityType::PERSON},   {"PRODUCT", EntityType::PRODUCT},
    {"QUANTITY", EntityType::QUANTITY}, {"TIME", EntityType::TIME},       {"WORK_OF_ART", EntityType::WORK_OF_ART}};

template <typename Value, std::size_t N>
Value find(const Named<Value> (&table)[N], std::string_view name, Value otherwise) {
  for (const Named<Value>& entry : table) {
    if (entry.name == name) {
      return entry.value;
    }
  }
  return otherwise;
}

}  // namespace

Tag tag_of(std::string_view name) { return find(kTags, name, Tag::other); }
Pos pos_of(std::string_view name) { return find(kPos, name, Pos::none); }
Dep dep_of(std::string_view name) { return find(kDeps, name, Dep::other); }
EntityType entity_type_of(std::string_view name) { return find(kEntityTypes, name, EntityType::other); }

}  // namespace detente::language
