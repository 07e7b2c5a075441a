package io.steward.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes the rights of the same few users from many requests at once. */
@Tag("long")
final class RightsStressIT {
  private static final String USERS = "/admin/api/users/";
  private static final int USERS_AT_ONCE = 12;
  private static final int SENDERS = 8;
  private static final int REQUESTS = 60;

  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private final List<Visitor> people = new ArrayList<>();

  @Test
  void changes_of_rights_at_once_never_lock_one_another_for_ever() throws InterruptedException {
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database)) {
      Caller caller = new Caller(server);
      Visitor root = Visitor.arrive(database, caller);
      root.set("is_staff = true, is_superuser = true");
      String bearer = "Bearer " + root.logIn().access();
      IntStream.range(0, USERS_AT_ONCE).forEach(i -> people.add(Visitor.arrive(database, caller)));
      database.execute(
          "insert into groups (id, name) overriding system value values (901, 'one'), (902, 'two')");
      ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
      for (int sender = 0; sender < SENDERS; sender++) {
        Random random = new Random(sender);
        senders.execute(() -> run(new Http(server.url("")), bearer, random));
      }
      senders.shutdown();
      assertThat(senders.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
      assertThat(statuses).doesNotContainKey(500);
      assertThat(new TreeMap<>(statuses).headMap(300).values().stream().mapToInt(n -> n).sum())
          .as("%s", statuses)
          .isGreaterThan(SENDERS * REQUESTS / 2);
      assertThat(
              database.query(
                  "select deadlocks from pg_stat_database where datname = current_database()"))
          .containsExactly("0");
    }
  }

  private void run(Http http, String bearer, Random random) {
    for (int i = 0; i < REQUESTS; i++) {
      statuses.merge(request(http, bearer, random), 1, Integer::sum);
    }
  }

  private int request(Http http, String bearer, Random random) {
    String one = pick(random).id();
    String other = pick(random).id();
    String group = random.nextBoolean() ? "one" : "two";
    String[] head = {"Authorization", bearer};
    return switch (random.nextInt(8)) {
      case 0 ->
          http.post(
                  "/admin/api/groups/90" + (group.equals("one") ? 1 : 2) + "/members/",
                  one.equals(other) ? "{}" : "{\"add\":[%s],\"remove\":[%s]}".formatted(one, other),
                  head)
              .status();
      case 1 -> http.post(USERS + one + "/groups/", "{\"add\":[\"" + group + "\"]}", head).status();
      case 2 ->
          http.json("PATCH", USERS + one + "/", "{\"groups\":[],\"is_staff\":false}", head)
              .status();
      case 3 -> bulk(http, bearer, one, other, random);
      case 4 -> deletion(http, head, random);
      case 5 ->
          http.json(
                  "PATCH",
                  "/admin/api/groups/901/",
                  "{\"permissions\":[\"users.view_user\"]}",
                  head)
              .status();
      default -> session(pick(random));
    };
  }

  private Visitor pick(Random random) {
    return people.get(random.nextInt(people.size()));
  }

  private static int bulk(Http http, String bearer, String one, String other, Random random) {
    String lines =
        """
        {"id":%s,"groups":["one","two"]}
        {"id":%s,"is_staff":true}
        {"email":"new%s@stress.example","groups":["two"]}
        """
            .formatted(one, other, random.nextInt(1_000_000));
    return http.send(
            "POST", USERS, lines, "Authorization", bearer, "Content-Type", "application/x-ndjson")
        .status();
  }

  /** Creates a user, who is a member of both groups, and deletes the user by a filter. */
  private static int deletion(Http http, String[] head, Random random) {
    String email = "gone" + random.nextInt(1_000_000) + "@stress.example";
    http.post(USERS, "{\"email\":\"" + email + "\",\"groups\":[\"one\",\"two\"]}", head);
    String filter = "{\"filter\":{\"q\":\"" + email + "\"},\"expect\":1}";
    return http.post(USERS + "delete/", filter, head).status();
  }

  private static int session(Visitor person) {
    Visitor.Pair pair = person.logIn();
    return person.refresh(pair).status();
  }
}
