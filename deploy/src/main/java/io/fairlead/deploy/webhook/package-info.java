/** The validating webhook of a controller, with certificates that look after themselves. */
@NullMarked
package io.fairlead.deploy.webhook;

import org.jspecify.annotations.NullMarked;
