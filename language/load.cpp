// From a folder to a pipeline: which components there are, in which order, and whether this runtime has them.
#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "config.hpp"
#include "labels.hpp"
#include "model.hpp"

namespace detente::language {

namespace {

using nlohmann::json;

// Languages whose lemmatizer has rules of its own in code.
constexpr std::string_view kOtherLemmatizers[] = {"ca", "el", "es", "fr", "ga", "it", "mk", "nl", "pl", "ru", "uk"};

bool is_one_of(const std::string& name, std::initializer_list<std::string_view> all) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

class Loader {
 public:
  Loader(const std::filesystem::path& folder, Pipeline::Model& model, Faults& faults)
      : folder_(folder), config_file_((folder / "config.cfg").string()), model_(model), faults_(faults) {}

  void run() {
    const std::string text = read_file(folder_ / "config.cfg", faults_);
    if (faults_.any()) {
      return;
    }
    config_ = read_config(text, config_file_, faults_);
    if (faults_.any()) {
      return;
    }
    read_name();
    const json& nlp = at_path(config_, "nlp");
    const std::string tokenizer = text_of(at_path(nlp, "tokenizer"), "@tokenizers");
    if (tokenizer != "spacy.Tokenizer.v1") {
      refuse("the tokenizer '" + tokenizer + "' is not supported");
      return;
    }
    language_ = text_of(nlp, "lang");
    model_.norms.load(folder_ / "vocab" / "lookups.bin", faults_);
    model_.tokenizer.load(folder_ / "tokenizer", model_.norms, faults_);
    read_components(nlp);
    if (!faults_.any()) {
      finish_symbols();
    }
  }

 private:
  void refuse(std::string message) { faults_.report(config_file_, std::move(message)); }

  void read_name() {
    const std::string text = read_file(folder_ / "meta.json", faults_);
    if (faults_.any()) {
      return;
    }
    const json meta = json::parse(text, nullptr, false);
    if (!meta.is_object()) {
      faults_.report((folder_ / "meta.json").string(), "not a JSON object");
      return;
    }
    const std::string lang = text_of(meta, "lang");
    model_.name = (lang.empty() ? "" : lang + "_") + text_of(meta, "name", "pipeline") + " " + text_of(meta, "version");
  }

  void read_components(const json& nlp) {
    const auto pipeline = nlp.is_object() ? nlp.find("pipeline") : nlp.end();
    if (faults_.any()) {
      return;
    }
    if (pipeline == nlp.end() || !pipeline->is_array()) {
      refuse("[nlp] names no pipeline");
      return;
    }
    const json& disabled = at_path(nlp, "disabled");
    for (const json& entry : *pipeline) {
      if (!entry.is_string()) {
        refuse("[nlp] pipeline is not a list of names");
        return;
      }
      if (disabled.is_array() && std::find(disabled.begin(), disabled.end(), entry) != disabled.end()) {
        continue;
      }
      read_component(entry.get<std::string>());
      if (faults_.any()) {
        return;
      }
    }
  }

  void read_component(const std::string& name) {
    const auto components = config_.find("components");
    const json none;
    const json& component = components != config_.end() && components->contains(name) ? (*components)[name] : none;
    const std::string factory = text_of(component, "factory");
    const std::filesystem::path folder = folder_ / name;
    if (factory == "tok2vec") {
      read_tok2vec(name, component, folder);
    } else if (factory == "tagger" || factory == "senter" || factory == "morphologizer") {
      read_labeler(factory, name, component, folder);
    } else if (factory == "parser" || factory == "ner") {
      read_transitions(factory, name, component, folder);
    } else if (factory == "attribute_ruler") {
      model_.rulers.emplace_back();
      model_.rulers.back().load(folder, model_.symbols, faults_);
      model_.steps.push_back({Step::Kind::attribute_ruler, 0, model_.rulers.size() - 1});
    } else if (factory == "lemmatizer") {
      read_lemmatizer(component, folder);
    } else if (factory.empty()) {
      refuse("the component '" + name + "' is named in the pipeline but not described");
    } else {
      refuse("the component '" + name + "' is of the kind '" + factory + "', which is not supported");
    }
  }

  // Whether a tok2vec is of an architecture that there is; reports it by name otherwise.
  bool known_tok2vec(const std::string& owner, const json& config) {
    const std::string architecture = text_of(config, "@architectures");
    const auto fail = [&](const std::string& what) {
      refuse("the component '" + owner + "' uses the architecture '" + what + "', which is not supported");
      return false;
    };
    if (is_one_of(architecture, {"spacy.HashEmbedCNN.v1", "spacy.HashEmbedCNN.v2"})) {
      if (truth_of(config, "pretrained_vectors", false)) {
        refuse("the component '" + owner + "' uses static vectors, which are not supported");
        return false;
      }
      return true;
    }
    if (!is_one_of(architecture, {"spacy.Tok2Vec.v1", "spacy.Tok2Vec.v2"})) {
      return fail(architecture);
    }
    const json& embed = at_path(config, "embed");
    const json& encode = at_path(config, "encode");
    if (!is_one_of(text_of(embed, "@architectures"), {"spacy.MultiHashEmbed.v1", "spacy.MultiHashEmbed.v2"})) {
      return fail(text_of(embed, "@architectures"));
    }
    if (truth_of(embed, "include_static_vectors", false)) {
      refuse("the component '" + owner + "' uses static vectors, which are not supported");
      return false;
    }
    if (!is_one_of(text_of(encode, "@architectures"),
                   {"spacy.MaxoutWindowEncoder.v1", "spacy.MaxoutWindowEncoder.v2"})) {
      return fail(text_of(encode, "@architectures"));
    }
    return true;
  }

  std::size_t add_net(const ThincModel& model) {
    model_.nets.emplace_back();
    model_.nets.back().load(model, faults_);
    return model_.nets.size() - 1;
  }

  void read_tok2vec(const std::string& name, const json& component, const std::filesystem::path& folder) {
    if (!known_tok2vec(name, at_path(component, "model"))) {
      return;
    }
    const ThincModel model(folder / "model", faults_);
    if (faults_.any()) {
      return;
    }
    shared_[name] = add_net(model);
    last_shared_ = name;
    model_.steps.push_back({Step::Kind::tok2vec, shared_[name], 0});
  }

  // The network that a component listens to, or its own.
  std::size_t find_net(const std::string& name, const json& component, const ThincModel& model) {
    const json& tok2vec = at_path(component, "model.tok2vec");
    if (text_of(tok2vec, "@architectures") == "spacy.Tok2VecListener.v1") {
      std::string upstream = text_of(tok2vec, "upstream", "*");
      upstream = upstream == "*" ? last_shared_ : upstream;
      const auto found = shared_.find(upstream);
      if (found == shared_.end()) {
        refuse("the component '" + name + "' listens to '" + upstream + "', which does not come before it");
        return 0;
      }
      return found->second;
    }
    if (!known_tok2vec(name, tok2vec)) {
      return 0;
    }
    return add_net(model);
  }

  void read_labeler(const std::string& factory, const std::string& name, const json& component,
                    const std::filesystem::path& folder) {
    const std::string architecture = text_of(at_path(component, "model"), "@architectures");
    if (!is_one_of(architecture, {"spacy.Tagger.v1", "spacy.Tagger.v2"})) {
      refuse("the component '" + name + "' uses the architecture '" + architecture + "', which is not supported");
      return;
    }
    const std::string where = (folder / "cfg").string();
    const std::string text = read_file(folder / "cfg", faults_);
    const json settings = json::parse(text, nullptr, false);
    if (!faults_.any() && !settings.is_object()) {
      faults_.report(where, "not a JSON object");
    }
    if (faults_.any()) {
      return;
    }
    Labeler labeler;
    labeler.overwrite = truth_of(settings, "overwrite", false);
    if (factory == "senter") {
      labeler.labels = {model_.symbols.add("I"), model_.symbols.add("S")};
    } else if (factory == "tagger") {
      const json& labels = at_path(settings, "labels");
      for (const json& label : labels.is_array() ? labels : json::array()) {
        labeler.labels.push_back(model_.symbols.add(label.is_string() ? label.get<std::string>() : ""));
      }
    } else if (!read_morph_labels(text, labeler)) {
      faults_.report(where, "the labels of the morphologizer are malformed");
      return;
    }
    if (labeler.labels.empty()) {
      faults_.report(where, "there are no labels");
      return;
    }
    const ThincModel model(folder / "model", faults_);
    if (faults_.any()) {
      return;
    }
    const std::size_t net = find_net(name, component, model);
    if (faults_.any()) {
      return;
    }
    labeler.classifier.load(model, model_.nets[net].width(), labeler.labels.size(), faults_);
    model_.labelers.push_back(std::move(labeler));
    const auto kind = factory == "tagger"   ? Step::Kind::tagger
                      : factory == "senter" ? Step::Kind::senter
                                            : Step::Kind::morphologizer;
    model_.steps.push_back({kind, net, model_.labelers.size() - 1});
  }

  // Labels are numbered in the order in which the file names them, which only the ordered form of JSON keeps.
  bool read_morph_labels(const std::string& text, Labeler& labeler) {
    const auto settings = nlohmann::ordered_json::parse(text, nullptr, false);
    const auto morph = settings.find("labels_morph");
    const auto pos = settings.find("labels_pos");
    const auto extend = settings.find("extend");
    if (morph == settings.end() || !morph->is_object() || pos == settings.end() || !pos->is_object() ||
        (extend != settings.end() && *extend == true)) {
      return false;
    }
    constexpr std::string_view kPosNames[] = {"ADJ",   "ADP",  "ADV",  "AUX",  "CONJ", "CCONJ", "DET",
                                              "INTJ",  "NOUN", "NUM",  "PART", "PRON", "PROPN", "PUNCT",
                                              "SCONJ", "SYM",  "VERB", "X",    "EOL",  "SPACE"};
    constexpr std::int64_t kFirstPos = 84;
    for (const auto& [label, features] : morph->items()) {
      if (!features.is_string()) {
        return false;
      }
      labeler.labels.push_back(model_.symbols.add(normal_morph(features.get<std::string>())));
      const auto given = pos->find(label);
      const std::int64_t number =
          given != pos->end() && given->is_number_integer() ? given->get<std::int64_t>() - kFirstPos : -1;
      const bool known = number >= 0 && number < static_cast<std::int64_t>(std::size(kPosNames));
      labeler.pos.push_back(known ? model_.symbols.add(kPosNames[number]) : 0);
    }
    return true;
  }

  void read_transitions(const std::string& factory, const std::string& name, const json& component,
                        const std::filesystem::path& folder) {
    const json& config = at_path(component, "model");
    const std::string architecture = text_of(config, "@architectures");
    if (!is_one_of(architecture, {"spacy.TransitionBasedParser.v1", "spacy.TransitionBasedParser.v2"})) {
      refuse("the component '" + name + "' uses the architecture '" + architecture + "', which is not supported");
      return;
    }
    const std::string text = read_file(folder / "cfg", faults_);
    const json settings = json::parse(text, nullptr, false);
    if (!faults_.any() && !settings.is_object()) {
      faults_.report((folder / "cfg").string(), "not a JSON object");
    }
    if (!faults_.any() && integer_of(settings, "beam_width", 1) != 1) {
      faults_.report((folder / "cfg").string(), "beam search is not supported");
    }
    if (faults_.any()) {
      return;
    }
    const bool parser = factory == "parser";
    const std::string state = text_of(config, "state_type");
    if (state != factory) {
      refuse("the component '" + name + "' has states of the kind '" + state + "'");
      return;
    }
    const ThincModel model(folder / "model", faults_);
    if (faults_.any()) {
      return;
    }
    const std::size_t net = find_net(name, component, model);
    if (faults_.any()) {
      return;
    }
    const bool extra = truth_of(config, "extra_state_tokens", false);
    const std::size_t width = model_.nets[net].width();
    if (parser) {
      model_.parsers.emplace_back();
      model_.parsers.back().load(model, folder, width, extra ? 13 : 8, model_.symbols, faults_);
      model_.steps.push_back({Step::Kind::parser, net, model_.parsers.size() - 1});
    } else {
      model_.recognizers.emplace_back();
      model_.recognizers.back().load(model, folder, width, extra ? 6 : 3, model_.symbols, faults_);
      model_.steps.push_back({Step::Kind::ner, net, model_.recognizers.size() - 1});
    }
  }

  void read_lemmatizer(const json& component, const std::filesystem::path& folder) {
    const std::string mode = text_of(component, "mode", "lookup");
    const bool own =
        std::find(std::begin(kOtherLemmatizers), std::end(kOtherLemmatizers), language_) != std::end(kOtherLemmatizers);
    if (own || !is_one_of(mode, {"rule", "lookup"})) {
      refuse("the lemmatizer of mode '" + mode + "' for the language '" + language_ + "' is not supported");
      return;
    }
    model_.lemmatizers.emplace_back();
    model_.lemmatizers.back().load(folder, mode, truth_of(component, "overwrite", false), language_ == "en", faults_);
    model_.steps.push_back({Step::Kind::lemmatizer, 0, model_.lemmatizers.size() - 1});
  }

  void finish_symbols() {
    constexpr Symbol kMost = 65535;
    if (model_.symbols.size() > kMost) {
      refuse("the pipeline has more than 65535 labels");
      return;
    }
    for (Symbol s = 0; s < model_.symbols.size(); ++s) {
      const std::string& text = model_.symbols[s];
      model_.tags.push_back(tag_of(text));
      model_.pos.push_back(pos_of(text));
      model_.deps.push_back(dep_of(text));
      model_.entity_types.push_back(entity_type_of(text));
    }
  }

  const std::filesystem::path& folder_;
  std::string config_file_;
  Pipeline::Model& model_;
  Faults& faults_;
  json config_;
  std::string language_;
  std::unordered_map<std::string, std::size_t> shared_;
  std::string last_shared_;
};

}  // namespace

std::unique_ptr<Pipeline::Model> load_model(const std::filesystem::path& folder, Faults& faults) {
  static std::atomic<std::uint64_t> serials{0};
  auto model = std::make_unique<Pipeline::Model>();
  model->serial = ++serials;
  Loader(folder, *model, faults).run();
  return model;
}

}  // namespace detente::language
