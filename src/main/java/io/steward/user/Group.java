package io.steward.user;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;

/** Users who share permissions; to the servlet container, a role. */
@Entity
@Table(name = "groups")
public class Group {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  private String name = "";

  @ManyToMany
  @JoinTable(
      name = "group_permissions",
      joinColumns = @JoinColumn(name = "group_id"),
      inverseJoinColumns = @JoinColumn(name = "permission_id"))
  private Set<Permission> permissions = new HashSet<>();

  protected Group() {}

  public Group(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Gives a permission to every member. */
  public void grant(Permission permission) {
    permissions.add(permission);
  }

  boolean hasPermission(String code) {
    return permissions.stream().anyMatch(p -> p.code().equals(code));
  }
}
