/**
 * Mutual TLS between members: PEM files that may change while the process runs, and the rule which
 * certificate may speak for which host.
 */
@NullMarked
package io.fairlead.membership.tls;

import org.jspecify.annotations.NullMarked;
