package io.steward.filter;

import io.steward.clock.ReferenceClock;
import io.steward.filter.feed.RevocationPoll;
import io.steward.filter.feed.TokenRevocation;
import io.steward.filter.portal.SignInSettings;
import io.steward.filter.portal.Visitors;
import io.steward.log.Log;
import io.steward.origin.RequestId;
import io.steward.problem.ProblemException;
import io.steward.settings.jwt.VerifierSettings;
import io.steward.settings.source.SettingsException;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.Revocations;
import io.steward.token.key.Keys;
import io.steward.token.key.TokenProfile;
import io.steward.token.portal.PortalVerifier;
import io.steward.token.portal.WayBackSignature;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * Admits only requests with a valid Steward access token, except on paths declared public. If
 * {@code login.url} is set, the cookie of a signed-in person is accepted too. Declare the filter in
 * {@code web.xml} for {@code /*}; the guide {@code deploy/portal} lists the init-params.
 */
public final class StewardFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Log LOG = Log.of("io.steward.filter");

  private transient @Nullable Guard guard;
  private transient @Nullable Keys keys;
  private transient Optional<RevocationPoll> poll = Optional.empty();

  /**
   * Throws no exception for a fault, because Payara would then serve the application without the
   * filter. Instead, the filter logs the fault and rejects every request.
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    super.init(config);
    String name = "filter " + config.getFilterName() + " rejects every request: ";
    try {
      open(FilterSettings.load(parameters(config)));
    } catch (SettingsException e) {
      e.faults().forEach(fault -> LOG.error(name + fault));
    } catch (RuntimeException | LinkageError e) {
      LOG.error(name + e, e);
    }
  }

  private static Map<String, String> parameters(FilterConfig config) {
    return Collections.list(config.getInitParameterNames()).stream()
        .collect(Collectors.toMap(name -> name, config::getInitParameter));
  }

  private void open(FilterSettings settings) {
    ReferenceClock clock = new ReferenceClock(Clock.systemUTC());
    Keys opened = new Keys(settings.verifier().jwt(), clock);
    Revocations revocations =
        settings.feed().isPresent()
            ? new Revocations(settings.verifier().staleness())
            : Revocations.none();
    AccessTokenVerifier verifier =
        new AccessTokenVerifier(settings.verifier().jwt(), opened.ring(), revocations, clock);
    guard =
        new Guard(
            settings.rules(),
            new BearerAuthentication(verifier, settings.verifier().jwt().headerPrefix()),
            settings.signIn().map(page -> visitors(page, settings, opened, revocations, clock)),
            settings
                .feed()
                .map(feed -> new TokenRevocation(feed, revocations, longest(settings), clock)));
    keys = opened;
    opened.start();
    poll =
        settings
            .feed()
            .map(feed -> new RevocationPoll(feed, revocations, clock, RevocationPoll.PAUSE));
    poll.ifPresent(RevocationPoll::start);
    if (poll.isEmpty()) {
      LOG.info("revocations.url is not set: tokens stay valid here until they expire");
    }
  }

  private static Visitors visitors(
      SignInSettings page,
      FilterSettings settings,
      Keys keys,
      Revocations revocations,
      Clock clock) {
    TokenProfile profile =
        TokenProfile.portal(settings.verifier().jwt(), page.portal().audience(), page.lifetime());
    return new Visitors(
        page,
        new PortalVerifier(new AccessTokenVerifier(profile, keys.ring(), revocations, clock)),
        new WayBackSignature(keys.ring(), clock),
        revocations,
        clock);
  }

  /** How long a token can be valid. */
  private static Duration longest(FilterSettings settings) {
    VerifierSettings verifier = settings.verifier();
    Duration access = verifier.jwt().accessLifetime();
    Duration portal = settings.signIn().map(SignInSettings::lifetime).orElse(Duration.ZERO);
    return (access.compareTo(portal) > 0 ? access : portal).plus(verifier.jwt().leeway());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Guard opened = guard;
    if (opened == null) {
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      return;
    }
    HttpServletRequest admitted;
    try {
      admitted = opened.admit(request);
    } catch (ProblemException e) {
      refuse(e, opened.scheme(), response);
      return;
    }
    chain.doFilter(new KeptRequest(admitted, response), response);
  }

  private static void refuse(ProblemException refusal, String scheme, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (refusal.location().isPresent()) {
      response.setHeader("Location", refusal.location().get());
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setContentLength(0);
      return;
    }
    String id = RequestId.next();
    response.setStatus(refusal.type().status());
    RefusalHeaders.of(refusal, scheme).forEach(response::setHeader);
    response.setHeader(RequestId.HEADER, id);
    byte[] body = JsonUtil.toJson(refusal.body(id)).getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  @Override
  public void destroy() {
    poll.ifPresent(RevocationPoll::close);
    Keys opened = keys;
    if (opened != null) {
      opened.close();
    }
  }
}
