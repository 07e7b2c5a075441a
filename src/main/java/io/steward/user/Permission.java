package io.steward.user;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The right to do one thing, named by its code, such as {@code users.view_user}. */
@Entity
@Table(name = "permissions")
public class Permission {
  @Id private long id;
  private String code = "";
  private String name = "";

  protected Permission() {}

  public String code() {
    return code;
  }

  public String name() {
    return name;
  }
}
