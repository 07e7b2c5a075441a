package io.steward.pages.account;

import io.steward.html.form.FormView;

/** A form of the account. */
public record AccountForm(Tab tab, FormView form) {}
