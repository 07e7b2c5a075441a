/**
 * The load of {@code deploy/ha/trial.sh}, and its ledger: it writes down what was acknowledged
 * while servers die, and afterwards asks for each entry. It sees nothing but the JDK, so that the
 * script needs no more to start it.
 */
package io.steward.trial;
