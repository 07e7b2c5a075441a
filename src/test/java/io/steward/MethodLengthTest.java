package io.steward;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Measures the methods of the sources, from the first annotation to the last brace. */
final class MethodLengthTest {
  private static final int MOST_LINES = 30;

  @Test
  void no_method_has_more_than_thirty_lines() throws IOException {
    List<String> methods = new ArrayList<>();
    List<String> tooLong = new ArrayList<>();
    visit(
        (name, lines) -> {
          methods.add(name);
          if (lines > MOST_LINES) {
            tooLong.add(name + ": " + lines);
          }
        });
    assertThat(methods).hasSizeGreaterThan(500);
    assertThat(tooLong).isEmpty();
  }

  private interface Visitor {
    void method(String name, long lines);
  }

  private static void visit(Visitor visitor) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> paths = Files.walk(Path.of("src/main/java"))) {
      List<Path> sources = paths.filter(path -> path.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Lengths(unit, positions, visitor).scan(unit, null);
      }
    }
  }

  private static final class Lengths extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Visitor visitor;

    Lengths(CompilationUnitTree unit, SourcePositions positions, Visitor visitor) {
      this.unit = unit;
      this.positions = positions;
      this.visitor = visitor;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method));
      visitor.method(unit.getSourceFile().getName() + " " + method.getName(), last - first + 1);
      return super.visitMethod(method, null);
    }
  }
}
