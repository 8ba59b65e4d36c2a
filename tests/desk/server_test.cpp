// The desk over HTTP: a server on a free port, spoken to as a client would.
#include <gmock/gmock.h>

#include "first_views.hpp"
#include "readers.hpp"
#include "served_desk.hpp"

namespace detente::desk {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST_F(ServerTest, AnswersViewsWithTagsAndPacked) {
  begin();
  const auto first = client().Get("/api/status.json");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 200);
  EXPECT_EQ(Json::parse(first->body)["data"]["reports"], 0);
  EXPECT_THAT(first->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'; script-src 'self'"));
  EXPECT_EQ(first->get_header_value("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(first->get_header_value("Referrer-Policy"), "no-referrer");
  const std::string tag = first->get_header_value("ETag");
  EXPECT_EQ(client().Get("/api/status", {{"If-None-Match", "\"x\", " + tag}})->status, 304);
  EXPECT_EQ(client().Get("/api/status?as_of=2024", {{"If-None-Match", tag}})->status, 200) << "another question";
  wait_for(upload("A first report."), "done");
  EXPECT_EQ(client().Get("/api/status", {{"If-None-Match", tag}})->status, 200) << "there is more to be seen";
  EXPECT_EQ(get("/api/status")["data"]["reports"], 1);
  EXPECT_EQ(get("/api/status?as_of=2024-10-07")["data"]["reports"], 0);
  EXPECT_EQ(get("/api/status?as_of=2024-10-08")["data"]["reports"], 1);
  const auto packed = client().Get("/api/reports?limit=10", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_THAT(packed->get_header_value("Vary"), HasSubstr("Accept-Encoding"));
  const auto head = client().Head("/api/status");
  EXPECT_EQ(head->status, 200);
  EXPECT_THAT(head->body, IsEmpty());
  const auto options = client().Options("/api/reports");
  EXPECT_EQ(options->status, 204);
  EXPECT_THAT(options->get_header_value("Allow"), AllOf(HasSubstr("GET"), HasSubstr("POST")));
}

TEST_F(ServerTest, KeepsTheFirstViewForTheNextStart) {
  const auto board_of = [this] {
    const auto answer = client().Get("/api/board");
    return answer ? answer->body : std::string();
  };
  begin();
  const std::string board = board_of();
  const fs::path kept = folder_ / "crisis.duckdb.views";
  for (int i = 0; i < 1000 && !fs::exists(kept); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_TRUE(fs::exists(kept));
  end();
  begin();
  EXPECT_THAT(board, HasSubstr("\"ties\""));
  EXPECT_EQ(board_of(), board);
  end();
  // A file that says nothing is as good as none.
  std::ofstream(kept) << "detente views";
  begin();
  EXPECT_EQ(board_of(), board);
}

TEST_F(ServerTest, ShowsTheStateBeforeUntilTheNewOneIsDrawn) {
  const httplib::Headers any_age{{"Cache-Control", "max-stale"}};
  const auto board_of = [&](const httplib::Headers& headers) { return client().Get("/api/board", headers); };
  const auto wait_until_drawn = [&](int revision) {
    for (int i = 0; i < 1000; ++i) {
      const auto answer = board_of(any_age);
      if (answer && !answer->has_header("Desk-Stale") && Json::parse(answer->body)["revision"] == revision) {
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "revision " << revision << " was never drawn";
  };
  begin();
  wait_for(upload("One attacked Another."), "done");
  wait_until_drawn(1);
  const fs::path kept = folder_ / "crisis.duckdb.views";
  for (int i = 0; i < 1000 && (!fs::exists(kept) || !load_first_views(kept) || load_first_views(kept)->revision != 1);
       ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // Whoever does not say so gets the newest, and it is what is drawn.
  wait_for(upload("One attacked Another again.", "b.txt"), "done");
  const auto newest = board_of({});
  ASSERT_TRUE(newest);
  EXPECT_FALSE(newest->has_header("Desk-Stale"));
  EXPECT_EQ(Json::parse(newest->body)["revision"], 2);
  wait_until_drawn(2);
  EXPECT_EQ(board_of(any_age)->body, newest->body);
  end();
  // Another program has added to the record since: what was kept is of an earlier state, and says so.
  const auto add = [&](const char* text) {
    auto record = record::Record::open(options_.database, record::Access::write);
    ASSERT_TRUE(record);
    ASSERT_TRUE(record->start_run({"2026-11-22T09:00:00Z", "read", {"1", "k", "m"}}));
    Report report;
    report.text = text;
    report.id = id_of(report.text);
    ASSERT_TRUE(record->store(report, Reading{}));
  };
  ASSERT_TRUE(fs::exists(kept));
  add("One denied it.");
  auto desk = Desk::open(options_);
  ASSERT_TRUE(desk);
  desk_ = std::move(*desk);
  const int before = load_first_views(kept) ? load_first_views(kept)->revision : 0;
  EXPECT_GT(before, 0);
  thread_ = std::thread([this] { EXPECT_TRUE(desk_->serve()); });
  const auto first = board_of(any_age);
  ASSERT_TRUE(first);
  const int shown = Json::parse(first->body)["revision"];
  EXPECT_EQ(first->has_header("Desk-Stale"), shown != 3);
  EXPECT_TRUE(shown == before || shown == 3) << shown;
  wait_until_drawn(3);
  EXPECT_EQ(Json::parse(board_of(any_age)->body)["data"]["reports"], 3);
}

TEST_F(ServerTest, HasOneShapeOfErrors) {
  begin();
  const auto fails = [&](const httplib::Result& answer, int status, const std::string& code) {
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, status) << answer->body;
    const Json error = Json::parse(answer->body)["error"];
    EXPECT_EQ(error["code"], code) << answer->body;
    EXPECT_FALSE(error["message"].get<std::string>().empty());
    EXPECT_TRUE(error["where"].is_string());
  };
  fails(client().Get("/api/nothing"), 404, "not_found");
  fails(client().Get("/api/status.csv"), 404, "not_found");
  fails(client().Get("/api/status?as_of=soon"), 400, "bad_value");
  fails(client().Get("/api/reports?page=AAAA"), 400, "bad_value");
  fails(client().Get("/api/jobs/r1"), 404, "not_found");
  fails(client().Get("/api/jobs?x=1"), 400, "bad_value");
  fails(client().Get("/%ff"), 400, "bad_encoding");
  fails(client().Get("/missing.js"), 404, "not_found");
  fails(client().Post("/api/status", "{}", "application/json"), 405, "method_not_allowed");
  fails(client().Put("/api/status", "{}", "application/json"), 405, "method_not_allowed");
  fails(client().Post("/api/corrections", "{}", "text/plain"), 415, "unsupported");
  fails(client().Post("/api/corrections", "[", "application/json"), 400, "bad_format");
  fails(client().Post("/api/corrections", R"({"kind": "undo"})", "application/json"), 400, "bad_value");
  fails(client().Post("/api/reports", "x", "application/x-www-form-urlencoded"), 415, "unsupported");
  fails(client().Post("/api/reports", "", "text/plain"), 400, "bad_value");
  fails(client().Post("/api/play", R"({"crisis": "none"})", "application/json"), 400, "not_found");
  fails(client().Delete("/api/corrections/x"), 404, "not_found");
  fails(client().Get("/api/status", {{"Host", "evil.example"}}), 421, "bad_host");
  fails(client().Get("/api/status", {{"Sec-Fetch-Site", "cross-site"}}), 403, "foreign_origin");
}

TEST_F(ServerTest, TakesNoBodyForAnotherRequest) {
  begin();
  // A form of another site may send this; its body must not be taken for a request of somebody else.
  const std::string inner = "GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const std::string answer =
      raw("POST /api/reports HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n"
          "Content-Type: text/plain\r\nContent-Length: " +
          std::to_string(inner.size()) + "\r\n\r\n" + inner);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 403"));
  EXPECT_EQ(answer.find("HTTP/1.1 200"), std::string::npos) << answer;
  EXPECT_EQ(raw("PUT /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(inner.size()) +
                "\r\n\r\n" + inner)
                .find("HTTP/1.1 200"),
            std::string::npos);
}

TEST_F(ServerTest, KeepsItsLimits) {
  options_.body_bytes = 1000;
  begin();
  EXPECT_EQ(client().Post("/api/reports", std::string(1001, 'a'), "text/plain")->status, 413);
  EXPECT_THAT(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(40000, 'a')), StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(raw("hello\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  std::string chunked =
      "POST /api/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 5; ++i) {
    chunked += "100\r\n" + std::string(256, 'a') + "\r\n";
  }
  EXPECT_THAT(raw(chunked + "0\r\n\r\n"), StartsWith("HTTP/1.1 413"));
  EXPECT_TRUE(get("/api/jobs")["data"].empty());
  EXPECT_FALSE(fs::exists(folder_ / "crisis.duckdb.spool") && !fs::is_empty(folder_ / "crisis.duckdb.spool"))
      << "nothing of what was refused is left";
}

TEST_F(ServerTest, ReadsWhatIsHandedIn) {
  begin();
  const std::string job = upload("A report.", "dir%2Fa%20report.txt");
  const Json done = wait_for(job, "done");
  EXPECT_EQ(done["name"], "a report.txt");
  EXPECT_EQ(done["result"]["new"], 1);
  EXPECT_EQ(get("/api/jobs/" + job + "/result")["reports"], 1);
  const httplib::MultipartFormDataItems items{{"file", "One.", "one.txt", "text/plain"},
                                              {"file", "Two.", "two.txt", "text/plain"}};
  const auto answer = client().Post("/api/reports", items);
  ASSERT_EQ(answer->status, 202) << answer->body;
  const Json jobs = Json::parse(answer->body)["jobs"];
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(wait_for(jobs[1], "done")["name"], "two.txt");
  EXPECT_EQ(get("/api/status")["data"]["reports"], 3);
  const Json failed = wait_for(upload("fault"), "failed");
  EXPECT_EQ(failed["error"], "bad_format");
  EXPECT_THAT(failed["message"].get<std::string>(), HasSubstr("no report was found"));
}

TEST_F(ServerTest, TakesUpWhatWasLeft) {
  held_ = true;
  begin();
  const std::string first = upload("The first.");
  const std::string second = upload("The second.");
  wait_for(first, "running");
  EXPECT_EQ(get("/api/status")["data"]["jobs"], 2);
  end();
  held_ = false;
  begin();
  EXPECT_EQ(wait_for(first, "done")["result"]["new"], 1);
  EXPECT_EQ(wait_for(second, "done")["result"]["new"], 1);
  EXPECT_EQ(get("/api/status")["data"]["reports"], 2);
  end();
  begin();
  EXPECT_EQ(get("/api/jobs/" + second)["data"]["state"], "done") << "how it ended is known later too";
  EXPECT_NE(upload("The third."), second);
}

TEST_F(ServerTest, CancelsWhatWaitsAndWhatRuns) {
  held_ = true;
  begin();
  const std::string first = upload("The first.");
  const std::string second = upload("The second.");
  wait_for(first, "running");
  EXPECT_EQ(client().Delete(("/api/jobs/" + second).c_str())->status, 202);
  EXPECT_EQ(get("/api/jobs/" + second)["data"]["state"], "cancelled");
  EXPECT_EQ(client().Delete(("/api/jobs/" + first).c_str())->status, 202);
  wait_for(first, "cancelled");
  EXPECT_EQ(client().Delete(("/api/jobs/" + first).c_str())->status, 409);
  EXPECT_EQ(get("/api/status")["data"]["reports"], 0);
  end();
  held_ = false;
  begin();
  EXPECT_EQ(get("/api/jobs/" + first)["data"]["state"], "cancelled") << "it is not taken up again";
}

TEST_F(ServerTest, TellsWhatHappens) {
  begin();
  std::string heard;
  std::mutex mutex;
  std::thread listener([&] {
    httplib::Client one("127.0.0.1", desk_->port());
    one.set_read_timeout(20);
    one.Get("/api/stream", [&](const char* bytes, std::size_t size) {
      const std::lock_guard lock(mutex);
      heard.append(bytes, size);
      return heard.find("\"state\":\"done\"") == std::string::npos;
    });
  });
  for (int i = 0; i < 500; ++i) {
    const std::lock_guard lock(mutex);
    if (!heard.empty()) {
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  upload("A report.");
  listener.join();
  EXPECT_THAT(heard, HasSubstr("event: revision\ndata: {\"revision\":0}\n\n"));
  EXPECT_THAT(heard, HasSubstr("event: revision\ndata: {\"revision\":1}\n\n"));
  EXPECT_THAT(heard, HasSubstr("event: job\ndata: {"));
}

TEST_F(ServerTest, GivesThePlaceOfAListenerWhoLeftToTheNext) {
  options_.heartbeat = std::chrono::milliseconds(20);
  begin();
  // More than may listen at once, each leaving after the first words.
  int heard = 0;
  for (int i = 0; i < 40; ++i) {
    for (int attempt = 0; attempt < 200; ++attempt) {
      int status = 0;
      client().Get(
          "/api/stream",
          [&](const httplib::Response& response) {
            status = response.status;
            return true;
          },
          [](const char*, std::size_t) { return false; });
      if (status == 200) {
        ++heard;
        break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  EXPECT_EQ(heard, 40);
}

TEST_F(ServerTest, CorrectsAndUndoes) {
  begin();
  wait_for(upload("One report."), "done");
  wait_for(upload("Another report."), "done");
  const Json body{{"kind", "join_origins"},
                  {"subject", id_of("One report.")},
                  {"object", id_of("Another report.")},
                  {"note", "the same wire"}};
  const auto made = client().Post("/api/corrections", body.dump(), "application/json");
  ASSERT_EQ(made->status, 201) << made->body;
  const int id = Json::parse(made->body)["id"];
  const auto undone = client().Delete(("/api/corrections/" + std::to_string(id)).c_str());
  ASSERT_EQ(undone->status, 201) << undone->body;
  EXPECT_GT(Json::parse(undone->body)["id"], id);
  EXPECT_EQ(client().Delete(("/api/corrections/" + std::to_string(id)).c_str())->status, 400) << "undone before";
  EXPECT_EQ(client().Delete("/api/corrections/99")->status, 404);
  EXPECT_EQ(get("/api/status")["data"]["revision"], 4);
}

TEST_F(ServerTest, PlaysACrisis) {
  begin();
  const Json crises = get("/api/crises")["data"]["crises"];
  ASSERT_GE(crises.size(), 2U);
  const auto begun =
      client().Post("/api/play", R"({"crisis": "textbook-crisis", "runs": 20, "days": 10, "seed": 7, "set": {}})",
                    "application/json");
  ASSERT_EQ(begun->status, 202) << begun->body;
  const std::string job = Json::parse(begun->body)["job"];
  const Json done = wait_for(job, "done");
  EXPECT_THAT(done["result"]["command"].get<std::string>(),
              AllOf(StartsWith("detente play "), HasSubstr("textbook-crisis.toml --runs 20 --seed 7 --until ")));
  const Json result = get("/api/jobs/" + job + "/result");
  ASSERT_GE(result["policies"].size(), 1U);
  const Json& fan = result["policies"][0]["fans"][0];
  EXPECT_EQ(fan["days"].size(), 10U);
  EXPECT_EQ(fan["q50"].size(), 10U);
  EXPECT_LE(fan["q05"][9], fan["q95"][9]);
  EXPECT_FALSE(result["policies"][0]["outcomes"].empty());
  EXPECT_EQ(result["paired"].empty(), result["policies"].size() == 1);
  EXPECT_THAT(client().Get(("/api/jobs/" + job + "/crisis").c_str())->body, HasSubstr("[[party]]"));
  const auto wrong =
      client().Post("/api/play", R"({"crisis": "textbook-crisis", "policies": ["no such"]})", "application/json");
  EXPECT_EQ(wrong->status, 400);
  const auto too_large =
      client().Post("/api/play", R"({"crisis": "gaza-lebanon-2024", "runs": 20000, "days": 3650})", "application/json");
  EXPECT_EQ(too_large->status, 413);
}

TEST_F(ServerTest, StopsAPlay) {
  begin();
  const auto begun =
      client().Post("/api/play", R"({"crisis": "gaza-lebanon-2024", "runs": 5000, "days": 180})", "application/json");
  ASSERT_EQ(begun->status, 202) << begun->body;
  const std::string job = Json::parse(begun->body)["job"];
  wait_for(job, "running");
  EXPECT_EQ(client().Delete(("/api/jobs/" + job).c_str())->status, 202);
  wait_for(job, "cancelled");
  EXPECT_EQ(client().Get(("/api/jobs/" + job + "/result").c_str())->status, 404);
}

TEST_F(ServerTest, OnlyReadsIfToldSo) {
  begin();
  wait_for(upload("A report."), "done");
  end();
  options_.writable = false;
  begin();
  EXPECT_EQ(get("/api/status")["data"]["writable"], false);
  EXPECT_EQ(client().Post("/api/reports", "x", "text/plain")->status, 403);
  EXPECT_EQ(client().Post("/api/corrections", "{}", "application/json")->status, 403);
  end();
  options_.database = folder_ / "none.duckdb";
  const auto none = Desk::open(options_);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
}

TEST_F(ServerTest, WantsItsTokenAndMakesItACookie) {
  options_.token = "0123456789abcdef";
  auto desk = Desk::open(options_);
  ASSERT_TRUE(desk);
  desk_ = std::move(*desk);
  EXPECT_THAT(desk_->url(), HasSubstr("/?token=0123456789abcdef"));
  thread_ = std::thread([this] { EXPECT_TRUE(desk_->serve()); });
  for (int i = 0; i < 500 && !client().Get("/api"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const auto none = client().Get("/api/status");
  EXPECT_EQ(none->status, 401);
  EXPECT_EQ(none->get_header_value("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(client().Get("/api/status", {{"Authorization", "Bearer 0123456789abcdef"}})->status, 200);
  const auto welcome = client().Get("/?token=0123456789abcdef");
  EXPECT_EQ(welcome->status, 200);
  EXPECT_THAT(welcome->body, AllOf(HasSubstr("http-equiv=\"refresh\""), Not(HasSubstr("0123456789abcdef"))));
  const std::string cookie = welcome->get_header_value("Set-Cookie");
  EXPECT_THAT(cookie, AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Strict")));
  EXPECT_EQ(client().Get("/api/status", {{"Cookie", cookie.substr(0, cookie.find(';'))}})->status, 200);
}

TEST_F(ServerTest, NeedsATokenBeyondThisMachine) {
  options_.address = "0.0.0.0";
  const auto desk = Desk::open(options_);
  ASSERT_FALSE(desk);
  EXPECT_EQ(desk.error().code, ErrorCode::usage);
  options_.token = "short";
  EXPECT_EQ(Desk::open(options_).error().code, ErrorCode::usage);
}

TEST_F(ServerTest, SaysWhereThePageWouldCome) {
  begin();
  const auto missing = client().Get("/");
  EXPECT_EQ(missing->status, 503);
  EXPECT_THAT(missing->body, HasSubstr("is not built"));
  fs::create_directories(options_.page / "assets");
  std::ofstream(options_.page / "index.html") << "<!doctype html><title>Desk</title>";
  std::ofstream(options_.page / "assets/index-B7PI925R.js") << "1";
  const auto index = client().Get("/timeline?from=2024-10-01");
  EXPECT_EQ(index->status, 200);
  EXPECT_THAT(index->body, HasSubstr("<title>Desk"));
  EXPECT_EQ(index->get_header_value("Cache-Control"), "no-cache");
  const auto script = client().Get("/assets/index-B7PI925R.js");
  EXPECT_THAT(script->get_header_value("Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(client().Get("/assets/index-B7PI925R.js", {{"If-None-Match", script->get_header_value("ETag")}})->status,
            304);
  EXPECT_EQ(raw("GET /../crisis.duckdb HTTP/1.0\r\nHost: localhost\r\n\r\n").substr(9, 3), "400");
}

TEST_F(ServerTest, StopsAQuestionThatTakesTooLong) {
  auto record = record::Record::open(options_.database, record::Access::write);
  ASSERT_TRUE(record);
  auto readers = Readers::open(*record, 1, 0.2);
  ASSERT_TRUE(readers);
  {
    auto lease = (*readers)->take({}, "a");
    ASSERT_TRUE(lease);
    const auto late =
        lease->record().query("SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range < b.range");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::cancelled);
    EXPECT_TRUE(lease->is_late());
    const auto other = (*readers)->take({}, "a");
    ASSERT_FALSE(other) << "there is one connection, and it is lent";
    EXPECT_EQ(other.error().code, ErrorCode::locked);
  }
  auto again = (*readers)->take({}, "a");
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->record().query("SELECT 1"));
}

}  // namespace
}  // namespace detente::desk
