package io.steward.cli.file;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The requests that a command is asked about: a method, and one URL or more. */
record ExplainedRequests(String method, List<String> urls) {
  private static final Pattern METHOD = Pattern.compile("[A-Za-z]+");

  /** Reads words such as {@code POST /x}; without a method, it is GET. */
  static ExplainedRequests of(List<String> words) {
    boolean hasMethod = !words.isEmpty() && METHOD.matcher(words.get(0)).matches();
    return hasMethod
        ? new ExplainedRequests(words.get(0), words.subList(1, words.size()))
        : new ExplainedRequests("GET", words);
  }

  /** The lines about each URL, below a line with the URL if there are several. */
  List<String> lines(Function<String, List<String>> linesOf) {
    return urls.stream()
        .flatMap(
            url ->
                Stream.concat(
                    urls.size() > 1 ? Stream.of("url     " + url) : Stream.empty(),
                    linesOf.apply(url).stream()))
        .toList();
  }
}
