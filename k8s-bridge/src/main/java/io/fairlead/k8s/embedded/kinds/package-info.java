/** Which kinds are served, built in or by CustomResourceDefinition. */
@NullMarked
package io.fairlead.k8s.embedded.kinds;

import org.jspecify.annotations.NullMarked;
