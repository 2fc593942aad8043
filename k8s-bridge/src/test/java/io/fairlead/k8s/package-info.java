@NullMarked
package io.fairlead.k8s;

import org.jspecify.annotations.NullMarked;
