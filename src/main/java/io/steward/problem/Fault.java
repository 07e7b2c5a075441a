package io.steward.problem;

/**
 * What is wrong with one member of a request.
 *
 * @param code a stable name for programs; the same as DRF's or Django's if they have one
 * @param message a sentence for people; the same as DRF's or Django's if they have one
 */
public record Fault(String code, String message) {
  /** The code of a fault that names something unknown. */
  public static final String DOES_NOT_EXIST = "does_not_exist";

  /** The member is missing. */
  public static final Fault REQUIRED = new Fault("required", "This field is required.");

  /** The member is null. */
  public static final Fault NULL = new Fault("null", "This field may not be null.");

  /** The text is empty. */
  public static final Fault BLANK = new Fault("blank", "This field may not be blank.");

  /** The value has the wrong form. */
  public static Fault invalid(String message) {
    return new Fault("invalid", message);
  }
}
