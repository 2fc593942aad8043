/** What the webhook shows, without a connection. */
@NullMarked
package io.fairlead.k8s.webhook;

import org.jspecify.annotations.NullMarked;
