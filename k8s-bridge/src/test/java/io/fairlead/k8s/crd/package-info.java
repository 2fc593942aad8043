@NullMarked
package io.fairlead.k8s.crd;

import org.jspecify.annotations.NullMarked;
