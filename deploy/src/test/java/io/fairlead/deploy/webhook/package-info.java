@NullMarked
package io.fairlead.deploy.webhook;

import org.jspecify.annotations.NullMarked;
