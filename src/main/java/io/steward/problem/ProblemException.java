package io.steward.problem;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refused request: its kind, a sentence for people, and extension members (RFC 9457, 3.2). */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long RETRY_SECONDS = 2;
  private static final long MANY_RETRY_SECONDS = 60;
  private static final String FOREIGN_PAGE = "Pages of other origins may not send this request.";
  private static final String OLD_SIGN_IN =
      "This sign-in has expired, or was started in another browser. Open the page again.";
  private static final String CODES = "codes";
  private static final String SIGN_IN = "sign_in";
  private static final String LOCATION = "location";
  private static final String PERSON = "person";
  private static final String SUPPORTED = "supported";
  private static final String WHOLE = "non_field_errors";

  private final ProblemType type;
  private final String detail;
  private final transient Map<String, Object> members;
  private final transient Map<String, List<Fault>> faults;

  public ProblemException(ProblemType type) {
    this(type, type.detail());
  }

  public ProblemException(ProblemType type, @Nullable Throwable cause) {
    this(type, type.detail(), Map.of(), Map.of(), cause);
  }

  public ProblemException(ProblemType type, String detail) {
    this(type, detail, Map.of());
  }

  private ProblemException(ProblemType type, String detail, Map<String, Object> members) {
    this(type, detail, members, Map.of(), null);
  }

  private ProblemException(
      ProblemType type,
      String detail,
      Map<String, Object> members,
      Map<String, List<Fault>> faults,
      @Nullable Throwable cause) {
    // Refusals are ordinary responses; only a refusal with a cause needs a stack trace.
    super(detail, cause, false, cause != null);
    this.type = type;
    this.detail = detail;
    this.members = members;
    this.faults = faults;
  }

  /** Invalid input: one list of messages per field, as DRF writes them, and their codes. */
  public static ProblemException invalid(Map<String, List<Fault>> faults) {
    return new ProblemException(
        ProblemType.INVALID_INPUT,
        ProblemType.INVALID_INPUT.detail(),
        Map.of(),
        new LinkedHashMap<>(faults),
        null);
  }

  /** Invalid input with one fault of one field. */
  public static ProblemException invalid(String field, Fault fault) {
    return invalid(Map.of(field, List.of(fault)));
  }

  /**
   * Makes some checks, and reports the faults of all of them together.
   *
   * @throws ProblemException 400; any other refusal of a check at once
   */
  public static void demandAll(List<Runnable> checks) {
    Map<String, List<Fault>> all = new LinkedHashMap<>();
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (ProblemException e) {
        if (e.faults.isEmpty()) {
          throw e;
        }
        all.putAll(e.faults);
      }
    }
    if (!all.isEmpty()) {
      throw invalid(all);
    }
  }

  /** The same faults, with names inside this member, such as {@code filter.group}. */
  public ProblemException within(String member) {
    Map<String, List<Fault>> inner = new LinkedHashMap<>();
    faults.forEach((name, wrong) -> inner.put(member + "." + name, wrong));
    return inner.isEmpty() ? this : invalid(inner);
  }

  /** A request names a thing by an id that does not exist. */
  public static ProblemException notFound(String thing, Object id) {
    return new ProblemException(ProblemType.NOT_FOUND, thing + " " + id + " does not exist.");
  }

  /** A request for which a signed-in person lacks the right. The error page names the person. */
  public static ProblemException forbidden(String person) {
    return forbidden(ProblemType.FORBIDDEN.detail(), person);
  }

  /** The same with a specific detail. */
  public static ProblemException forbidden(String detail, String person) {
    return new ProblemException(ProblemType.FORBIDDEN, detail, Map.of(PERSON, person));
  }

  /** The name of the person who lacks the right; empty if it is unknown. */
  public String person() {
    return members.get(PERSON) instanceof String person ? person : "";
  }

  /** A request that a page of another origin has sent. */
  public static ProblemException foreignPage() {
    return new ProblemException(ProblemType.FORBIDDEN, FOREIGN_PAGE);
  }

  /** Whether a page of another origin has sent the request. */
  public boolean isOfForeignPage() {
    return detail.equals(FOREIGN_PAGE);
  }

  /** A request of a browser that cannot finish a sign-in. */
  public static ProblemException oldSignIn() {
    return new ProblemException(ProblemType.FORBIDDEN, OLD_SIGN_IN);
  }

  /** Whether a browser cannot finish its sign-in. */
  public boolean isOfOldSignIn() {
    return detail.equals(OLD_SIGN_IN);
  }

  /** A refused log-in; clients of the Django tutorial show the text of the member {@code error}. */
  public static ProblemException logIn(ProblemType type) {
    return logIn(type, type.detail());
  }

  /** The same with a specific detail. */
  public static ProblemException logIn(ProblemType type, String detail) {
    return new ProblemException(type, detail, Map.of("error", detail));
  }

  /** A refused OAuth client, with the members of RFC 6749, 5.2. */
  public static ProblemException oauth(ProblemType type, String error, String description) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", error);
    members.put("error_description", description);
    return new ProblemException(type, description, members);
  }

  /** A change that would affect another number of rows than expected. */
  public static ProblemException otherCount(String detail, long count) {
    return new ProblemException(ProblemType.CONFLICT, detail, Map.of("count", count));
  }

  /**
   * A body of a media type that the endpoint does not read.
   *
   * @param sent the media type of the request, as it was sent; may be empty
   * @param supported the media types that the endpoint reads
   * @param isBrief whether the detail is only DRF's sentence
   */
  public static ProblemException unsupported(String sent, List<String> supported, boolean isBrief) {
    String drf = "Unsupported media type \"" + sent + "\" in request.";
    return new ProblemException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        isBrief ? drf : drf + " Send " + String.join(" or ", supported) + ".",
        Map.of(SUPPORTED, supported));
  }

  /** The media types that a refused body may have; empty if they are not the reason. */
  public List<String> supported() {
    return members.get(SUPPORTED) instanceof List<?> types
        ? types.stream().map(String.class::cast).toList()
        : List.of();
  }

  /** Too many requests: DRF's sentence and the time to wait (RFC 9110, 10.2.3). */
  public static ProblemException throttled(Duration wait) {
    long seconds = Math.max(1, wait.toSeconds());
    return new ProblemException(
        ProblemType.TOO_MANY_REQUESTS,
        "Request was throttled. Expected available in " + seconds + " seconds.",
        Map.of("retry_after", seconds));
  }

  /**
   * A request that needs a sign-in.
   *
   * @param page the address of the sign-in page
   */
  public static ProblemException signIn(ProblemType type, String detail, String page) {
    return new ProblemException(type, detail, Map.of(SIGN_IN, page));
  }

  /** The address of the sign-in page; empty if the request needs no sign-in there. */
  public Optional<String> signIn() {
    return members.get(SIGN_IN) instanceof String page ? Optional.of(page) : Optional.empty();
  }

  /** The same for a browser that is to be sent to the sign-in page at once. */
  public static ProblemException redirected(String location) {
    ProblemType type = ProblemType.NOT_AUTHENTICATED;
    return new ProblemException(type, type.detail(), Map.of(LOCATION, location));
  }

  /** The address to which the browser is redirected; empty if it is not redirected. */
  public Optional<String> location() {
    return members.get(LOCATION) instanceof String location
        ? Optional.of(location)
        : Optional.empty();
  }

  /** Seconds to wait before a retry; empty where waiting does not help. */
  public Optional<Long> retryAfter() {
    return members.get("retry_after") instanceof Long seconds
        ? Optional.of(seconds)
        : switch (type.status()) {
          case 429 -> Optional.of(MANY_RETRY_SECONDS);
          case 503 ->
              type == ProblemType.MAIL_UNAVAILABLE ? Optional.empty() : Optional.of(RETRY_SECONDS);
          default -> Optional.empty();
        };
  }

  public ProblemType type() {
    return type;
  }

  public String detail() {
    return detail;
  }

  /** What is wrong with the members of the request, by their names. */
  public Map<String, List<Fault>> faults() {
    return Collections.unmodifiableMap(faults);
  }

  /** The members of the response body, in order (RFC 9457, 3). */
  public Map<String, Object> body(String instance) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type.uri());
    body.put("title", type.title());
    body.put("status", type.status());
    body.put("detail", detail);
    body.put("instance", instance);
    body.putAll(members);
    body.remove(PERSON);
    body.remove(SUPPORTED);
    Map<String, List<String>> codes = new LinkedHashMap<>();
    // The names are field names from the request: a field named "status" must not replace the
    // member "status".
    faults.forEach(
        (field, wrong) -> {
          String name = body.containsKey(field) || field.equals(CODES) ? WHOLE : field;
          body.putIfAbsent(name, wrong.stream().map(Fault::message).toList());
          codes.putIfAbsent(name, wrong.stream().map(Fault::code).toList());
        });
    if (!codes.isEmpty()) {
      body.put(CODES, codes);
    }
    return body;
  }
}
