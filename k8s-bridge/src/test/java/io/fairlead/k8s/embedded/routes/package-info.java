@NullMarked
package io.fairlead.k8s.embedded.routes;

import org.jspecify.annotations.NullMarked;
