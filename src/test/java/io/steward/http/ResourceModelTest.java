package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.access.Access;
import io.steward.access.Anyone;
import io.steward.access.Authenticated;
import io.steward.access.ClientAuthenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Resources that the gate's routes cannot express are refused at start, in one line each. */
final class ResourceModelTest {
  private static final String PATH_FAULT =
      "the only placeholder is {id}, which must be a whole segment; other segments may contain"
          + " only letters, digits, \".\", \"_\" and \"-\";"
          + " @Path neither starts nor ends with a slash";

  /** A path with an id, and with an explicit method for HEAD. */
  @Path("things/{id}")
  public static final class Good {
    @GET
    @Authenticated
    public void read() {}

    @HEAD
    @ClientAuthenticated
    public void probe() {}
  }

  @Test
  void the_route_has_the_path_and_the_access_of_each_method() {
    ResourceModel model = new ResourceModel(new Good());
    assertThat(model.route().path()).isEqualTo("/things/{id}");
    assertThat(model.route().methods())
        .isEqualTo(Map.of("GET", new Access.Bearer(), "HEAD", new Access.Client()));
    assertThat(model.jersey().getPath()).isEqualTo("things/{id}");
  }

  /** A class without a path. */
  public static final class WithoutPath {
    @GET
    @Anyone
    public void read() {}
  }

  @Test
  void a_class_without_a_path_can_be_placed_at_several() {
    for (String path : List.of("one", "two")) {
      ResourceModel model = new ResourceModel(new Placed(path, new WithoutPath()));
      assertThat(model.route().path()).isEqualTo("/" + path);
      assertThat(model.route().methods()).containsEntry("GET", new Access.Anyone());
      assertThat(model.jersey().getPath()).isEqualTo(path);
    }
  }

  @Test
  void a_class_with_a_path_is_not_placed_elsewhere() {
    Object placed = new Placed("elsewhere", new Good());
    assertThatThrownBy(() -> new ResourceModel(placed))
        .hasMessageContaining("the class has a @Path already");
  }

  @Test
  void a_class_without_a_path_is_refused() {
    assertRefused(new WithoutPath(), "", "the class needs @Path");
  }

  /** A method that has a path. */
  @Path("things")
  public static final class PathOnMethod {
    @GET
    @Anyone
    public void read() {}

    @GET
    @Path("parts")
    @Anyone
    public void parts() {}
  }

  @Test
  void a_path_on_a_method_is_refused() {
    assertRefused(
        new PathOnMethod(),
        "/things",
        "methods must not have @Path; write one class for each path");
  }

  /** A method that returns another resource (a sub-resource locator). */
  @Path("things")
  public static final class Locator {
    @Path("parts")
    public Good parts() {
      return new Good();
    }
  }

  @Test
  void a_sub_resource_locator_is_refused() {
    assertRefused(
        new Locator(), "/things", "methods must not have @Path; write one class for each path");
  }

  /** Two methods for POST with different accesses. */
  @Path("things")
  public static final class TwoForPost {
    @POST
    @Consumes("application/json")
    @Authenticated
    public void json() {}

    @POST
    @Consumes("text/plain")
    @Anyone
    public void text() {}
  }

  @Test
  void two_accesses_for_the_same_verb_are_refused() {
    assertRefused(new TwoForPost(), "/things", "two accesses for POST");
  }

  /** A method without an access annotation. */
  @Path("things")
  public static final class WithoutAccess {
    @GET
    public void read() {}
  }

  @Test
  void a_method_without_access_is_refused() {
    assertRefused(
        new WithoutAccess(),
        "/things",
        "public void "
            + WithoutAccess.class.getName()
            + ".read() has 0 access annotations; it needs exactly one of @Anyone, @Authenticated,"
            + " @SignedIn, @ClientAuthenticated and @Administrative");
  }

  /** A method is invisible to Jersey. */
  @Path("things")
  public static final class NotPublic {
    @GET
    @Anyone
    public void read() {}

    @PATCH
    @Authenticated
    void change() {}
  }

  @Test
  void a_method_that_is_not_public_is_refused() {
    assertRefused(new NotPublic(), "/things", "the method change must be public");
  }

  /** Only WebDAV servers know this method. */
  @Retention(RetentionPolicy.RUNTIME)
  @HttpMethod("PROPFIND")
  @interface PropFind {}

  /** A method for an unknown verb. */
  @Path("things")
  public static final class UnknownVerb {
    @PropFind
    @Anyone
    public void find() {}
  }

  @Test
  void a_method_for_an_unknown_verb_is_refused() {
    assertRefused(
        new UnknownVerb(),
        "/things",
        "unknown HTTP methods [PROPFIND]; known are [GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS]");
  }

  /** A path with a leading slash, which JAX-RS would ignore. */
  @Path("/things")
  public static final class LeadingSlash {
    @GET
    @Anyone
    public void read() {}
  }

  @Test
  void a_path_with_a_leading_slash_is_refused() {
    assertRefused(new LeadingSlash(), "//things", PATH_FAULT);
  }

  /** A path with a placeholder other than {id}. */
  @Path("things/{name}")
  public static final class OtherPlaceholder {
    @GET
    @Anyone
    public void read() {}
  }

  @Test
  void a_placeholder_other_than_id_is_refused() {
    assertRefused(new OtherPlaceholder(), "/things/{name}", PATH_FAULT);
  }

  private static void assertRefused(Object resource, String path, String fault) {
    assertThatThrownBy(() -> new ResourceModel(resource))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s at \"%s\": %s", resource.getClass().getName(), path, fault);
  }
}
