@NullMarked
package io.fairlead.k8s.embedded.store;

import org.jspecify.annotations.NullMarked;
