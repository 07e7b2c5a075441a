package io.steward.standalone.output;

import io.steward.api.json.Json;
import io.steward.log.Log;
import io.steward.origin.Origin;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Formats the log of {@code java -jar}: text, or one JSON object per line. */
public final class LogFormatter extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final boolean json;

  public LogFormatter(boolean json) {
    this.json = json;
  }

  /** The format that the settings choose; text if they are faulty. */
  public static LogFormatter of(SettingSources sources) {
    return new LogFormatter(sources.value(Setting.LOG_FORMAT).filter("json"::equals).isPresent());
  }

  @Override
  public String format(LogRecord line) {
    return json ? object(line) : text(line);
  }

  private String text(LogRecord line) {
    String message = Log.withRequest(Log.oneLine(formatMessage(line)));
    String stack = stack(line);
    return "%s %s %s: %s%s%n"
        .formatted(
            TIME.format(line.getInstant()),
            line.getLevel(),
            line.getLoggerName(),
            message,
            stack.isEmpty() ? "" : System.lineSeparator() + stack);
  }

  private String object(LogRecord line) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("time", line.getInstant().toString());
    members.put("level", line.getLevel().getName());
    members.put("logger", String.valueOf(line.getLoggerName()));
    members.put("request", Origin.current().requestId());
    members.put("message", Log.oneLine(formatMessage(line)));
    members.put("stack", stack(line));
    members.values().removeIf(""::equals);
    return new String(Json.write(members), StandardCharsets.UTF_8) + "\n";
  }

  private static String stack(LogRecord line) {
    if (line.getThrown() == null) {
      return "";
    }
    StringWriter stack = new StringWriter();
    line.getThrown().printStackTrace(new PrintWriter(stack));
    return stack.toString().stripTrailing();
  }
}
