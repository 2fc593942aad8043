@NullMarked
package io.fairlead.k8s.write;

import org.jspecify.annotations.NullMarked;
