/** OpenAPI schemas: taken from model classes or CRDs; pruning, defaults, checks. */
@NullMarked
package io.fairlead.k8s.embedded.schema;

import org.jspecify.annotations.NullMarked;
