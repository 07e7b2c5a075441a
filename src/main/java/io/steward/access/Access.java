package io.steward.access;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call an endpoint. Both locks ({@code Gate} and {@code SecondLock}) implement {@link
 * Cases}, so code with a new kind of access compiles only when both locks enforce that kind.
 */
public sealed interface Access {

  /** Calls the method of {@code cases} for this kind of access, and returns its result. */
  <T> T by(Cases<T> cases);

  /** One method for each kind of access. */
  interface Cases<T> {
    T anyone();

    T proxy();

    T bearer();

    /** For a {@link Bearer} whose {@code takesCookie} is true. */
    T bearerOrScript();

    T session();

    T client();

    T administrator(String permission);
  }

  /** Open to anyone. */
  record Anyone() implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.anyone();
    }
  }

  /** Open to a trusted proxy that asks whether it may forward a request. */
  record Proxy() implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.proxy();
    }
  }

  /**
   * Open to the bearer of an access token.
   *
   * @param takesCookie whether an operator can also open the endpoint to scripts of Steward's own
   *     origin, which send the session cookie
   */
  record Bearer(boolean takesCookie) implements Access {
    /** Open to access tokens only, not to cookies. */
    public Bearer() {
      this(false);
    }

    @Override
    public <T> T by(Cases<T> cases) {
      return takesCookie ? cases.bearerOrScript() : cases.bearer();
    }
  }

  /** Open to the user of a browser that is signed in. */
  record Session() implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.session();
    }
  }

  /** Open to an OAuth client. */
  record Client() implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.client();
    }
  }

  /**
   * Open to active staff with a permission. The request needs an access token.
   *
   * @param permission the code of the permission; empty if none is needed
   */
  record Administrator(String permission) implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.administrator(permission);
    }
  }

  /**
   * The kind of access that an endpoint's annotation declares.
   *
   * @param endpoint a resource's method
   * @throws IllegalArgumentException unless the endpoint has exactly one of the five annotations
   */
  static Access of(AnnotatedElement endpoint) {
    List<Access> declared =
        Arrays.stream(endpoint.getAnnotations())
            .map(Access::declared)
            .flatMap(Optional::stream)
            .toList();
    if (declared.size() != 1) {
      throw new IllegalArgumentException(
          endpoint
              + " has "
              + declared.size()
              + " access annotations; it needs exactly one of @Anyone, @Authenticated, @SignedIn,"
              + " @ClientAuthenticated and @Administrative");
    }
    return declared.get(0);
  }

  private static Optional<Access> declared(Annotation annotation) {
    if (annotation instanceof Administrative administrative) {
      return Optional.of(new Administrator(administrative.value()));
    }
    if (annotation instanceof Authenticated authenticated) {
      return Optional.of(new Bearer(authenticated.takesCookie()));
    }
    Map<Class<? extends Annotation>, Access> kinds =
        Map.of(
            io.steward.access.Anyone.class, new Anyone(),
            SignedIn.class, new Session(),
            ClientAuthenticated.class, new Client());
    return Optional.ofNullable(kinds.get(annotation.annotationType()));
  }
}
