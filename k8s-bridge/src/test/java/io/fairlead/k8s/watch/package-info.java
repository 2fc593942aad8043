@NullMarked
package io.fairlead.k8s.watch;

import org.jspecify.annotations.NullMarked;
