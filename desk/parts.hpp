// The inside of the desk, shared by the files that answer.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/desk/desk.hpp"
#include "detente/desk/view.hpp"
#include "first_views.hpp"
#include "guard.hpp"
#include "http.hpp"
#include "hub.hpp"
#include "jobs.hpp"
#include "query.hpp"
#include "readers.hpp"
#include "routes.hpp"
#include "spool.hpp"
#include "what_if.hpp"

namespace detente::desk {

// Answers that were made, by their ETag, as long as there is room.
class Kept {
 public:
  struct Body {
    Answer answer;
    std::string gzip;  // "" if it is not worth it
  };
  std::shared_ptr<const Body> find(const std::string& tag);
  void put(const std::string& tag, const std::shared_ptr<const Body>& body);

 private:
  std::mutex mutex_;
  std::list<std::pair<std::string, std::shared_ptr<const Body>>> all_;  // the one used last in front
  std::size_t bytes_ = 0;
};

// `bytes` in the form of gzip (RFC 1952); "" if that is not shorter.
std::string gzipped(std::string_view bytes);

// One request on its way.
struct Call {
  const httplib::Request& request;
  httplib::Response& response;
  Target target;
  std::string id;                                   // what stands in the braces of the route
  const httplib::ContentReader* content = nullptr;  // of the body, if there is one
};

// What the page asks for when it is opened.
struct FirstQuestion {
  Found found;
  Request request;
  std::string asked;
};

// An answer of the first view.
struct Drawn {
  std::string tag;
  int revision = 0;
  std::shared_ptr<const Kept::Body> body;
};

struct Desk::Parts {
  Parts(Options o, record::Record r)
      : options(std::move(o)),
        record(std::move(r)),
        spool(options.database.string() + ".spool", options.spool_bytes),
        jobs(hub) {}

  // desk.cpp
  void set_up();
  bool handle(const httplib::Request& request, httplib::Response& response, const httplib::ContentReader* content);
  void dispatch(Call& call);
  void dispatch_route(const Route& route, Call& call);
  void options_of(Call& call) const;
  void welcome(Call& call) const;
  void changed();

  // answer.cpp
  void view(Call& call, const Found& found);
  void page(Call& call) const;
  void respond(Call& call, const std::string& tag, const std::shared_ptr<const Kept::Body>& body) const;
  // Runs a view without HTTP. Errors: those of the view; cancelled if it took too long.
  Result<Answer> ask(const Found& found, const Request& request, std::string_view question);
  Result<Answer> ask(record::Record& from, const Found& found, const Request& request, std::string_view question,
                     const std::string& state, int seen, std::function<void(int, int)> progress = {});
  std::string tag_of_view(const Found& found, const Request& request, std::string_view question);
  std::string state_of(const record::AsOf& as_of) const;

  // first_drawing.cpp
  // Puts what an earlier desk kept of the first view where requests find it, also if the record has grown since.
  void recall();
  // Makes what views keep, the events in memory and the board, without a limit of time, at the start and after every
  // change until cool() is called; what the first view asks for is kept beside the record.
  void keep_drawn();
  void draw();
  void cool(const std::atomic<bool>& ended);
  // What was drawn last for that question, of this state or of an earlier one; null if it is none of the first view's.
  std::shared_ptr<const Drawn> last_drawn(std::string_view question);
  void keep(const std::string& question, Drawn made);
  // Waits while that question of that state is about to be drawn; null if it is not, or the desk ends.
  std::shared_ptr<const Drawn> wait_until_drawn(const std::string& question, const std::string& tag);
  void will_draw(const FirstQuestion& one);
  void will_not_draw(const FirstQuestion& one);
  // Server-sent events for somebody who begins to listen: what is drawn now, or that everything is.
  std::string drawing_events();

  // work.cpp
  void upload(Call& call);
  void take_up(const std::string& id, const std::string& name);
  // What was ordered is played; a desk that writes keeps order and result in the spool.
  Result<void> take_up_play(const std::string& id, PlayOrder order);
  // One that an earlier desk has left.
  void take_up_left_play(const std::string& id, const std::string& name);
  // The record is where it was when it was opened. Error: io (it was moved, removed or replaced, so that what is
  // written would be lost).
  Result<void> still_there() const;
  void list_jobs(Call& call);
  void one_job(Call& call);
  void job_result(Call& call);
  void job_crisis(Call& call);
  void cancel_job(Call& call);
  void stream(Call& call);
  void correct(Call& call, const record::Correction& correction);
  void post_correction(Call& call);
  void undo(Call& call);
  void play(Call& call);
  void crises(Call& call);

  // mcp_http.cpp
  void mcp(Call& call);
  std::vector<NamedCrisis> known_crises();

  Options options;
  record::Record record;  // the one that writes; `writing` held
  std::mutex writing;
  std::unique_ptr<Readers> readers;
  std::optional<record::Record> watcher;  // asks which revision there is; `watching` held
  std::mutex watching;
  std::optional<record::Record> first;  // makes the first view; of recall() and keep_drawn() alone
  std::atomic<bool> cooled{false};
  std::optional<FirstViews> recalled;
  bool is_recalled_now = false;  // of the state that the record was in at the start
  std::mutex drawing;
  std::condition_variable drawing_changed;
  bool undrawn = true;                                    // `drawing` held, here and below
  std::map<std::string, std::string, std::less<>> ahead;  // tags of what is about to be drawn, by question
  std::string drawing_now;                                // what the last event of that kind said; "" if all is drawn
  std::map<std::string, std::shared_ptr<const Drawn>, std::less<>> drawn;  // by question
  GuardRules guard;
  std::unique_ptr<HttpServer> http;
  Hub hub;
  Spool spool;
  Jobs jobs;
  Shelf shelf;
  Kept kept;
  std::string started;  // tells the states of this desk from those of another
  std::atomic<int> revision{0};
  std::atomic<std::uint64_t> changes{0};
  std::atomic<int> streams{0};
  std::atomic<int> plays{0};
  // Of a desk that only reads and keeps nothing on the disk; the newest first.
  struct Played {
    std::string id;
    std::string file;
    std::string crisis;
    std::string result;
  };
  std::mutex played_mutex;
  std::list<Played> played;
  std::pair<std::uint64_t, std::uint64_t> place{};  // device and inode of the record
};

// The one shape of errors.
void fail(httplib::Response& response, int status, const Error& error);
void fail(httplib::Response& response, int status, std::string_view code, std::string_view message);
int status_of(ErrorCode code);
void send_json(httplib::Response& response, int status, const std::string& body);
// A small body as text. False: the answer says why not.
bool read_body(Call& call, std::string& body);

}  // namespace detente::desk
