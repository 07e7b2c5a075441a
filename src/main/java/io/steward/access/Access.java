package io.steward.access;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;

/**
 * The callers that may use an endpoint. Each lock implements {@link Cases}, so a new kind of access
 * does not compile until every lock enforces it.
 */
public sealed interface Access {

  /** The result that belongs to this access. */
  <T> T by(Cases<T> cases);

  /** One result for each kind of access. */
  interface Cases<T> {
    T anyone();

    T proxy();

    T bearer();

    T client();
  }

  /** Open to anyone. */
  record Anyone() implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.anyone();
    }
  }

  /** Open to a trusted proxy that asks about a client's request. */
  record Proxy() implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.proxy();
    }
  }

  /** Open to the bearer of an access token. */
  record Bearer() implements Access {
    @Override
    public <T> T by(Cases<T> cases) {
      return cases.bearer();
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
   * The access that an endpoint declares.
   *
   * @param endpoint a resource's method
   * @throws IllegalArgumentException unless the endpoint has exactly one of the three annotations
   */
  static Access of(AnnotatedElement endpoint) {
    Map<Class<? extends Annotation>, Access> kinds =
        Map.of(
            io.steward.access.Anyone.class, new Anyone(),
            Authenticated.class, new Bearer(),
            ClientAuthenticated.class, new Client());
    List<Access> declared =
        kinds.keySet().stream().filter(endpoint::isAnnotationPresent).map(kinds::get).toList();
    if (declared.size() != 1) {
      throw new IllegalArgumentException(
          endpoint
              + " has "
              + declared.size()
              + " access annotations; it needs exactly one of @Anyone, @Authenticated and"
              + " @ClientAuthenticated");
    }
    return declared.get(0);
  }
}
