/**
 * Generates the load for {@code deploy/ha/trial.sh}. While servers are killed, the ledger records
 * the acknowledged changes; afterwards each of them is checked. These classes use only the JDK, so
 * that the script can start them without a classpath of libraries.
 */
package io.steward.trial;
