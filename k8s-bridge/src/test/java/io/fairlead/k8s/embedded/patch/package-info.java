@NullMarked
package io.fairlead.k8s.embedded.patch;

import org.jspecify.annotations.NullMarked;
