package io.steward.database.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lends one connection as often as it is asked for, and keeps it open when borrowers close it. */
final class LentConnection {
  private LentConnection() {}

  /** Its only method that works is {@link DataSource#getConnection()}. */
  static DataSource of(Connection connection) {
    Connection lent = answering(Connection.class, connection, "close", null);
    return answering(DataSource.class, connection, "getConnection", lent);
  }

  /** Passes every call on to the target, except those of one method. */
  private static <T> T answering(
      Class<T> type, Object target, String method, @Nullable Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            LentConnection.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer;
              }
              try {
                return called.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
