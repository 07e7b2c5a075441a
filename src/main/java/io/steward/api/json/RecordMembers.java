package io.steward.api.json;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The components of a record in their declared order, as JSON members with snake_case names. */
public final class RecordMembers {
  private static final ClassValue<Map<String, Method>> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
          Map<String, Method> accessors = new LinkedHashMap<>();
          for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            accessors.put(snakeCase(component.getName()), component.getAccessor());
          }
          return accessors;
        }
      };

  private RecordMembers() {}

  public static Map<String, @Nullable Object> of(Record view) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    ACCESSORS
        .get(view.getClass())
        .forEach((name, accessor) -> members.put(name, invoke(accessor, view)));
    return members;
  }

  private static @Nullable Object invoke(Method accessor, Record view) {
    try {
      return accessor.invoke(view);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
