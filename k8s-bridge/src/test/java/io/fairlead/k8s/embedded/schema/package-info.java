@NullMarked
package io.fairlead.k8s.embedded.schema;

import org.jspecify.annotations.NullMarked;
