package io.steward.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

final class AccessTest {

  /** Endpoints that declare one kind of access, none, or two. */
  interface Endpoints {
    @Anyone
    void open();

    @Authenticated
    void forBearers();

    @ClientAuthenticated
    void forClients();

    void undeclared();

    @Anyone
    @Authenticated
    void declaredTwice();
  }

  @Test
  void each_annotation_declares_one_kind_of_access() throws NoSuchMethodException {
    assertThat(Access.of(method("open"))).isEqualTo(new Access.Anyone());
    assertThat(Access.of(method("forBearers"))).isEqualTo(new Access.Bearer());
    assertThat(Access.of(method("forClients"))).isEqualTo(new Access.Client());
  }

  @Test
  void an_endpoint_without_an_access_annotation_is_refused() throws NoSuchMethodException {
    Method method = method("undeclared");
    assertThatThrownBy(() -> Access.of(method))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("undeclared() has 0 access annotations; it needs exactly one of");
  }

  @Test
  void an_endpoint_with_two_access_annotations_is_refused() throws NoSuchMethodException {
    Method method = method("declaredTwice");
    assertThatThrownBy(() -> Access.of(method))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("declaredTwice() has 2 access annotations");
  }

  private static Method method(String name) throws NoSuchMethodException {
    return Endpoints.class.getDeclaredMethod(name);
  }
}
