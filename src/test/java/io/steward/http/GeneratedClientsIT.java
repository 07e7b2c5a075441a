package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that openapi-generator makes of {@code openapi.yaml} compile and log in. Maven has put
 * the generator and the libraries of the Java client into {@code target/generator}. The client in
 * TypeScript needs Node.js and npm.
 */
@Tag("long")
final class GeneratedClientsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path GENERATOR = Path.of("target/generator").toAbsolutePath();
  private static final Path SOURCES = Path.of("src/test/resources/clients").toAbsolutePath();
  private static TestServer steward;
  private static Visitor ada;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    steward = TestServer.start(database);
    ada = Visitor.arrive(database, new Caller(steward));
  }

  @AfterAll
  static void stop() {
    steward.close();
  }

  private static String run(Path folder, List<String> command) {
    try (ChildProcess process = ChildProcess.start(folder, command, Map.of())) {
      assertThat(process.awaitExit(PATIENCE)).as(process.log()).isZero();
      return process.out().strip();
    }
  }

  private static String java(String program) {
    return ChildProcess.javaHome().resolve("bin").resolve(program).toString();
  }

  private static void generate(Path folder, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                java("java"),
                "-jar",
                GENERATOR.resolve("openapi-generator-cli.jar").toString(),
                "generate",
                "-i",
                Path.of("webapp/openapi.yaml").toAbsolutePath().toString(),
                "-o",
                folder.toString()));
    command.addAll(List.of(options));
    run(folder, command);
  }

  private static List<String> arguments() {
    return List.of(steward.url(""), ada.email(), Caller.PASSWORD);
  }

  private static List<String> with(List<String> command, List<String> more) {
    return Stream.concat(command.stream(), more.stream()).toList();
  }

  @Test
  void a_java_client_compiles_and_logs_in() throws IOException {
    Path folder = Folders.fresh("client-java");
    generate(
        folder,
        "-g",
        "java",
        "--library",
        "native",
        "--additional-properties=invokerPackage=client,apiPackage=client.api,"
            + "modelPackage=client.model,openApiNullable=false,useJakartaEe=true");
    String libraries = GENERATOR.resolve("lib") + File.separator + "*";
    List<String> compiler = List.of(java("javac"), "-nowarn", "-d", "classes", "-cp", libraries);
    try (Stream<Path> files = Files.walk(folder.resolve("src/main/java"))) {
      List<String> sources =
          Stream.concat(files, Stream.of(SOURCES.resolve("LogIn.java")))
              .map(Path::toString)
              .filter(name -> name.endsWith(".java"))
              .toList();
      run(folder, with(compiler, sources));
    }
    List<String> program =
        List.of(java("java"), "-cp", "classes" + File.pathSeparator + libraries, "LogIn");
    assertThat(run(folder, with(program, arguments()))).isEqualTo(ada.email());
  }

  @Test
  void a_typescript_client_compiles_and_logs_in() throws IOException {
    Path folder = Folders.fresh("client-typescript");
    generate(folder, "-g", "typescript-fetch");
    for (String file : List.of("logIn.ts", "tsconfig.json")) {
      Files.copy(SOURCES.resolve(file), folder.resolve(file));
    }
    run(folder, List.of("npm", "install", "--no-audit", "--no-fund", "typescript@5.9.3"));
    run(folder, List.of("node_modules/.bin/tsc"));
    List<String> program = List.of("node", "out/logIn.js");
    assertThat(run(folder, with(program, arguments()))).isEqualTo(ada.email());
  }
}
