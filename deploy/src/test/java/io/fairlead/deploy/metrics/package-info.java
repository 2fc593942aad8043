/** Tests of the metrics and of their documentation. */
@NullMarked
package io.fairlead.deploy.metrics;

import org.jspecify.annotations.NullMarked;
