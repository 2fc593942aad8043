/**
 * What it costs to make the domain's views from the objects of Kubernetes, without an API server.
 * The script {@code load-tests/translation} runs it.
 */
@NullMarked
package io.fairlead.load.translation;

import org.jspecify.annotations.NullMarked;
