package io.steward.api;

import java.util.List;

/** The response to OPTIONS, in the format of DRF's view metadata. */
public record Description(
    String name, String description, List<String> renders, List<String> parses) {

  /** A view that returns JSON and reads JSON or a form. */
  public static Description of(String name) {
    return new Description(
        name, "", List.of(MediaTypes.JSON), List.of(MediaTypes.JSON, MediaTypes.FORM));
  }
}
