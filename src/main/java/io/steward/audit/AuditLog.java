package io.steward.audit;

import io.steward.api.json.Json;
import io.steward.database.Database;
import io.steward.log.Log;
import io.steward.origin.Origin;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the table {@code audit} within one transaction. */
public final class AuditLog {
  private static final String INSERT =
      """
      insert into audit
        (event, actor_id, user_id, session_id, ip, user_agent, request_id, detail, operator,
          changes)
      values (?1, cast(nullif(?2, '') as bigint), cast(nullif(?3, '') as bigint),
        ?4, ?5, ?6, ?7, ?8, ?9, cast(?10 as jsonb))
      returning time
      """;
  private static final String INSERT_ALL =
      """
      insert into audit
        (event, actor_id, user_id, ip, user_agent, request_id, detail, operator, changes)
      select ?1, cast(nullif(?2, '') as bigint), cast(id as bigint), ?4, ?5, ?6,
        part ->> 'detail', ?7, part -> 'changes'
      from jsonb_each(cast(?3 as jsonb)) subjects(id, part)
      """;
  private static final Log LOG = Log.of("io.steward.audit");

  private final EntityManager em;

  public AuditLog(EntityManager em) {
    this.em = em;
  }

  /** Records an event, in this transaction. */
  public void record(Actor actor, AuditEvent event, AuditSubject subject) {
    record(actor, event, subject, "", new Changes());
  }

  /**
   * Records an event with a detail, in this transaction. The column {@code actor_id} can only
   * contain a user; if the actor is an OAuth client, the detail contains its id.
   */
  public void record(Actor actor, AuditEvent event, AuditSubject subject, String detail) {
    record(actor, event, subject, detail, new Changes());
  }

  /** Records an event with the changed members, in this transaction. */
  public void record(
      Actor actor, AuditEvent event, AuditSubject subject, String detail, Changes changes) {
    AuditRecord row = insert(actor, event, subject, detail(actor, detail), changes);
    // Commands report on the terminal and write no log.
    if (!(actor instanceof Actor.Command)) {
      // Only after the commit, because in a rolled-back transaction the event did not happen.
      Database.afterCommit(em, () -> LOG.info(json(row)));
    }
  }

  /** The part of a record in which users differ. */
  public record Part(String detail, Changes changes) {
    private Map<String, Object> members(Actor actor) {
      return Map.of("detail", AuditLog.detail(actor, detail), "changes", changes.members());
    }
  }

  /**
   * Records the same event for some thousand users, in this transaction. It is logged as one line
   * with the number of users.
   */
  public void recordAll(Actor actor, AuditEvent event, List<Long> userIds, Part part) {
    recordAll(actor, event, userIds.stream().collect(Collectors.toMap(id -> id, id -> part)));
  }

  /** As {@link #recordAll(Actor, AuditEvent, List, Part)}, with a part for each user. */
  public void recordAll(Actor actor, AuditEvent event, Map<Long, Part> parts) {
    Map<String, Object> subjects = new LinkedHashMap<>();
    parts.forEach((id, part) -> subjects.put(String.valueOf(id), part.members(actor)));
    Origin origin = Origin.current();
    Database.query(
            em,
            INSERT_ALL,
            event.text(),
            userId(actor).map(String::valueOf).orElse(""),
            new String(Json.write(subjects), StandardCharsets.UTF_8),
            origin.ip(),
            origin.userAgent(),
            origin.requestId(),
            operator(actor))
        .executeUpdate();
    if (!(actor instanceof Actor.Command)) {
      AuditRecord line = summary(actor, event, parts.size());
      Database.afterCommit(em, () -> LOG.info(json(line)));
    }
  }

  private static AuditRecord summary(Actor actor, AuditEvent event, int users) {
    Origin origin = Origin.current();
    return new AuditRecord(
        Instant.now(),
        event.text(),
        userId(actor),
        Optional.empty(),
        "",
        origin.ip(),
        origin.userAgent(),
        origin.requestId(),
        detail(actor, users + (users == 1 ? " user" : " users")),
        "",
        new Changes());
  }

  private static Optional<Long> userId(Actor actor) {
    return actor instanceof Actor.User user ? Optional.of(user.id()) : Optional.empty();
  }

  private static String detail(Actor actor, String detail) {
    return actor instanceof Actor.Client client
        ? ("client " + client.id() + " " + detail).strip()
        : detail;
  }

  private static String operator(Actor actor) {
    return actor instanceof Actor.Command command ? command.operator() : "";
  }

  private AuditRecord insert(
      Actor actor, AuditEvent event, AuditSubject subject, String detail, Changes changes) {
    Origin origin = Origin.current();
    Query insert =
        Database.query(
            em,
            INSERT,
            event.text(),
            text(userId(actor)),
            text(subject.userId()),
            subject.sessionId(),
            origin.ip(),
            origin.userAgent(),
            origin.requestId(),
            detail,
            operator(actor),
            changes.json());
    return new AuditRecord(
        ((Timestamp) insert.getSingleResult()).toInstant(),
        event.text(),
        userId(actor),
        subject.userId(),
        subject.sessionId(),
        origin.ip(),
        origin.userAgent(),
        origin.requestId(),
        detail,
        operator(actor),
        changes);
  }

  private static String text(Optional<Long> id) {
    return id.map(String::valueOf).orElse("");
  }

  /** The record as one JSON object on one line. */
  public static String json(AuditRecord row) {
    return Log.oneLine(new String(Json.write(row.members()), StandardCharsets.UTF_8));
  }
}
