package io.steward.admin;

import io.steward.database.Database;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Things that requests name, and that must exist. */
public enum Named {
  GROUPS("select name from groups where name"),
  PERMISSIONS("select code from permissions where code");

  /** Separates names in SQL. */
  private static final String SEPARATOR = "\u001f";

  private final String select;

  Named(String select) {
    this.select = select + " = " + any(1);
  }

  /** SQL that matches any name in a parameter made by {@link #join}. */
  public static String any(int parameter) {
    return "any(string_to_array(?" + parameter + ", chr(31)))";
  }

  /** Joins names into one parameter. */
  public static String join(Collection<String> names) {
    return String.join(SEPARATOR, names);
  }

  /**
   * Refuses names that do not exist.
   *
   * @param field the member of the request with the names
   * @throws ProblemException 400
   */
  public void demandKnown(EntityManager em, String field, Set<String> names) {
    if (names.isEmpty()) {
      return;
    }
    List<?> known = Database.query(em, select, join(names)).getResultList();
    Set<String> unknown = new TreeSet<>(names);
    known.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw ProblemException.invalid(
          field, new Fault(Fault.DOES_NOT_EXIST, "Not known: " + String.join(", ", unknown) + "."));
    }
  }
}
